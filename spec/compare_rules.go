package spec

import (
	"strconv"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Compare compares what a response has with a saved value, or with what was sent. Exactly one of
// Pointer, XPath, Header and Content is set.
type Compare struct {
	Pos strict.Pos `yaml:"-"`
	// Pointer is a JSON pointer into the content of the response.
	Pointer *string `yaml:"pointer"`
	// XPath is an XPath expression about the content of the response.
	XPath string `yaml:"xpath"`
	// Header is a field of the response.
	Header string `yaml:"header"`
	// Content is the whole content of the response, byte for byte.
	Content bool `yaml:"content"`
	// As is what it is compared with: saved.NAME, saved.NAME/POINTER, or sent/POINTER.
	As Ref `yaml:"as,required"`
	// Partial compares only the members that As has, at any depth.
	Partial bool `yaml:"partial"`
	// Except are JSON pointers into the value that are not compared.
	Except []string `yaml:"except"`
}

// Differ is a value that a response must not have: that of an example at a JSON pointer, or a
// saved one.
type Differ struct {
	Pointer string   `yaml:"-"` // goes with Check.Example
	From    *Compare `yaml:"-"`
}

// UnmarshalStrict takes a JSON pointer, or the mapping of Compare.
func (f *Differ) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		d.Decode(n, &f.From)
		return
	}
	d.Decode(n, &f.Pointer)
}

// ConstRule demands a JSON value at a JSON pointer of the content, or its text where an XPath
// expression points, or in a header. Exactly one of the three is set.
type ConstRule struct {
	Pos     strict.Pos `yaml:"-"`
	Pointer *string    `yaml:"pointer"`
	XPath   string     `yaml:"xpath"`
	Header  string     `yaml:"header"`
	Value   *yaml.Node `yaml:"value,required"`
	// JSON is Value, decoded, with the digits of its numbers.
	JSON any `yaml:"-"`
}

// UnmarshalStrict also decodes the value.
func (r *ConstRule) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain ConstRule // without this method
	d.Decode(n, (*plain)(r))
	if r.Value != nil {
		r.JSON = openapi.ValueOf(r.Value)
	}
}

// LengthRule bounds the items of a list, the characters of a text or the members of an object.
type LengthRule struct {
	Pos strict.Pos `yaml:"-"`
	// Pointer is a JSON pointer into the content of the response; XPath selects nodes of it, and Of
	// is a saved value, instead.
	Pointer *string  `yaml:"pointer"`
	XPath   string   `yaml:"xpath"`
	Of      SavedRef `yaml:"of"`
	Is      *Bound   `yaml:"is"`
	Min     *Bound   `yaml:"min"`
	Max     *Bound   `yaml:"max"`
}

// Bound is a whole number, or a reference to one.
type Bound struct {
	Number int `yaml:"-"`
	Ref    Ref `yaml:"-"`
}

// UnmarshalStrict takes a number or a reference.
func (b *Bound) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if _, err := strconv.Atoi(n.Value); err == nil || n.Kind != yaml.ScalarNode {
		d.Decode(n, &b.Number)
		return
	}
	d.Decode(n, &b.Ref)
}

// ItemOrder is how the values of items follow each other.
type ItemOrder string

// The orders; Either is one of the two others.
const (
	Ascending  ItemOrder = "ascending"
	Descending ItemOrder = "descending"
	Either     ItemOrder = "either"
)

// Allowed lists the orders a document may name.
func (ItemOrder) Allowed() []string {
	return []string{string(Ascending), string(Descending), string(Either)}
}

// ItemsRule is a rule on the items of a list: on the value at At of each.
type ItemsRule struct {
	Pos strict.Pos `yaml:"-"`
	// Pointer is the list's JSON pointer in the content of the response; the nodes that XPath
	// selects, each as its text, or Of, a saved list, are the list instead.
	Pointer *string  `yaml:"pointer"`
	XPath   string   `yaml:"xpath"`
	Of      SavedRef `yaml:"of"`
	// At is a JSON pointer into the item; empty: the item itself.
	At string `yaml:"at"`
	// Distinct demands that no two items share the value.
	Distinct bool `yaml:"distinct"`
	// Order demands that the values follow each other.
	Order ItemOrder `yaml:"order"`
	// Value is a JSON value that the item has there.
	Value *yaml.Node `yaml:"const"`
	// JSON is Value, decoded, with the digits of its numbers.
	JSON      any `yaml:"-"`
	ValueRule `yaml:",inline"`
}

// UnmarshalStrict also decodes the value.
func (r *ItemsRule) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain ItemsRule // without this method
	d.Decode(n, (*plain)(r))
	if r.Value != nil {
		r.JSON = openapi.ValueOf(r.Value)
	}
}
