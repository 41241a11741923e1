package openapi

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Violation is one way in which a value breaks a schema.
type Violation struct {
	Pointer string // RFC 6901, from the value; "" is the value itself
	Reason  string // lower case, without the value
}

// Schema is a component schema of a document. It is safe for concurrent use.
type Schema struct {
	Name string
	api  *openapi3.Schema
}

// Validate returns every way in which a JSON value (map[string]any, []any,
// string, float64, json.Number, bool or nil) breaks the schema.
func (s *Schema) Validate(value any) []Violation {
	return violations(s.api.VisitJSON(plainNumbers(value), openapi3.MultiErrors()))
}

// Enum returns the values that the schema allows, in the order of the file, those that are no
// texts as JSON writes them; nil when it is no enumeration. An anyOf or oneOf is the sum of its
// parts.
func (s *Schema) Enum() []string {
	var all []string
	for _, v := range s.api.Enum {
		if text, ok := TextOf(v); ok {
			all = append(all, text)
		}
	}
	for _, part := range slices.Concat(parts(s.api.AnyOf), parts(s.api.OneOf)) {
		all = append(all, part.Enum()...)
	}
	return all
}

// Pattern returns the regular expression that texts must match; empty: none.
func (s *Schema) Pattern() string { return s.api.Pattern }

// TakesText says whether a text, as a path, a query or a header has it, is a
// value of the schema: 5 is a number there, and needs no quotes.
func (s *Schema) TakesText(text string) bool {
	var value any = text
	if s.api.Type != nil && !s.api.Type.Includes(openapi3.TypeString) {
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			return false
		}
	}
	return len(s.Validate(value)) == 0
}

// TextOf is how a text, a number or a boolean stands in a path, a query or a
// header; false for any other value.
func TextOf(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool, int, int64, uint64, float64:
		text, err := json.Marshal(v)
		return string(text), err == nil
	}
	return "", false
}

// Property returns the schema of a member.
func (s *Schema) Property(name string) (*Schema, bool) {
	ref, ok := s.api.Properties[name]
	if !ok {
		return nil, false
	}
	made := schemaOf(s.Name+"."+name, ref)
	return made, made != nil
}

// Properties returns the names of the members that the schema knows.
func (s *Schema) Properties() []string { return sortedKeys(s.api.Properties) }

// schemaOf returns the schema behind a reference; nil: there is none.
func schemaOf(name string, ref *openapi3.SchemaRef) *Schema {
	if ref == nil || ref.Value == nil {
		return nil
	}
	return &Schema{Name: name, api: ref.Value}
}

// AnySchema returns a schema that every value satisfies.
func AnySchema() *Schema { return &Schema{api: openapi3.NewSchema()} }

func parts(refs openapi3.SchemaRefs) []*Schema {
	var all []*Schema
	for _, ref := range refs {
		if made := schemaOf("", ref); made != nil {
			all = append(all, made)
		}
	}
	return all
}

func violations(err error) []Violation {
	if err == nil {
		return nil
	}
	var many openapi3.MultiError
	if errors.As(err, &many) {
		var all []Violation
		for _, one := range many {
			all = append(all, violations(one)...)
		}
		return all
	}
	var one *openapi3.SchemaError
	if errors.As(err, &one) {
		return []Violation{{Pointer: Pointer(one.JSONPointer()), Reason: one.Reason}}
	}
	return []Violation{{Reason: err.Error()}}
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// EscapePointer writes one step of a JSON pointer.
func EscapePointer(step string) string { return pointerEscapes.Replace(step) }

// Pointer writes a JSON pointer (RFC 6901).
func Pointer(steps []string) string {
	var b strings.Builder
	for _, step := range steps {
		b.WriteByte('/')
		b.WriteString(EscapePointer(step))
	}
	return b.String()
}

// SameJSON says whether two decoded JSON values are equal, however their
// numbers were decoded.
func SameJSON(a, b any) bool { return reflect.DeepEqual(plainNumbers(a), plainNumbers(b)) }

// plainNumbers replaces each json.Number, which kin-openapi does not know. A
// number that no float64 holds becomes the largest one.
func plainNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return math.Copysign(math.MaxFloat64, f)
		}
		return f
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, member := range v {
			members[name] = plainNumbers(member)
		}
		return members
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = plainNumbers(item)
		}
		return items
	}
	return value
}
