package check

import (
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var constOperator = Operator{
	Key: spec.OpConst,
	Usage: "`const: {pointer: /a, value: V}`, `{xpath: //a, value: V}` or " +
		"`{header: N, value: V}`",
	Text: "the value at a JSON pointer of the content, or the text where an XPath points, or of " +
		"a header field, is V",
	Lint: func(s *spec.Scope, c *spec.Check) {
		r := c.Const
		lintXPath(s, r.XPath, r.Pos, ".const")
		switch {
		case count(r.Pointer != nil, r.XPath != "", r.Header != "") != 1:
			s.Problem(r.Pos, ".const", "give exactly one of pointer, xpath and header")
		case r.Pointer != nil && !isPointer(*r.Pointer):
			s.Problem(r.Pos, ".const.pointer", notPointer(*r.Pointer))
		}
	},
	evaluate: func(j *judge, c *spec.Check, id string) { j.constant(c.Const, id) },
}

func (j *judge) constant(r *spec.ConstRule, id string) {
	where, got, there := whereHeader(r.Header), any(nil), false
	wanted, absent := r.JSON, "nothing"
	switch {
	case r.XPath != "":
		where = whereXPath(r.XPath)
		if j.isHead() || j.unread(id) || j.hides(where, id) {
			return
		}
		got, there, absent = j.atXPath(r.XPath)
		wanted = asText(wanted)
	case r.Pointer != nil:
		where = *r.Pointer
		if j.isHead() || j.unread(id) || j.hides(where, id) {
			return
		}
		got, there = j.lookup(where)
		absent = j.absence()
	default:
		if j.has(where, id) {
			return
		}
		var text string
		text, there = j.in.Exchange.Response.Header.Get(r.Header)
		got = text
		wanted = asText(wanted)
	}
	f := result.Finding{Requirement: id, Where: where, Expected: show(wanted), Got: show(got)}
	switch {
	case there && spec.SameJSON(wanted, got):
		j.hold(id)
		return
	case j.has(whereStatus, id):
		return // the wrong status explains what another response says
	case there:
		f.Reason = "wrong value"
	default:
		f.Reason, f.Got = "missing", absent
	}
	j.found(f)
}

// asText returns a value as a header or XML writes it.
func asText(value any) any {
	if text, isText := spec.TextOf(value); isText {
		return text
	}
	return value
}

// count returns how many of the places that a rule can look at it names.
func count(given ...bool) int {
	n := 0
	for _, is := range given {
		if is {
			n++
		}
	}
	return n
}
