package openapi

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

// Violation is one way in which a value breaks a schema.
type Violation struct {
	Pointer  string // RFC 6901, from the value; "" is the value itself
	Reason   string // lower case, without the value: "shorter than 3 characters"
	Expected string // what would be right there: "at least 3 characters"
}

// String describes the violation in a line: "wrong type: number, want a string".
func (v Violation) String() string {
	if strings.HasSuffix(v.Reason, "is missing") {
		return v.Reason
	}
	return v.Reason + ", want " + v.Expected
}

// Schema is a schema of a description, of any version of OpenAPI. It is safe for concurrent use.
type Schema struct {
	Name string

	tree *tree
	at   part
	once sync.Once
	k    *keywords
}

// keywords are what a schema says, read once.
type keywords struct {
	// never reports whether no value is allowed: the schema false.
	never bool
	// ref is what $ref leads to; dynamicRef is the name of a $dynamicRef's anchor.
	ref        *Schema
	refName    string // the last step of $ref
	dynamicRef string
	lost       string // why $ref leads to nothing; empty: it does not
	// anchors are the dynamic anchors at the schema and in its $defs.
	anchors map[string]*Schema

	types    kind // zero: any
	nullable bool

	enum     []*instance
	constant *instance

	minimum, maximum, above, below, multipleOf *decimal

	minLength, maxLength *int
	pattern              string
	matcher              *pattern // nil: without a pattern, or it is not judged
	format               string

	items, contains          *Schema
	prefix                   []*Schema
	minItems, maxItems       *int
	minContains, maxContains *int
	unique                   bool
	unevaluatedItems         *Schema

	properties               map[string]*Schema
	order                    []string // names of properties, in the order of the file
	patterns                 []patternProperty
	additional, names        *Schema
	required                 []string
	minMembers, maxMembers   *int
	dependents               map[string][]string
	dependentSchemas         map[string]*Schema
	unevaluatedProperties    *Schema
	allOf, anyOf, oneOf      []*Schema
	not, onlyIf, then, other *Schema
	discriminator            *discriminator

	readOnly, writeOnly     bool
	example, fallback       any // as decoded JSON; nil: none
	plainEnum               []any
	exclusiveMin, exclusMax bool // the booleans of OpenAPI 3.0
}

type patternProperty struct {
	text    string
	matcher *pattern
	schema  *Schema
}

// discriminator says by which member one of several schemas is chosen.
type discriminator struct {
	property string
	mapping  map[string]string // references by value
}

// schemaAt returns the schema at a place of the description, made once.
func (t *tree) schemaAt(name string, at part) *Schema {
	if at.node == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.schemas[at.node]; known != nil {
		return known
	}
	made := &Schema{Name: name, tree: t, at: at}
	t.schemas[at.node] = made
	return made
}

// AnySchema returns a schema that every value satisfies.
func AnySchema() *Schema {
	return NewSchema("", &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"})
}

// NewSchema returns the schema that a tree says, which refers to nothing outside of it.
func NewSchema(name string, root *yaml.Node) *Schema {
	t := newTree(root)
	return t.schemaAt(name, part{t.main, root})
}

// said returns the keywords of the schema.
func (s *Schema) said() *keywords {
	s.once.Do(func() { s.k = s.read() })
	return s.k
}

// readAll reads the schema and those that it contains; nil: there is none.
func (s *Schema) readAll(seen map[*Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	k := s.said()
	for _, inner := range slices.Concat(k.prefix, k.allOf, k.anyOf, k.oneOf, []*Schema{
		k.ref, k.items, k.contains, k.additional, k.not, k.onlyIf, k.then, k.other,
		k.unevaluatedItems, k.unevaluatedProperties,
	}) {
		inner.readAll(seen)
	}
	for _, inner := range k.properties {
		inner.readAll(seen)
	}
	for _, p := range k.patterns {
		p.schema.readAll(seen)
	}
}

// target follows the references that say nothing else, and returns the schema that says
// something; of a reference in a circle it returns one of the circle.
func (s *Schema) target() *Schema {
	for range maxHops {
		k := s.said()
		if k.ref == nil || k.ref == s {
			break
		}
		s = k.ref
	}
	return s
}

// Enum returns the values that the schema allows, in the order of the file, those that are no
// texts as JSON writes them; nil when it is not an enumeration. An anyOf or oneOf is the sum of its
// parts.
func (s *Schema) Enum() []string {
	var all []string
	for _, value := range s.enumerated(map[*Schema]bool{}) {
		if text, ok := TextOf(value); ok {
			all = append(all, text)
		}
	}
	return all
}

// enumerated returns the values of an enumeration; seen ends schemas that contain themselves.
func (s *Schema) enumerated(seen map[*Schema]bool) []any {
	if seen[s] {
		return nil
	}
	seen[s] = true
	k := s.said()
	all := slices.Clone(k.plainEnum)
	if k.ref != nil {
		all = append(all, k.ref.enumerated(seen)...)
	}
	for _, part := range slices.Concat(k.anyOf, k.oneOf) {
		all = append(all, part.enumerated(seen)...)
	}
	return all
}

// Pattern returns the regular expression that texts must match; empty: none.
func (s *Schema) Pattern() string { return s.target().said().pattern }

// Property returns the schema of a member.
func (s *Schema) Property(name string) (*Schema, bool) {
	made, ok := s.target().said().properties[name]
	return made, ok
}

// Properties returns the names of the members that the schema knows, sorted.
func (s *Schema) Properties() []string { return sortedKeys(s.target().said().properties) }

// TakesText reports whether a text, as a path, a query or a header has it, is a value of the
// schema: 5 is a number there, and needs no quotes.
func (s *Schema) TakesText(text string) bool {
	kinds := s.kinds(map[*Schema]bool{})
	takes := func(value any) bool { return len(s.ValidateRequest(value)) == 0 }
	if (kinds == 0 || kinds&kindString != 0) && takes(text) {
		return true
	}
	if kinds&^kindString == 0 {
		return false
	}
	value, err := DecodeJSON([]byte(text))
	if _, isText := value.(string); err != nil || isText {
		return false
	}
	return takes(value)
}

// IsScalar reports whether the schema names texts, numbers and booleans alone, so that content
// that is not JSON can be its value.
func (s *Schema) IsScalar() bool {
	kinds := s.kinds(map[*Schema]bool{})
	return kinds != 0 && kinds&(kindArray|kindObject) == 0
}

// kinds returns the types that the schema names, itself or by its parts; zero: any.
func (s *Schema) kinds(seen map[*Schema]bool) kind {
	if seen[s] {
		return 0
	}
	seen[s] = true
	k := s.said()
	if k.types != 0 {
		return k.types
	}
	for _, part := range append(slices.Clone(k.allOf), k.ref) {
		if part != nil {
			if found := part.kinds(seen); found != 0 {
				return found
			}
		}
	}
	var all kind
	for _, part := range slices.Concat(k.anyOf, k.oneOf) {
		all |= part.kinds(seen)
	}
	return all
}

// Types returns the JSON types that the schema names, itself or by its parts; none: any.
func (s *Schema) Types() []string {
	if s == nil {
		return nil
	}
	var all []string
	kinds := s.kinds(map[*Schema]bool{})
	for _, known := range kindNames {
		if kinds&known.kind != 0 {
			all = append(all, known.name)
		}
	}
	return all
}

// DecodeJSON decodes one JSON value, after which nothing may follow; its numbers are json.Number.
func DecodeJSON(data []byte) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errMore
	}
	return value, nil
}

// TextOf returns a text, a number or a boolean as a path, a query or a header has it; false for
// any other value.
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

// SameJSON reports whether two decoded JSON values are equal, however their numbers were
// decoded.
func SameJSON(a, b any) bool { return instanceOf(a).same(instanceOf(b)) }
