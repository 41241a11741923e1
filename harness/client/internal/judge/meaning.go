package judge

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
)

// sameMeaning reports whether two values mean the same, however they are written: 1.0 is 1, and a
// time is the same in another zone.
func sameMeaning(want, got any) bool {
	a, isList := want.([]any)
	b, both := got.([]any)
	if isList != both {
		return false
	}
	if isList {
		return slices.EqualFunc(a, b, sameMeaning)
	}
	members, isObject := want.(map[string]any)
	others, bothObjects := got.(map[string]any)
	if isObject != bothObjects {
		return false
	}
	if isObject {
		if len(members) != len(others) {
			return false
		}
		for name, value := range members {
			if other, ok := others[name]; !ok || !sameMeaning(value, other) {
				return false
			}
		}
		return true
	}
	if openapi.SameJSON(want, got) {
		return true
	}
	if (want == nil) != (got == nil) {
		return false
	}
	one, other := style.Text(want), style.Text(got)
	return one == other || sameTime(one, other)
}

func sameTime(one, other string) bool {
	a, err := time.Parse(time.RFC3339, one)
	if err != nil {
		return false
	}
	b, err := time.Parse(time.RFC3339, other)
	return err == nil && a.Equal(b)
}

// differing compares content with what a call gives.
type differing struct {
	// nulls says that a member that is null is not as one that is left out: it changes what is
	// there (RFC 7396).
	nulls bool
}

// differs returns where, as a JSON pointer, and how content is not what the call gives; an empty
// reason: it is. A member that is null, where its schema takes that, and one with its default
// count as left out.
func (d differing) differs(
	want, got any, schema *openapi.Schema, at string,
) (where, reason string) {
	members, isObject := want.(map[string]any)
	others, both := got.(map[string]any)
	if !isObject || !both {
		return d.differsInItems(want, got, schema, at)
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		other, ok := others[name]
		place := at + "/" + jsonpointer.Escape(name)
		if !ok && !d.nulls && members[name] == nil && !isRequired(schema, name) {
			continue
		}
		if !ok {
			return place, "missing"
		}
		if where, reason := d.differs(members[name], other, style.Member(schema, name),
			place); reason != "" {
			return where, reason
		}
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if _, given := members[name]; !given && !d.isLeftOut(others[name], schema, name) {
			return at + "/" + jsonpointer.Escape(name), "not given by the call"
		}
	}
	return "", ""
}

func (d differing) differsInItems(
	want, got any, schema *openapi.Schema, at string,
) (where, reason string) {
	items, isList := want.([]any)
	others, both := got.([]any)
	if !isList || !both || len(items) != len(others) {
		if isJSONText(want, got) || !sameMeaning(want, got) {
			return at, "another value"
		}
		return "", ""
	}
	return eachItem(items, others, schema, at, d.differs)
}

// isJSONText reports whether a text is sent where a number or a boolean is given, or the other way
// around: in JSON these are different values.
func isJSONText(want, got any) bool {
	_, one := want.(string)
	_, other := got.(string)
	return one != other
}

// isRequired reports whether an object must have a member.
func isRequired(schema *openapi.Schema, name string) bool {
	return schema != nil && slices.Contains(schema.Shape().Required, name)
}

// isLeftOut reports whether a member says no more than one that is not there.
func (d differing) isLeftOut(value any, schema *openapi.Schema, name string) bool {
	member := style.Member(schema, name)
	if member == nil {
		return false
	}
	if value == nil {
		return !d.nulls && len(member.ValidateRequest(nil)) == 0
	}
	byDefault := member.Shape().Default
	return !d.nulls && byDefault != nil && sameMeaning(byDefault, value)
}

// loses returns where, as a JSON pointer, and how a result that is reported has not what was sent;
// an empty reason: it has. Members that the schema does not name may be missing.
func loses(sent, got any, schema *openapi.Schema, at string) (where, reason string) {
	members, isObject := sent.(map[string]any)
	others, both := got.(map[string]any)
	if !isObject || !both {
		return losesItems(sent, got, schema, at)
	}
	known := style.Members(schema)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		other, ok := others[name]
		place := at + "/" + jsonpointer.Escape(name)
		switch {
		case !ok && (members[name] == nil || !slices.Contains(known, name)):
		case !ok:
			return place, "missing"
		default:
			if where, reason := loses(members[name], other, style.Member(schema, name),
				place); reason != "" {
				return where, reason
			}
		}
	}
	return "", ""
}

func losesItems(sent, got any, schema *openapi.Schema, at string) (where, reason string) {
	items, isList := sent.([]any)
	others, both := got.([]any)
	if !isList || !both || len(items) != len(others) {
		if sameMeaning(sent, got) {
			return "", ""
		}
		return at, "another value"
	}
	return eachItem(items, others, schema, at, loses)
}

// eachItem compares lists of one length item by item, and returns what the first comparison with a
// reason does.
func eachItem(
	items, others []any, schema *openapi.Schema, at string,
	compare func(one, other any, schema *openapi.Schema, at string) (where, reason string),
) (where, reason string) {
	var of *openapi.Schema
	if schema != nil {
		of = schema.Shape().Items
	}
	for i := range items {
		if where, reason := compare(items[i], others[i], of, at+"/-"); reason != "" {
			return where, reason
		}
	}
	return "", ""
}

// decoded is what a driver reports as JSON; nil: nothing.
func decoded(data json.RawMessage) any {
	value, err := openapi.DecodeJSON(data)
	if err != nil {
		return nil
	}
	return value
}
