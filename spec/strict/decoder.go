package strict

import (
	"fmt"
	"reflect"

	"go.yaml.in/yaml/v4"
)

// maxCalls bounds nested decoding. A tree is at most MaxDepth deep; the rest is
// for types that decode the same node in steps, and stops one that calls itself
// for ever.
const maxCalls = 4 * MaxDepth

// Unmarshaler is a type that decodes itself: unions of scalar, list and
// mapping. It gets every node as it is, null too, and reports through d. To
// decode its own fields it converts itself to a type without the method.
type Unmarshaler interface {
	UnmarshalStrict(d *Decoder, n *yaml.Node)
}

// Decoder is one place in a tree that is being decoded. It is made by Decode
// and handed to Unmarshalers; it is not for concurrent use.
type Decoder struct {
	*state
	at    *path
	calls int
}

// state is what all Decoders of one run share.
type state struct {
	collector
	shapes map[reflect.Type]*shape
}

// Decode fills the value that into points to from n, a node of a tree that
// Parse returned, and returns every problem, sorted. Where n is not the root,
// at says how it is reached, so that paths begin at the root. Duplicate keys
// were reported by Parse; the first one counts here. Where there are problems
// the value is filled in part and must not be used.
func Decode(file string, n *yaml.Node, into any, at ...string) Problems {
	d := &Decoder{
		state: &state{collector: collector{file: file}, shapes: map[reflect.Type]*shape{}},
	}
	for _, key := range at {
		d = d.At(key)
	}
	d.Decode(n, into)
	return d.sorted()
}

// Decode fills the value that into points to from n and reports whether that
// raised no problem.
func (d *Decoder) Decode(n *yaml.Node, into any) bool {
	before := d.count
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		d.Problem(n, "cannot decode into %T: a pointer is needed", into)
		return false
	}
	d.value(n, v.Elem())
	return d.count == before
}

// At returns the decoder for the value of the key below d.
func (d *Decoder) At(key string) *Decoder {
	return &Decoder{state: d.state, at: d.at.key(key), calls: d.calls}
}

// Index returns the decoder for the item of the list below d, counted from 0.
func (d *Decoder) Index(i int) *Decoder {
	return &Decoder{state: d.state, at: d.at.index(i), calls: d.calls}
}

// Path returns where d is, such as cases[3].status; "" is the root.
func (d *Decoder) Path() string { return d.at.String() }

// Problem reports a mistake at n; nil means that its position is unknown.
func (d *Decoder) Problem(n *yaml.Node, format string, args ...any) {
	d.add(PosOf(n), d.at, fmt.Sprintf(format, args...), "")
}

// Suggest reports a wrong name at n, for which %s stands in the format: with the nearest of the
// known ones, or without it, and with all of them, when none is near.
func (d *Decoder) Suggest(n *yaml.Node, format, got string, known []string) {
	message, near := suggestion(format, got, known)
	d.add(PosOf(n), d.at, message, near)
}

// value decodes n into v, which is settable.
func (d *Decoder) value(n *yaml.Node, v reflect.Value) {
	if n != nil && n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	switch {
	case n == nil:
		d.Problem(nil, "there is nothing to decode")
		return
	case n.Kind != yaml.ScalarNode && n.Kind != yaml.SequenceNode && n.Kind != yaml.MappingNode:
		d.Problem(n,
			"not a value, or an alias that is not resolved: read the file with strict.Parse")
		return
	case d.calls >= maxCalls:
		d.Problem(n, "nested more than %d deep", MaxDepth)
		return
	}
	d = &Decoder{state: d.state, at: d.at, calls: d.calls + 1}

	switch target := v.Addr().Interface().(type) {
	case Unmarshaler:
		target.UnmarshalStrict(d, n)
		return
	case **yaml.Node:
		*target = n
		return
	case *any:
		*target = d.plain(n)
		return
	}
	if isNull(n) {
		d.Problem(n, "is empty, %s is wanted", wanted(v.Type()))
		return
	}
	d.kind(n, v)
}

// kind decodes n, which is not null, by the kind of v's type.
func (d *Decoder) kind(n *yaml.Node, v reflect.Value) {
	if v.Type() == durationType {
		d.duration(n, v)
		return
	}
	switch v.Kind() {
	case reflect.String:
		d.text(n, v)
	case reflect.Bool:
		d.boolean(n, v)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.integer(n, v)
	case reflect.Float32, reflect.Float64:
		d.float(n, v)
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		d.value(n, fresh.Elem())
		v.Set(fresh)
	case reflect.Slice:
		d.list(n, v)
	case reflect.Map:
		d.dictionary(n, v)
	case reflect.Struct:
		d.structure(n, v)
	default:
		d.Problem(n, "cannot decode into the Go type %s", v.Type())
	}
}

func (d *Decoder) list(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.unwanted(n, v.Type())
		return
	}
	items := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.Index(i).value(item, items.Index(i))
	}
	v.Set(items)
}

// dictionary decodes into a map. Its keys are of a string type, which may be an
// Enum.
func (d *Decoder) dictionary(n *yaml.Node, v reflect.Value) {
	t := v.Type()
	if t.Key().Kind() != reflect.String {
		d.Problem(n, "cannot decode into the Go type %s: keys must be strings", t)
		return
	}
	if n.Kind != yaml.MappingNode {
		d.unwanted(n, t)
		return
	}
	entries := reflect.MakeMapWithSize(t, len(n.Content)/2)
	for key, item := range pairs(n) {
		name := reflect.New(t.Key()).Elem()
		name.SetString(key.Value)
		d.checkEnum(key, name)
		value := reflect.New(t.Elem()).Elem()
		d.At(key.Value).value(item, value)
		entries.SetMapIndex(name, value)
	}
	v.Set(entries)
}

// pairs yields the pairs of a mapping whose keys are text, in order. Of
// duplicates only the first: Parse has reported the others.
func pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		seen := make(map[string]bool, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key == nil || key.Kind != yaml.ScalarNode || seen[key.Value] {
				continue
			}
			seen[key.Value] = true
			if !yield(key, n.Content[i+1]) {
				return
			}
		}
	}
}
