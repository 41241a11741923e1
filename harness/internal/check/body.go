package check

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

var bodyOperator = Operator{
	Key:   spec.OpBody,
	Usage: "`body: {pointer: /a, …}` or `{xpath: //a, …}`",
	Text: "the value at a JSON pointer of the content, or the text of the first node that an " +
		"XPath selects, conforms to every rule given with it",
	Lint: func(s *spec.Scope, c *spec.Check) {
		b := c.Body
		if !isPointer(b.Pointer) {
			s.Problem(b.Pos, ".body.pointer", notPointer(b.Pointer))
		}
		if b.Pointer != "" && b.XPath != "" {
			s.Problem(b.Pos, ".body", "give either pointer or xpath")
		}
		lintXPath(s, b.XPath, b.Pos, ".body")
		lintValue(s, c.Body.ValueRule, c.Body.Pos, ".body")
	},
	evaluate: func(j *judge, c *spec.Check, id string) { j.body(c.Body, id) },
}

func notPointer(text string) string {
	return fmt.Sprintf("%q is not a JSON pointer: it begins with a slash", text)
}

func (j *judge) body(rule *spec.BodyRule, id string) {
	if j.isHead() || j.unread(id) {
		return
	}
	if rule.XPath != "" {
		j.bodyXPath(rule, id)
		return
	}
	if rule.Present != nil && !*rule.Present {
		j.forbiddenMember(rule, id)
		return
	}
	if j.hides(rule.Pointer, id) || j.nothingSent(rule.ValueRule) {
		return
	}
	if j.isMarkup(rule) {
		j.bodyXML(rule, id)
		return
	}
	if rule.Pointer == "" && rule.Schema != "" && j.content.Trailing != "" {
		if !j.has(whereEnd, id) {
			j.trailing(id)
		}
		return
	}
	value, ok := j.plain(rule)
	if !ok {
		value, ok = j.lookup(rule.Pointer)
	}
	if !ok && rule.Pointer == "" && j.has(whereHeader("content-type"), id) {
		return // the wrong media type explains it
	}
	if !ok {
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: rule.Pointer,
			Expected: j.describe(rule.ValueRule), Got: j.absence(),
		})
		return
	}
	j.value(rule.ValueRule, value, rule.Pointer, id)
}

// plain returns content that is not JSON as the value of a schema of texts and numbers: a text is
// one, and of other bytes each counts as a character. False: the content is looked at as JSON.
func (j *judge) plain(rule *spec.BodyRule) (any, bool) {
	field, given := j.in.Exchange.Response.Header.Get("Content-Type")
	schema, known := j.in.Doc.Schema(rule.Schema)
	if rule.Pointer != "" || !known || content.IsJSONType(field) ||
		!given && len(j.content.Raw) > 0 || !schema.IsScalar() {
		return nil, false
	}
	if j.content.Garbled || !strings.HasPrefix(strings.ToLower(strings.TrimSpace(field)), "text/") {
		characters := make([]rune, len(j.content.Raw))
		for i, b := range j.content.Raw {
			characters[i] = rune(b)
		}
		return string(characters), true
	}
	return schema.FromText(string(j.content.Raw)), true
}

func (j *judge) forbiddenMember(rule *spec.BodyRule, id string) {
	value, ok := j.lookup(rule.Pointer)
	switch {
	case ok:
		j.found(result.Finding{
			Requirement: id, Reason: "forbidden member", Where: rule.Pointer,
			Expected: "no such member", Got: show(value),
		})
	case j.content.NotJSON != "" && len(j.content.Raw) > 0:
		j.noJSON(id)
	default:
		j.hold(id)
	}
}

// noJSON notes that there are no members to look at, where no rule reports it.
func (j *judge) noJSON(id string) {
	if !j.hides("", id) {
		j.hidden(id, "the content that it is about is not JSON: "+j.content.NotJSON)
	}
}

func (j *judge) lookup(pointer string) (any, bool) {
	if j.content.NotJSON != "" {
		return nil, false
	}
	return jsonpointer.Lookup(j.content.Value, pointer)
}

func (j *judge) absence() string {
	if j.content.NotJSON != "" {
		return j.content.NotJSON
	}
	return "nothing"
}
