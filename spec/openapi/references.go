package openapi

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// stubs replace the target of a broken reference, by the kind of component, so that the rest of
// the document can be read.
var stubs = map[string]string{
	"schemas":         "{}",
	"responses":       "{description: missing}",
	"parameters":      "{name: missing, in: query, schema: {}}",
	"headers":         "{schema: {}}",
	"examples":        "{value: null}",
	"requestBodies":   "{content: {}}",
	"securitySchemes": "{type: http, scheme: bearer}",
}

// resolve reports every reference that leads nowhere, and returns a text and its tree with stubs
// in their place; nil: they cannot be replaced. Without a mistake they are those of the
// description.
func (r *reader) resolve(data []byte) ([]byte, *yaml.Node) {
	all := &references{
		reader: r, broken: map[*yaml.Node]*yaml.Node{}, seen: map[*yaml.Node]bool{},
	}
	all.walk(r.root, "")
	switch {
	case all.hopeless:
		return nil, nil
	case len(all.broken) == 0:
		return data, r.root
	}
	mended := all.mended(r.root)
	text, err := strict.Marshal(mended)
	if err != nil {
		return nil, nil
	}
	return text, mended
}

// references are those of a document under way.
type references struct {
	*reader
	broken   map[*yaml.Node]*yaml.Node // and the stub for it
	seen     map[*yaml.Node]bool
	hopeless bool
}

// walk checks a part of the tree; kind is that of the component that may be there.
func (r *references) walk(n *yaml.Node, kind string) {
	if n == nil || r.seen[n] {
		return
	}
	r.seen[n] = true
	if n.Kind != yaml.MappingNode {
		for _, child := range n.Content {
			r.walk(child, kind)
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		switch {
		case key == "$ref" && value.Kind == yaml.ScalarNode:
			r.check(n, value, kind)
		case slices.Contains([]string{"value", "example", "default", "enum"}, key) &&
			!isSchemaName(value), strings.HasPrefix(key, "x-"):
			// data, in which nothing is a reference
		default:
			r.walk(value, kindUnder(key, kind))
		}
	}
}

// kindUnder returns the kind of component that may be under a key: one that names a kind, or any
// key below such a one.
func kindUnder(key, kind string) string {
	switch {
	case stubs[key] != "":
		return key
	case slices.Contains([]string{
		"schema", "items", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "not",
	}, key):
		return "schemas"
	case key == "requestBody":
		return "requestBodies"
	}
	return kind
}

// isSchemaName reports whether the value of a key for data is a description after all: a
// property may be called "value".
func isSchemaName(n *yaml.Node) bool {
	for _, key := range []string{
		"$ref", "type", "schema", "items", "properties", "allOf", "anyOf", "oneOf",
	} {
		if _, ok := strict.Find(n, key); ok {
			return true
		}
	}
	return false
}

func (r *references) check(n, ref *yaml.Node, kind string) {
	pointer, local := strings.CutPrefix(ref.Value, "#")
	if !local && r.several {
		r.others = append(r.others, ref) // to another file, which is not open yet
		return
	}
	if !local {
		r.problem(strict.PosOf(ref), "$ref", fmt.Sprintf("%q is in another file, and a document "+
			"is one file: bundle it into one first (redocly bundle does)", ref.Value), "")
		r.standIn(n, stubs[kind])
		return
	}
	if _, ok := strict.LocatePointer(r.root, pointer); ok {
		return
	}
	group, name := pointer, ""
	if at := strings.LastIndex(pointer, "/"); at >= 0 {
		group, name = pointer[:at], pointer[at+1:]
	}
	var known []string
	if steps := strings.Split(strings.TrimPrefix(group, "/"), "/"); len(steps) > 0 {
		if node, ok := strict.Find(r.root, steps...); ok && node.Kind == yaml.MappingNode {
			for i := 0; i < len(node.Content); i += 2 {
				known = append(known, node.Content[i].Value)
			}
		}
	}
	near, stub := strict.Suggest(name, known), stubs[kind]
	if near != "" {
		near = "#" + group + "/" + near
		stub = fmt.Sprintf("{$ref: %q}", near) // one mistake is not a reason for others
	}
	r.problem(strict.PosOf(ref), "$ref",
		fmt.Sprintf("%q leads to nothing in this document", r.written(ref.Value)), r.written(near))
	r.standIn(n, stub)
}

// elsewhere reports the references to other files that lead nowhere.
func (r *reader) elsewhere(t *tree) {
	for _, ref := range r.others {
		if _, ok := t.resolve(t.main, ref.Value); !ok {
			r.once(strict.PosOf(ref), "$ref", t.nowhere(t.main, ref.Value), "")
		}
	}
}

// standIn adds the stub of a broken reference.
func (r *references) standIn(n *yaml.Node, text string) {
	var made yaml.Node
	if text == "" || yaml.Unmarshal([]byte(text), &made) != nil {
		r.hopeless = true
		return
	}
	r.broken[n] = made.Content[0]
}

// mended copies a tree with the stubs in it.
func (r *references) mended(n *yaml.Node) *yaml.Node {
	if stub := r.broken[n]; stub != nil {
		return stub
	}
	whole := *n
	whole.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		whole.Content[i] = r.mended(child)
	}
	return &whole
}
