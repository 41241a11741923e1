package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

var sameOperator = Operator{
	Key: spec.OpSame,
	Usage: "`same: {as: saved.NAME, …}` with `pointer: /a`, `xpath: //a`, `header: N` or " +
		"`content: true`; `partial: true`, `except: [/a]`",
	Text: "the value there is the one that was saved, or with `as: sent/POINTER` sent; partial: " +
		"in the members that this one has; but for the members of except",
	Lint:     func(s *spec.Scope, c *spec.Check) { lintCompare(s, c.Same, ".same") },
	evaluate: func(j *judge, c *spec.Check, id string) { j.same(c.Same, id) },
}

// lintCompare reports mistakes of a comparison with a saved value.
func lintCompare(s *spec.Scope, r *spec.Compare, at string) {
	given := count(r.Pointer != nil, r.XPath != "", r.Header != "", r.Content)
	lintXPath(s, r.XPath, r.Pos, at)
	switch {
	case s.Case == nil:
		s.Problem(r.Pos, at, "a rule on every response has no steps, and so no saved values")
	case given != 1:
		s.Problem(r.Pos, at, "give exactly one of pointer, xpath, header and content")
	case r.Pointer != nil && !isPointer(*r.Pointer):
		s.Problem(r.Pos, at+".pointer", notPointer(*r.Pointer))
	case r.Content && (r.Partial || len(r.Except) > 0):
		s.Problem(r.Pos, at,
			"content is compared byte for byte: partial and except go with pointer")
	}
	for _, pointer := range r.Except {
		if !strings.HasPrefix(pointer, "/") {
			s.Problem(r.Pos, at+".except", notPointer(pointer))
		}
	}
	switch r.As.Kind {
	case spec.RefNone, spec.RefSaved, spec.RefSent:
		lintRef(s, r.As, r.Pos, at+".as")
	default:
		s.Problem(r.Pos, at+".as", fmt.Sprintf("%s is neither saved nor sent; write saved.NAME, "+
			"saved.NAME/POINTER, or sent/POINTER", r.As))
	}
}

// same compares a value with the one that it must be.
func (j *judge) same(r *spec.Compare, id string) {
	wanted, got, ok := j.compared(r, id, true)
	switch {
	case !ok:
	case sameValue(r, wanted, got):
		j.hold(id)
	default:
		where, was, is := whereCompared(r), show(wanted), show(got)
		if r.Pointer != nil {
			var at string
			at, was, is = differenceBy(r, wanted, got)
			where = *r.Pointer + at
		}
		j.found(result.Finding{
			Requirement: id, Reason: "not the same", Where: where,
			Expected: was + ", as " + r.As.String(), Got: is,
		})
	}
}

// compared returns the value that was saved or sent, and that of the response. What is missing in
// the response is a finding if it is demanded, and differs from everything otherwise.
func (j *judge) compared(r *spec.Compare, id string, demanded bool) (saved, got any, ok bool) {
	if r.Header == "" && (j.isHead() || j.unread(id)) {
		return nil, nil, false
	}
	if (r.Pointer != nil || r.XPath != "") && j.hides(whereCompared(r), id) {
		return nil, nil, false
	}
	saved, known := j.saved(r)
	if !known {
		j.nothingThere(r.As, id)
		return nil, nil, false
	}
	there, missing := true, "nothing"
	switch {
	case r.Content:
		got = string(j.in.Exchange.Response.Body)
	case r.Pointer != nil:
		got, there = j.lookup(*r.Pointer)
		missing = j.absence()
	case r.XPath != "":
		got, there, missing = j.atXPath(r.XPath)
		saved = asText(saved)
	default:
		var text string
		text, there = j.in.Exchange.Response.Header.Get(r.Header)
		got = text
		saved, _ = spec.TextOf(saved)
	}
	switch {
	case there:
		return saved, got, true
	case !demanded:
		j.hold(id)
	case j.has(whereStatus, id):
		// The wrong status explains it.
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: whereCompared(r),
			Expected: show(saved) + ", as " + r.As.String(), Got: missing,
		})
	}
	return nil, nil, false
}

// saved is what a comparison is made with.
func (j *judge) saved(r *spec.Compare) (any, bool) {
	if r.As.Kind == spec.RefSent && r.Content {
		return string(j.in.Exchange.Request.Body), true
	}
	value, ok := j.valueOf(r.As)
	if text, isText := value.(string); ok && isText && r.Pointer != nil {
		if made, wrong, _ := content.ReadJSON([]byte(text)); wrong == "" && isContainer(made) {
			return made, true // a content that was saved whole
		}
	}
	return value, ok
}

func isContainer(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

func whereCompared(r *spec.Compare) string {
	switch {
	case r.Content:
		return whereContent
	case r.Pointer != nil:
		return *r.Pointer
	case r.XPath != "":
		return whereXPath(r.XPath)
	}
	return whereHeader(r.Header)
}

func sameValue(r *spec.Compare, wanted, got any) bool {
	if r.Pointer == nil {
		return wanted == got
	}
	at, _, _ := differenceBy(r, wanted, got)
	return at == noDifference
}

// differenceBy returns the first place where two values differ that a rule compares.
func differenceBy(r *spec.Compare, wanted, got any) (at, was, is string) {
	return firstDifference(without(wanted, r.Except), without(got, r.Except), r.Partial)
}

func without(value any, pointers []string) any {
	for _, pointer := range pointers {
		value = jsonpointer.Remove(value, pointer)
	}
	return value
}

// noDifference is the place of what does not differ: no JSON pointer.
const noDifference = "-"

// firstDifference returns the first place where two JSON values differ, with both values there.
// partial: members that only the second has do not count.
func firstDifference(wanted, got any, partial bool) (at, was, is string) {
	switch a := wanted.(type) {
	case map[string]any:
		b, ok := got.(map[string]any)
		if !ok {
			break
		}
		names := slices.Collect(maps.Keys(a))
		if !partial {
			names = slices.AppendSeq(names, maps.Keys(b))
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			x, had := a[name]
			y, has := b[name]
			switch {
			case !has:
				return jsonpointer.Join([]string{name}), show(x), "nothing"
			case !had:
				return jsonpointer.Join([]string{name}), "nothing", show(y)
			}
			if at, was, is := firstDifference(x, y, partial); at != noDifference {
				return jsonpointer.Join([]string{name}) + at, was, is
			}
		}
		return noDifference, "", ""
	case []any:
		b, ok := got.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		for i := range a {
			if at, was, is := firstDifference(a[i], b[i], partial); at != noDifference {
				return "/" + strconv.Itoa(i) + at, was, is
			}
		}
		return noDifference, "", ""
	default:
		if spec.SameJSON(wanted, got) {
			return noDifference, "", ""
		}
	}
	return "", show(wanted), show(got)
}

// valueOf returns the JSON value that a reference names.
func (j *judge) valueOf(r spec.Ref) (any, bool) {
	switch r.Kind {
	case spec.RefSaved:
		value, ok := j.in.Saved[r.Name]
		if !ok || r.Property == "" {
			return value, ok
		}
		if text, isText := value.(string); isText {
			value, _, _ = content.ReadJSON([]byte(text))
		}
		return jsonpointer.Lookup(value, r.Property)
	case spec.RefSent:
		body, wrong, _ := content.ReadJSON(j.in.Exchange.Request.Body)
		if wrong != "" {
			return nil, false
		}
		return jsonpointer.Lookup(body, r.Name)
	case spec.RefBody:
		return j.lookup(r.Name)
	}
	text, ok := j.resolve(r)
	return text, ok
}

// numberOf returns the whole number that a reference names.
func (j *judge) numberOf(r spec.Ref) (int, bool) {
	value, ok := j.valueOf(r)
	if list, isList := value.([]any); ok && isList {
		return len(list), true
	}
	text, isText := spec.TextOf(value)
	n, err := json.Number(text).Int64()
	return int(n), ok && isText && err == nil
}
