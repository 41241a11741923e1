package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

var templateOperator = Operator{
	Key:   spec.OpTemplate,
	Usage: "`example: NAME`, `template: /pointer`, `with: {NAME: REF}`",
	Text:  "the text there is that of the example after its `{placeholders}` are filled by `with`",
	Lint:  lintTemplate,
	evaluate: func(j *judge, c *spec.Check, id string) {
		if wanted, got, ok := j.example(c, id); ok {
			j.template(c, wanted, got, id)
		}
	},
}

func lintTemplate(s *spec.Scope, c *spec.Check) {
	if c.Equal != "" || c.Differ.Pointer != "" {
		return // they have looked at the example
	}
	value, ok := lintExample(s, c)
	if !ok {
		return
	}
	text, ok := value.(string)
	if !ok {
		s.Problem(c.Pos, ".template",
			fmt.Sprintf("example %q has no text at %q", c.Example, c.Template))
		return
	}
	names, given := spec.PathParameters(text), slices.Sorted(maps.Keys(c.With))
	for _, name := range names {
		if _, ok := c.With[name]; !ok {
			message := fmt.Sprintf("placeholder {%s} of the example is not filled", name)
			s.Suggest(c.Pos, ".with", message, strict.Suggest(name, given))
		}
	}
	for _, name := range given {
		if !slices.Contains(names, name) {
			s.Unknown(c.Pos, ".with", "placeholder", name, names)
		}
		lintRef(s, c.With[name].Value, c.Pos, ".with."+name)
	}
}

// template compares a text with that of the example, its placeholders filled in.
func (j *judge) template(c *spec.Check, wanted, got any, id string) {
	text, isText := got.(string)
	pattern, _ := wanted.(string)
	filled, match := j.fill(pattern, c.With, text)
	switch {
	case isText && match:
		j.hold(id)
		return
	case j.has(whereStatus, id):
		return // the wrong status explains what another response says
	}
	j.found(result.Finding{
		Requirement: id, Reason: "wrong wording", Where: c.Template,
		Expected: show(filled), Got: show(got),
	})
}

// fill puts the values of an exchange into a template and reports whether a text is the result,
// apart from letter case where the contract leaves it free.
func (j *judge) fill(template string, with map[string]spec.Fill, text string) (string, bool) {
	var b strings.Builder
	rest, match := text, true
	take := func(part string, fold bool) {
		b.WriteString(part)
		if len(rest) < len(part) ||
			rest[:len(part)] != part && !(fold && strings.EqualFold(rest[:len(part)], part)) {
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
