package spec

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Request says what a case sends. Every key but the fixed ones is the name of
// a parameter of the operation.
type Request struct {
	Pos        strict.Pos             `yaml:"-"`
	Method     string                 `yaml:"method"` // empty: the operation's
	Auth       RequestAuth            `yaml:"auth"`
	Headers    strict.Ordered[string] `yaml:"headers"`
	Body       *Body                  `yaml:"body"`
	Parameters map[string]*yaml.Node  `yaml:",extra"`

	// Values are the parameters, decoded, in the order of the document, and
	// after them what the body sets, each under its JSON pointer: "" for a
	// body that is the member of the case's Each.
	Values []Value `yaml:"-"`
}

// fixedKeys are the keys of a request that name no parameter.
var fixedKeys = []string{"method", "auth", "headers", "body"}

// Body says what content a request carries: an example of the operation's
// request body, a value or a saved one with parts of it changed, a text as it is, or (body: each)
// the member of the case's Each as it is.
type Body struct {
	Pos     strict.Pos `yaml:"-"`
	Each    bool       `yaml:"-"`
	Example string     `yaml:"example"`
	// Set replaces or adds the values at JSON pointers; Remove takes some out.
	Set    strict.Ordered[Value] `yaml:"set"`
	Remove []string              `yaml:"remove"`
	// Text is sent unchanged, JSON or not, but for {saved.NAME} in a case that has such values.
	Text *string `yaml:"text"`
	// MediaType is the media type of the content; empty: that of the operation's example.
	MediaType string `yaml:"mediaType"`
	// Value is a JSON value that is written as content of the media type.
	Value *yaml.Node `yaml:"value"`
	// JSON is Value, decoded, with the digits of its numbers.
	JSON any `yaml:"-"`
	// Saved is a value that an earlier step saved, which set and remove change too.
	Saved SavedRef `yaml:"saved"`
}

// UnmarshalStrict reads "each", "saved.NAME", or what a body is made from.
func (b *Body) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	b.Pos = strict.PosOf(n)
	if n.Kind == yaml.ScalarNode && n.Value == "each" {
		b.Each = true
		return
	}
	if n.Kind == yaml.ScalarNode && strings.HasPrefix(n.Value, "saved.") {
		d.Decode(n, &b.Saved)
		return
	}
	type plain Body // without this method
	d.Decode(n, (*plain)(b))
	if b.Value != nil {
		b.JSON = openapi.ValueOf(b.Value)
	}
}

// UnmarshalStrict decodes the parameters beside the fixed keys.
func (r *Request) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain Request // without this method
	d.Decode(n, (*plain)(r))
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if r.Parameters[name] == nil {
			continue
		}
		value := Value{Parameter: name}
		d.At(name).Decode(n.Content[i+1], &value)
		r.Values = append(r.Values, value)
	}
	if r.Body == nil {
		return
	}
	if r.Body.Each {
		r.Values = append(r.Values, Value{Pos: r.Body.Pos, Parameter: WholeBody, Each: true})
	}
	for _, e := range r.Body.Set.Entries {
		value := e.Value
		value.Parameter = e.Key
		r.Values = append(r.Values, value)
	}
}

// Value returns what is given for a parameter, or at a pointer of the body.
func (r *Request) Value(parameter string) (Value, bool) {
	for i := range r.Values { // by index: copying each costs more than the comparison
		if r.Values[i].Parameter == parameter {
			return r.Values[i], true
		}
	}
	return Value{}, false
}

// Absent is the role of a resource that no fixtures have.
const Absent = "absent"

// Omitted is how a case says that it leaves a parameter out.
const Omitted = "omitted"

// Value is what a case gives for a parameter: a role in the fixtures, a property of
// the resource that another parameter names, the member of the case's Each, or a
// literal.
type Value struct {
	Pos       strict.Pos `yaml:"-"`
	Parameter string     `yaml:"-"`
	Kind      string     `yaml:"-"` // the role name of a kind: task
	Role      string     `yaml:"-"` // a role of that kind, or Absent
	Each      bool       `yaml:"-"`
	// Of is the parameter, or the place in the body, that names the item whose
	// Property is sent; empty: none is.
	Of, Property string `yaml:"-"`
	// Omitted says that the parameter is left out, though it may be required.
	Omitted bool `yaml:"-"`
	// Literal is any JSON value; for a parameter a text, a number, a boolean,
	// or a list of them. Given says that it is there: it may be null.
	Literal any  `yaml:"literal"`
	Given   bool `yaml:"-"`

	// Saved is a value that an earlier step saved, or the case made fresh. Optional leaves the
	// parameter out while nothing is saved.
	Saved    SavedRef `yaml:"saved"`
	Optional bool     `yaml:"optional"`
	// Fresh is a value that is new in every run.
	Fresh *Fresh `yaml:"fresh"`
	// Template is a text in which {saved.NAME} stands for a saved value.
	Template string `yaml:"template"`
	// Count is a number that grows with each repetition of the step.
	Count *Count `yaml:"count"`
	// Like is a saved id, of which the value has the form and not the letters and digits: it names
	// nothing.
	Like SavedRef `yaml:"like"`
}

// Late reports whether the value is known only when the request is sent.
func (v Value) Late() bool {
	return v.Saved.Name != "" || v.Fresh != nil || v.Template != "" || v.Count != nil ||
		v.Like.Name != ""
}

// WholeBody is the JSON pointer of the body as a whole.
const WholeBody = ""

// InBody says whether the value is for a place in the body.
func (v Value) InBody() bool {
	return v.Parameter == WholeBody || strings.HasPrefix(v.Parameter, "/")
}

// UnmarshalStrict reads "each", "omitted", "KIND.ROLE", "request.PARAMETER.PROPERTY",
// "saved.NAME", or a mapping such as {literal: VALUE}.
func (v *Value) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	v.Pos = strict.PosOf(n)
	if n.Kind != yaml.ScalarNode {
		type plain Value // without this method
		d.Decode(n, (*plain)(v))
		var literal *yaml.Node
		if literal, v.Given = strict.Find(n, "literal"); v.Given {
			v.Literal = openapi.ValueOf(literal)
		}
		return
	}
	switch n.Value {
	case "each":
		v.Each = true
		return
	case Omitted:
		v.Omitted = true
		return
	}
	if strings.HasPrefix(n.Value, "saved.") {
		d.Decode(n, &v.Saved)
		return
	}
	if ref, ok := parseRef(n.Value); ok && ref.Kind == RefProperty {
		v.Of, v.Property = ref.Name, ref.Property
		return
	}
	kind, role, ok := strings.Cut(n.Value, ".")
	if !ok || kind == "" || role == "" {
		d.Problem(n, "%q is not a value; write KIND.ROLE (as task.absent), "+
			"request.PARAMETER.PROPERTY, saved.NAME, each, omitted, or {literal: VALUE}", n.Value)
		return
	}
	v.Kind, v.Role = kind, role
}

// texts returns the texts of a literal for a path, a query or a header; false if it has none.
func (v Value) texts() ([]string, bool) {
	list, isList := v.Literal.([]any)
	if !isList {
		list = []any{v.Literal}
	}
	var all []string
	for _, item := range list {
		text, ok := TextOf(item)
		if !ok {
			return nil, false
		}
		all = append(all, text)
	}
	return all, len(all) > 0
}

// Texts returns the texts of a literal for a path, a query or a header: one, or those of a list.
// It is nil for a value that only a body can have.
func (v Value) Texts() []string {
	all, _ := v.texts()
	return all
}

// Sent returns the content of a request that is made from an example. An id from the fixtures
// and a member of Each are the empty text, since the contract does not have them. It is false
// for a request with other content, or with none.
func (o *Operation) Sent(r *Request) (any, bool) {
	if r.Body == nil || r.Body.Example == "" {
		return nil, false
	}
	value, ok := o.BodyExamples[r.Body.Example]
	for _, e := range r.Body.Set.Entries {
		to := e.Value.Literal
		if !e.Value.Given {
			to = ""
		}
		changed, err := jsonpointer.Set(value, e.Key, to)
		if err != nil {
			return nil, false
		}
		value = changed
	}
	for _, pointer := range r.Body.Remove {
		value = jsonpointer.Remove(value, pointer)
	}
	return value, ok
}
