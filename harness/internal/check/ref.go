package check

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

const noRequest = "%s refers to a case's request; a rule on every response has none"

// lintRef reports a reference to what no request has. Rules for every response have no case,
// and so may not refer to its parameters.
func lintRef(s *spec.Scope, r spec.Ref, pos strict.Pos, at string) {
	switch {
	case r.Kind == spec.RefSaved:
		lintSaved(s, spec.SavedRef{Pos: pos, Name: r.Name, Pointer: r.Property}, at)
		return
	case r.Kind != spec.RefParameter && r.Kind != spec.RefProperty && r.Kind != spec.RefSent:
		return
	}
	if s.Case == nil {
		s.Problem(pos, at, fmt.Sprintf(noRequest, r))
		return
	}
	if r.Kind == spec.RefSent {
		if s.Case.Request.Body == nil {
			s.Problem(pos, at, fmt.Sprintf("%s: the request has no content", r))
		}
		return
	}
	value, ok := s.Case.Request.Value(r.Name)
	if value.Omitted {
		s.Problem(pos, at, fmt.Sprintf("%s: the case leaves it out", r))
	}
	switch {
	case !ok && strings.HasPrefix(r.Name, "/"):
		if _, ok := spec.TextOf(sentBy(s, r.Name)); !ok {
			s.Problem(pos, at, fmt.Sprintf(
				"the case's body has no text, number or boolean at %q", r.Name))
		}
	case !ok:
		s.Unknown(pos, at, "parameter of the request", r.Name, s.RequestKeys())
	case r.Kind == spec.RefProperty:
		lintProperty(s, r, pos, at)
	}
}

// lintSaved reports a saved value that no earlier step saves.
func lintSaved(s *spec.Scope, r spec.SavedRef, at string) {
	switch {
	case r.Name == "":
	case s.Case == nil:
		s.Problem(r.Pos, at, "a rule on every response has no steps, and so no saved values")
	case !slices.Contains(s.Saved(), r.Name):
		near := strict.Suggest(r.Name, s.Saved())
		if near != "" {
			near = "saved." + near
		}
		s.Suggest(r.Pos, at, fmt.Sprintf("%s is not known: no earlier step saves it", r), near)
	}
}

// lintProperty reports a property of what the case does not name, or that it has not.
func lintProperty(s *spec.Scope, r spec.Ref, pos strict.Pos, at string) {
	kind, ok := s.ItemKind(r.Name)
	if !ok {
		s.Problem(pos, at, fmt.Sprintf("%s: the case gives no item of the fixtures for %q, so it "+
			"has no properties", r, r.Name))
		return
	}
	if known := kind.Properties(); len(known) > 0 && !slices.Contains(known, r.Property) {
		s.Unknown(pos, at, "property", r.Property, known)
	}
}

// lintAmong reports a reference to what is not an array of a content.
func lintAmong(s *spec.Scope, r spec.Ref, pos strict.Pos, at string) {
	switch {
	case r.Kind == spec.RefNone || r.Kind == spec.RefBody:
	case r.Kind == spec.RefSaved || r.Kind == spec.RefSent:
		lintRef(s, r, pos, at)
	case r.Kind != spec.RefParameter || !strings.HasPrefix(r.Name, "/"):
		s.Problem(pos, at, fmt.Sprintf(
			"%s is not an array; write request./POINTER or body./POINTER", r))
	case s.Case == nil:
		s.Problem(pos, at, fmt.Sprintf(noRequest, r))
	default:
		if _, ok := sentBy(s, r.Name).([]any); !ok {
			s.Problem(pos, at, fmt.Sprintf("the case's body has no array at %q", r.Name))
		}
	}
}

// sentBy returns the value at a JSON pointer of the body that the case sends; nil: none.
func sentBy(s *spec.Scope, pointer string) any {
	body, _ := s.Op.Sent(&s.Case.Request)
	value, _ := jsonpointer.Lookup(body, pointer)
	return value
}

// equalRef compares with another place of the exchange. Where that place is empty or broken,
// there is nothing to compare with, and another rule reports it.
func (j *judge) equalRef(r spec.ValueRule, text, where, id string) {
	wanted, ok := j.resolve(r.Equal)
	switch {
	case ok:
	case r.Equal.Kind == spec.RefRequestHeader:
		j.hold(id) // by the other parts of the rule: there is nothing to be equal to
		return
	default:
		j.nothingThere(r.Equal, id)
		return
	}
	if text == wanted || r.Fold && strings.EqualFold(text, wanted) {
		j.hold(id)
		return
	}
	j.found(result.Finding{
		Requirement: id, Reason: "not equal", Where: where,
		Expected: fmt.Sprintf("%s, as %s", show(wanted), describeRef(r.Equal)), Got: show(text),
	})
}

// nothingThere notes why a value is compared with nothing.
func (j *judge) nothingThere(r spec.Ref, id string) {
	if r.Kind == spec.RefBody && j.unread(id) {
		return
	}
	j.hidden(id, "what it is compared with, "+describeRef(r)+", is missing or broken")
}

// nothingSent reports whether a rule compares with a header that the request does not have: then
// it says nothing of the response.
func (j *judge) nothingSent(r spec.ValueRule) bool {
	if r.Equal.Kind != spec.RefRequestHeader {
		return false
	}
	_, sent := j.resolve(r.Equal)
	return !sent && r == (spec.ValueRule{Equal: r.Equal, Fold: r.Fold})
}

// resolve returns the text that a reference names.
func (j *judge) resolve(r spec.Ref) (string, bool) {
	switch r.Kind {
	case spec.RefParameter:
		if b, ok := j.in.Bound[r.Name]; ok {
			return b.Value, true
		}
		return spec.TextOf(j.sent(r.Name))
	case spec.RefProperty:
		value, ok := j.in.Bound[r.Name].Properties[r.Property]
		return value, ok
	case spec.RefRequestHeader:
		return j.in.Exchange.Request.Header.Get(r.Name)
	case spec.RefHeader:
		if j.broken.has(whereHeader(r.Name), spec.May) != "" {
			return "", false
		}
		return j.in.Exchange.Response.Header.Get(r.Name)
	case spec.RefBody:
		value, _ := j.lookup(r.Name)
		text, ok := spec.TextOf(value)
		return text, ok && j.broken.hides(r.Name, spec.May) == ""
	case spec.RefSaved, spec.RefSent:
		value, _ := j.valueOf(r)
		return spec.TextOf(value)
	}
	return "", false
}

// sent returns the value at a JSON pointer of the request's content; nil: none.
func (j *judge) sent(pointer string) any {
	if !strings.HasPrefix(pointer, "/") {
		return nil
	}
	body, _, _ := content.ReadJSON(j.in.Exchange.Request.Body)
	value, _ := jsonpointer.Lookup(body, pointer)
	return value
}

// among compares with the items of an array. Where there is no array, another rule reports it.
func (j *judge) among(r spec.ValueRule, value any, where, id string) {
	array, ok := j.array(r.Among)
	switch {
	case !ok:
		j.nothingThere(r.Among, id)
	case slices.ContainsFunc(array, func(item any) bool { return spec.SameJSON(item, value) }):
		j.hold(id)
	default:
		j.found(result.Finding{
			Requirement: id, Reason: "not among", Where: where,
			Expected: j.describe(r), Got: show(value),
		})
	}
}

func (j *judge) array(r spec.Ref) ([]any, bool) {
	if r.Kind == spec.RefBody || r.Kind == spec.RefSaved || r.Kind == spec.RefSent {
		value, _ := j.valueOf(r)
		array, ok := value.([]any)
		return array, ok
	}
	array, ok := j.sent(r.Name).([]any)
	return array, ok
}

func describeRef(r spec.Ref) string {
	switch r.Kind {
	case spec.RefRequestHeader:
		return "the request's " + r.Name + " header"
	case spec.RefHeader:
		return "the " + r.Name + " header"
	case spec.RefBody:
		return r.Name + " of the content"
	case spec.RefSaved:
		return r.String()
	case spec.RefSent:
		return strings.TrimSpace(r.Name + " of the content that was sent")
	}
	return "the request's " + r.Name
}
