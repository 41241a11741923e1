package check

import (
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var constOperator = Operator{
	Key:   spec.OpConst,
	Usage: "`const: {pointer: /a, value: V}` or `{header: N, value: V}`",
	Text:  "the value at a JSON pointer of the content, or of a header field, is V",
	Lint: func(s *spec.Scope, c *spec.Check) {
		switch r := c.Const; {
		case (r.Pointer == nil) == (r.Header == ""):
			s.Problem(r.Pos, ".const", "give exactly one of pointer and header")
		case r.Pointer != nil && !isPointer(*r.Pointer):
			s.Problem(r.Pos, ".const.pointer", notPointer(*r.Pointer))
		}
	},
	evaluate: func(j *judge, c *spec.Check, id string) { j.constant(c.Const, id) },
}

func (j *judge) constant(r *spec.ConstRule, id string) {
	where, got, there := whereHeader(r.Header), any(nil), false
	wanted := r.JSON
	if r.Pointer != nil {
		where = *r.Pointer
		if j.isHead() || j.unread(id) || j.hides(where, id) {
			return
		}
		got, there = j.lookup(where)
	} else {
		if j.has(where, id) {
			return
		}
		var text string
		text, there = j.in.Exchange.Response.Header.Get(r.Header)
		got = text
		if given, isText := spec.TextOf(wanted); isText {
			wanted = given
		}
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
		if f.Reason, f.Got = "missing", "nothing"; r.Pointer != nil {
			f.Got = j.absence()
		}
	}
	j.found(f)
}
