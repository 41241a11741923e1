package check

import (
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
	"example.com/toeline/spec/xmlvalue"
)

const whereXPathPrefix = "xpath "

func whereXPath(expression string) string { return whereXPathPrefix + expression }

// lintXPath reports what is wrong with an expression, if there is one.
func lintXPath(s *spec.Scope, expression string, pos strict.Pos, at string) {
	if problem := spec.XPathProblem(expression); problem != "" {
		s.Problem(pos, at+".xpath", problem)
	}
}

// bodyXPath judges what an expression selects.
func (j *judge) bodyXPath(rule *spec.BodyRule, id string) {
	where := whereXPath(rule.XPath)
	r, wrong := j.content.Select(rule.XPath)
	if rule.Present != nil && !*rule.Present {
		switch {
		case r.Found:
			j.found(result.Finding{
				Requirement: id, Reason: "forbidden member", Where: where,
				Expected: "nothing there", Got: show(r.Value),
			})
		case wrong != "" && len(j.content.Raw) > 0:
			j.noXML(id, wrong)
		default:
			j.hold(id)
		}
		return
	}
	switch {
	case j.hides(where, id) || j.nothingSent(rule.ValueRule):
		return
	case !r.Found:
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: where,
			Expected: j.describe(rule.ValueRule), Got: orNothing(wrong),
		})
		return
	}
	value := r.Value
	if schema, ok := j.in.Doc.Schema(rule.Schema); ok {
		text, _ := spec.TextOf(value)
		value = schema.FromText(text)
	}
	j.value(rule.ValueRule, value, where, id)
}

// isMarkup reports whether a rule judges content that is XML by a schema.
func (j *judge) isMarkup(rule *spec.BodyRule) bool {
	field, _ := j.in.Exchange.Response.Header.Get("Content-Type")
	schema, known := j.in.Doc.Schema(rule.Schema)
	return known && rule.Pointer == "" && openapi.IsXML(field) && xmlvalue.Says(schema)
}

// bodyXML judges XML as the value that a schema describes, and how it is written.
func (j *judge) bodyXML(rule *spec.BodyRule, id string) {
	m := j.content.XML()
	if m.Wrong != "" {
		if !j.has(whereHeader("content-type"), id) {
			j.found(result.Finding{
				Requirement: id, Reason: "not XML", Where: "",
				Expected: "one well-formed XML document", Got: m.Wrong,
			})
		}
		return
	}
	schema, _ := j.in.Doc.Schema(rule.Schema)
	value, wrong := xmlvalue.Read(schema, m.Document)
	for _, v := range wrong {
		j.found(result.Finding{
			Requirement: id, Reason: result.SchemaReason + rule.Schema, Where: v.Pointer,
			Expected: v.Expected, Got: v.Reason,
		})
	}
	if len(wrong) == 0 {
		j.value(rule.ValueRule, value, "", id)
	}
}

func orNothing(wrong string) string {
	if wrong == "" {
		return "nothing"
	}
	return wrong
}

// noXML notes that there is nothing to look at, where no rule reports it.
func (j *judge) noXML(id, wrong string) {
	if !j.hides("", id) {
		j.hidden(id, "the content that it is about is not XML: "+wrong)
	}
}

// placeXPath returns the nodes that an expression selects, as a list. Where the content is not XML,
// it says so, or another finding does.
func (j *judge) placeXPath(expression, id string) (items any, where string, ok bool) {
	where = whereXPath(expression)
	if j.isHead() || j.unread(id) || j.hides(where, id) {
		return nil, where, false
	}
	r, wrong := j.content.Select(expression)
	if wrong == "" {
		return r.Items, where, true
	}
	if !j.has(whereStatus, id) { // else the wrong status explains it
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: where, Expected: "XML", Got: wrong,
		})
	}
	return nil, where, false
}

// oneXMLDocument judges whether the content is well-formed.
func (j *judge) oneXMLDocument(id string) {
	wrong := j.content.XML().Wrong
	switch {
	case wrong == "":
		j.hold(id)
	case len(j.content.Raw) > 0 && j.otherType(id):
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "not XML", Where: whereContent,
			Expected: "one well-formed XML document", Got: wrong,
		})
	}
}

// atXPath returns the text of what an expression selects; absent says what is there instead.
func (j *judge) atXPath(expression string) (got any, there bool, absent string) {
	r, wrong := j.content.Select(expression)
	text, isText := spec.TextOf(r.Value)
	return text, r.Found && isText, orNothing(wrong)
}

// inXPath reports whether a place is below one that an expression selects: what is wrong with an
// element explains what is wrong in it.
func inXPath(place, above string) bool {
	return strings.HasPrefix(above, whereXPathPrefix) && strings.HasPrefix(place, above+"/")
}
