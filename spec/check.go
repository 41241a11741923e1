package spec

import (
	"slices"
	"time"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Operator is what a check looks at. A check has exactly one.
type Operator string

// The operators, by the key that a check carries.
const (
	OpStatus    Operator = "status"    // the status is one of these
	OpNotStatus Operator = "notStatus" // the status must differ from all of these
	OpHTTP      Operator = "http"      // the message as such
	OpMediaType Operator = "mediaType" // the media type, parameters aside
	OpContent   Operator = "content"   // the content as a whole
	OpBody      Operator = "body"      // a value in the content
	OpHeader    Operator = "header"    // a header field
	OpEqual     Operator = "equal"     // a value of the content is the example's
	OpDiffer    Operator = "differ"    // a value is not the example's, or not a saved one
	OpTemplate  Operator = "template"  // a text of the content is the example's, filled in
	OpUnique    Operator = "unique"    // a value that no two answers of a run share
	OpSame      Operator = "same"      // a value is one that was saved or sent
	OpConst     Operator = "const"     // a value is a constant
	OpLength    Operator = "length"    // how many items a list has
	OpEachItem  Operator = "eachItem"  // a rule on every item of a list
	OpSomeItem  Operator = "someItem"  // a rule that an item of a list satisfies
	OpNoItem    Operator = "noItem"    // a rule that no item of a list satisfies
)

// operators are all of them, each with whether a check has it.
var operators = []struct {
	key   Operator
	given func(*Check) bool
}{
	{OpHTTP, func(c *Check) bool { return c.HTTP != "" }},
	{OpStatus, func(c *Check) bool { return len(c.Status) > 0 }},
	{OpNotStatus, func(c *Check) bool { return len(c.NotStatus) > 0 }},
	{OpMediaType, func(c *Check) bool { return len(c.MediaType) > 0 }},
	{OpContent, func(c *Check) bool { return c.Content != "" }},
	{OpBody, func(c *Check) bool { return c.Body != nil }},
	{OpHeader, func(c *Check) bool { return c.Header != nil }},
	{OpEqual, func(c *Check) bool { return c.Equal != "" }},
	{OpDiffer, func(c *Check) bool { return c.Differ != Differ{} }},
	{OpTemplate, func(c *Check) bool { return c.Template != "" }},
	{OpUnique, func(c *Check) bool { return c.Unique != nil }},
	{OpSame, func(c *Check) bool { return c.Same != nil }},
	{OpConst, func(c *Check) bool { return c.Const != nil }},
	{OpLength, func(c *Check) bool { return c.Length != nil }},
	{OpEachItem, func(c *Check) bool { return c.EachItem != nil }},
	{OpSomeItem, func(c *Check) bool { return c.SomeItem != nil }},
	{OpNoItem, func(c *Check) bool { return c.NoItem != nil }},
}

// Operators returns every operator. What each one means, package check declares.
func Operators() []Operator {
	all := make([]Operator, len(operators))
	for i, o := range operators {
		all[i] = o.key
	}
	return all
}

// Allowed returns the operators that a profile may name.
func (Operator) Allowed() []string {
	names := make([]string, len(operators))
	for i, o := range operators {
		names[i] = string(o.key)
	}
	return names
}

// Check is one assertion about a response; it breaks the requirement ID.
type Check struct {
	Pos strict.Pos `yaml:"-"`
	ID  string     `yaml:"id,required"`
	// PartOf is the requirement that a finding is assigned to if that one fails elsewhere in the
	// run for the same reason, so that one defect is reported once.
	PartOf string `yaml:"partOf"`
	// When selects the responses that the check applies to.
	When When `yaml:"when"`

	// Status are the allowed statuses. Response names responses of the components instead, and
	// allows their statuses.
	Status    Statuses    `yaml:"status"`
	Response  Strings     `yaml:"response"`
	NotStatus Statuses    `yaml:"notStatus"`
	HTTP      HTTPRule    `yaml:"http"`
	MediaType Strings     `yaml:"mediaType"`
	Content   ContentRule `yaml:"content"`
	Body      *BodyRule   `yaml:"body"`
	Header    *HeaderRule `yaml:"header"`
	Unique    *UniqueRule `yaml:"unique"`
	Same      *Compare    `yaml:"same"`
	Const     *ConstRule  `yaml:"const"`
	Length    *LengthRule `yaml:"length"`
	EachItem  *ItemsRule  `yaml:"eachItem"`
	SomeItem  *ItemsRule  `yaml:"someItem"`
	NoItem    *ItemsRule  `yaml:"noItem"`

	// Example names an example of a response. Equal is a JSON pointer whose
	// value must be the example's, Differ one whose value must not be, or a rule that compares with
	// a saved value; Template is one whose text must be the example's after its
	// {placeholders} are filled from With.
	Example  string          `yaml:"example"`
	Equal    string          `yaml:"equal"`
	Differ   Differ          `yaml:"differ"`
	Template string          `yaml:"template"`
	With     map[string]Fill `yaml:"with"`
}

// Operator returns the operator of the check; empty when it has none.
func (c *Check) Operator() Operator {
	for _, o := range operators {
		if o.given(c) {
			return o.key
		}
	}
	return ""
}

// operators returns every operator of the check: it should have exactly one.
func (c *Check) operators() []Operator {
	return slices.DeleteFunc(Operators(), func(o Operator) bool { return !c.Has(o) })
}

// Has reports whether the check has an operator.
func (c *Check) Has(key Operator) bool {
	for _, o := range operators {
		if o.key == key {
			return o.given(c)
		}
	}
	return false
}

// Pointer returns the place in the content that the check compares with an example; empty: it
// compares none.
func (c *Check) Pointer() string { return c.Equal + c.Differ.Pointer + c.Template }

// When narrows a check to some responses. The zero value takes every response.
type When struct {
	Status    Statuses `yaml:"status"`
	NotStatus Statuses `yaml:"notStatus"`
	// Response and NotResponse name responses, as in Check.
	Response    Strings `yaml:"response"`
	NotResponse Strings `yaml:"notResponse"`
	// MediaType are media types, or ranges of them, one of which the content has.
	MediaType Strings `yaml:"mediaType"`
}

// HoldsFor reports whether content of a media type is among what MediaType asks for.
func (w When) HoldsFor(contentType string) bool {
	return len(w.MediaType) == 0 || slices.ContainsFunc(w.MediaType,
		func(within string) bool { return openapi.InRange(within, contentType) })
}

// Holds reports whether a response of this status is among them.
func (w When) Holds(status int) bool {
	return (len(w.Status) == 0 || w.Status.Has(status)) && !w.NotStatus.Has(status)
}

// HTTPRule is a rule on the message as such.
type HTTPRule string

// WellFormed: the response is HTTP, complete, and within the limits of a run.
const WellFormed HTTPRule = "wellFormed"

// Allowed lists the rules a document may name.
func (HTTPRule) Allowed() []string { return []string{string(WellFormed)} }

// ContentRule is a rule on the content as a whole.
type ContentRule string

// The rules on content.
const (
	NoContent   ContentRule = "none"        // not a byte, as far as the connection shows
	UTF8        ContentRule = "utf8"        // valid UTF-8, no byte order mark
	JSON        ContentRule = "json"        // one JSON value, then white space only
	UniqueNames ContentRule = "uniqueNames" // no object has two members of one name
	XML         ContentRule = "xml"         // one well-formed XML document
)

// Allowed lists the rules a document may name.
func (ContentRule) Allowed() []string {
	return []string{
		string(NoContent), string(UTF8), string(JSON), string(UniqueNames), string(XML),
	}
}

// ValueRule is a rule on one value: a member of the content, or a header.
// All that is set must hold.
type ValueRule struct {
	// Present false forbids the value; true, or any other rule, demands it.
	Present *bool `yaml:"present"`
	// Type is a JSON type: object, array, string, number, boolean, null.
	Type JSONType `yaml:"type"`
	// Schema names a component schema.
	Schema string `yaml:"schema"`
	// Pattern is a regular expression (RE2), not anchored.
	Pattern string `yaml:"pattern"`
	// Equal is where the value, a text, a number or a boolean, must be found
	// again, as a path or a header writes it; Fold ignores letter case.
	Equal Ref  `yaml:"equal"`
	Fold  bool `yaml:"fold"`
	// Among is an array that must have the value: of the request's body, of
	// the response's, or a saved one.
	Among Ref `yaml:"among"`
	// Calendar demands a date and time that exist. Near demands one at most
	// so far from when the response came; without an offset it is UTC.
	Calendar bool          `yaml:"calendar"`
	Near     time.Duration `yaml:"near"`
	// Lists is a member that a comma-separated list must have.
	Lists string `yaml:"lists"`
}

// NeedsText reports whether only a text can satisfy the rule.
func (r ValueRule) NeedsText() bool {
	return r.Pattern != "" || r.Calendar || r.Near != 0 || r.Lists != ""
}

// JSONType is the type of a JSON value.
type JSONType string

// Allowed lists the types a document may name.
func (JSONType) Allowed() []string {
	return []string{"object", "array", "string", "number", "boolean", "null"}
}

// BodyRule is a ValueRule for the value at Pointer (RFC 6901) of the content, or for the text of
// the first node that XPath selects in it.
type BodyRule struct {
	Pos       strict.Pos `yaml:"-"`
	Pointer   string     `yaml:"pointer,required,unless xpath"`
	XPath     string     `yaml:"xpath"`
	ValueRule `yaml:",inline"`
}

// HeaderRule is a ValueRule for the header field Name.
type HeaderRule struct {
	Pos       strict.Pos `yaml:"-"`
	Name      string     `yaml:"name,required"`
	Optional  bool       `yaml:"optional"` // the rules are about a field that may be absent
	ValueRule `yaml:",inline"`
}

// UniqueRule demands that no two responses of a run, of those that When takes,
// share the value of a header, or the text at a JSON pointer of the content.
// Exactly one of the two is set. It belongs to one case, and looks at all responses.
type UniqueRule struct {
	Pos     strict.Pos `yaml:"-"`
	Header  string     `yaml:"header"`
	Pointer string     `yaml:"pointer"`
}
