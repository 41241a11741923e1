package strict

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// shape is what a struct type takes: its keys in the order of the fields.
type shape struct {
	names  []string
	fields map[string]field
	pos    [][]int // fields of type Pos
	extra  []int   // the field for unknown keys; nil without one
	fault  string  // why the Go type cannot be decoded into; "" when it can
}

type field struct {
	index    []int // for FieldByIndex
	required bool
	unless   string // the key that stands in for a required one; empty: none does
}

// shapeOf reads a struct type once a run.
func (s *state) shapeOf(t reflect.Type) *shape {
	if known, ok := s.shapes[t]; ok {
		return known
	}
	sh := &shape{fields: map[string]field{}}
	sh.read(t, nil)
	s.shapes[t] = sh
	return sh
}

func (sh *shape) read(t reflect.Type, above []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(above), i)
		name, list, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		var options []string
		if list != "" {
			options = strings.Split(list, ",")
		}
		inline := slices.Contains(options, "inline")
		switch {
		case !f.IsExported() && !(f.Anonymous && inline):
		case f.Type == reflect.TypeFor[Pos]():
			sh.pos = append(sh.pos, index)
		case name == "-":
		case inline:
			if f.Type.Kind() != reflect.Struct {
				sh.wrong(t, f, "inline takes a struct")
				continue
			}
			sh.read(f.Type, index)
		case slices.Contains(options, "extra"):
			if f.Type != reflect.TypeFor[map[string]*yaml.Node]() || sh.extra != nil {
				sh.wrong(t, f, "extra takes one map[string]*yaml.Node")
				continue
			}
			sh.extra = index
		default:
			sh.key(t, f, index, name, options)
		}
	}
}

func (sh *shape) key(
	t reflect.Type, f reflect.StructField, index []int, name string, options []string,
) {
	if name == "" {
		name = strings.ToLower(f.Name)
	}
	made := field{index: index, required: slices.Contains(options, "required")}
	for _, option := range options {
		if other, ok := strings.CutPrefix(option, "unless "); ok && made.required {
			made.unless = other
			continue
		}
		if option != "required" && option != "omitempty" && option != "flow" {
			sh.wrong(t, f, fmt.Sprintf("option %q is not known", option))
		}
	}
	if _, twice := sh.fields[name]; twice {
		sh.wrong(t, f, fmt.Sprintf("key %q is there twice", name))
		return
	}
	sh.names = append(sh.names, name)
	sh.fields[name] = made
}

func (sh *shape) wrong(t reflect.Type, f reflect.StructField, why string) {
	sh.fault = fmt.Sprintf("cannot decode into the Go type %s: field %s: %s", t, f.Name, why)
}

// structure decodes a mapping into a struct.
func (d *Decoder) structure(n *yaml.Node, v reflect.Value) {
	sh := d.shapeOf(v.Type())
	if sh.fault != "" {
		d.Problem(n, "%s", sh.fault)
		return
	}
	for _, index := range sh.pos {
		v.FieldByIndex(index).Set(reflect.ValueOf(PosOf(n)))
	}
	if n.Kind != yaml.MappingNode {
		d.unwanted(n, v.Type())
		return
	}
	present := map[string]bool{}
	var unknown []*yaml.Node
	extra := map[string]*yaml.Node{}
	for key, item := range pairs(n) {
		f, known := sh.fields[key.Value]
		if known {
			present[key.Value] = true
			d.At(key.Value).value(item, v.FieldByIndex(f.index))
			continue
		}
		unknown = append(unknown, key)
		extra[key.Value] = item
	}
	if sh.extra == nil {
		d.unknown(unknown, sh, present)
	} else if len(extra) > 0 {
		v.FieldByIndex(sh.extra).Set(reflect.ValueOf(extra))
	}
	for _, name := range sh.names {
		if f := sh.fields[name]; f.required && !present[name] && !present[f.unless] {
			d.Problem(n, "missing key %s", quote(name))
		}
	}
}

// renamed are keys of former versions, with what they are called now.
var renamed = map[string]string{"each": "forEach", "always": "rules", "world": "fixtures"}

// unknown reports the keys a struct does not have. Keys that are still absent
// are the likelier suggestions, and one suggested counts as present: a slip in a
// required key is one mistake, not two.
func (d *Decoder) unknown(keys []*yaml.Node, sh *shape, present map[string]bool) {
	for _, key := range keys {
		if d.full() {
			return
		}
		absent := slices.DeleteFunc(slices.Clone(sh.names),
			func(name string) bool { return present[name] })
		if now := renamed[key.Value]; now != "" && slices.Contains(sh.names, now) {
			present[now] = true
			d.add(PosOf(key), d.at,
				"unknown key "+quote(key.Value)+", which is called "+quote(now)+" now", "")
			continue
		}
		if near := Suggest(key.Value, absent); near != "" {
			present[near] = true
			d.add(PosOf(key), d.at, "unknown key "+quote(key.Value), near)
			continue
		}
		d.Suggest(key, "unknown key %s", key.Value, sh.names)
	}
}
