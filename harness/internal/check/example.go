package check

import (
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// example judges a value of the content by an example of the document. A value
// that is missing is the finding of a rule that demands it, or of the status;
// else it is one here.
func (j *judge) example(c *spec.Check, id string) {
	if j.in.Exchange.Request.Method == "HEAD" || j.in.Exchange.Fault != nil {
		return
	}
	where := c.Pointer()
	example, _ := j.in.Doc.Example(c.Example)
	wanted, _ := spec.Lookup(example, where)
	if j.broken.hides(where, j.level(id)) {
		return
	}
	got, ok := j.lookup(where)
	switch {
	case !ok && j.broken.has(whereStatus, j.level(id)):
		// The wrong status explains it.
	case !ok && c.Differ != "":
		// What is not there is not the example's either.
		j.hold(id)
	case !ok:
		if text, isText := wanted.(string); isText && c.Template != "" {
			wanted, _ = j.fill(text, c.With, "")
		}
		j.found(result.Finding{Requirement: id, Reason: "missing", Where: where, Expected: show(wanted), Got: j.absence()})
	case c.Equal != "":
		j.equal(wanted, got, where, id)
	case c.Differ != "":
		j.differ(wanted, got, where, id)
	default:
		j.template(c, wanted, got, id)
	}
}

func (j *judge) equal(wanted, got any, where, id string) {
	if spec.SameJSON(wanted, got) {
		j.hold(id)
		return
	}
	j.found(result.Finding{Requirement: id, Reason: "wrong value", Where: where, Expected: show(wanted), Got: show(got)})
}

func (j *judge) differ(unwanted, got any, where, id string) {
	if !spec.SameJSON(unwanted, got) {
		j.hold(id)
		return
	}
	j.found(result.Finding{Requirement: id, Reason: "value of another answer", Where: where, Expected: "not " + show(unwanted), Got: show(got)})
}

// template compares a text with the example's, its placeholders filled in.
func (j *judge) template(c *spec.Check, wanted, got any, id string) {
	text, isText := got.(string)
	pattern, _ := wanted.(string)
	filled, match := j.fill(pattern, c.With, text)
	if isText && match {
		j.hold(id)
		return
	}
	j.found(result.Finding{Requirement: id, Reason: "wrong wording", Where: c.Template, Expected: show(filled), Got: show(got)})
}

// fill puts the values of an exchange into a template and says whether a text
// is the result, letter case aside where the document leaves it free.
func (j *judge) fill(template string, with map[string]spec.Fill, text string) (filled string, match bool) {
	var b strings.Builder
	rest, match := text, true
	take := func(part string, fold bool) {
		b.WriteString(part)
		if len(rest) < len(part) || rest[:len(part)] != part && !(fold && strings.EqualFold(rest[:len(part)], part)) {
			match = false
			return
		}
		rest = rest[len(part):]
	}
	for template != "" {
		literal, after, found := strings.Cut(template, "{")
		take(literal, false)
		if !found {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		value, _ := j.resolve(with[name].Value)
		take(value, with[name].Fold)
		template = tail
	}
	return b.String(), match && rest == ""
}
