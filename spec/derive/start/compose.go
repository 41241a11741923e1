package start

import (
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// compose returns what was derived as the tree of an overlay of a description.
func compose(d *derive.Derivation, root *yaml.Node) (*yaml.Node, error) {
	conformance, err := fromText(d.Root)
	if err != nil {
		return nil, err
	}
	actions := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	actions.Content = append(actions.Content, action("$", conformance))
	schemas := mapping()
	for _, named := range d.Named {
		ref := text(referenceTo(root, named.At))
		ref.Style = yaml.DoubleQuotedStyle
		schema := mapping("$ref", ref)
		schema.Style = yaml.FlowStyle
		schemas.Content = append(schemas.Content, text(named.Name), schema)
	}
	for _, one := range d.Schemas {
		made, err := fromText(one)
		if err != nil {
			return nil, err
		}
		schemas.Content = append(schemas.Content, made.Content...)
	}
	if len(schemas.Content) > 0 {
		actions.Content = append(actions.Content,
			action("$", mapping("components", mapping("schemas", schemas))))
	}
	for _, part := range d.Operations {
		made, err := fromText(part.Text)
		if err != nil {
			return nil, err
		}
		actions.Content = append(actions.Content, operationAction(root, part.Operation, made))
	}
	return mapping("overlay", text("1.0.0"), "actions", actions), nil
}

// operationAction is the action of an operation. One whose path item is a reference is written
// beside the reference: other paths may have the same item.
func operationAction(root *yaml.Node, op *openapi.Operation, update *yaml.Node) *yaml.Node {
	if _, ok := strict.Find(root, "paths", op.Key, "$ref"); ok {
		return action(pathTo([]string{"paths", op.Key}),
			mapping(strings.ToLower(op.Method), update))
	}
	return action(pathTo(op.At()), update)
}

func action(target string, update *yaml.Node) *yaml.Node {
	return mapping("target", text(target), "update", update)
}

var shorthand = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

var escapes = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

// pathTo is the JSONPath of a place.
func pathTo(at []string) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, step := range at {
		if shorthand.MatchString(step) {
			b.WriteString("." + step)
			continue
		}
		b.WriteString("['")
		for _, r := range escapes.Replace(step) {
			if r < ' ' {
				fmt.Fprintf(&b, `\u%04x`, r)
			} else {
				b.WriteRune(r)
			}
		}
		b.WriteString("']")
	}
	return b.String()
}

// maxHops bounds references that lead to references.
const maxHops = 64

// referenceTo is a reference to a place of a description, by way of the references that lead there.
func referenceTo(root *yaml.Node, at []string) string {
	n, way, hops := root, "", 0
	for i := 0; i < len(at); {
		if next, ok := strict.Find(n, at[i]); ok {
			n, way = next, way+jsonpointer.Join(at[i:i+1])
			i++
			continue
		}
		ref, ok := strict.Find(n, "$ref")
		if hops++; !ok || hops > maxHops {
			return "#" + jsonpointer.Join(at)
		}
		pointer, local := strings.CutPrefix(ref.Value, "#")
		if !local { // another file
			file, fragment, _ := strings.Cut(ref.Value, "#")
			return file + "#" + fragment + jsonpointer.Join(at[i:])
		}
		if n = strict.At(root, pointer); n == nil {
			return "#" + jsonpointer.Join(at)
		}
		way = pointer
	}
	return "#" + way
}

// fromText reads YAML that this package wrote, with its comments.
func fromText(text string) (*yaml.Node, error) {
	var made yaml.Node
	if err := yaml.Unmarshal([]byte(text), &made); err != nil {
		return nil, fmt.Errorf("deriving cases: %w", err)
	}
	return made.Content[0], nil
}

// mapping makes an object of keys and values.
func mapping(pairs ...any) *yaml.Node {
	made := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for i := 0; i+1 < len(pairs); i += 2 {
		made.Content = append(made.Content, text(pairs[i].(string)), pairs[i+1].(*yaml.Node))
	}
	return made
}

// text makes a text, which is quoted where it would be read as anything else.
func text(value string) *yaml.Node {
	made := &yaml.Node{}
	made.SetString(value)
	return made
}

// valueAt returns the value of a key; nil: there is none.
func valueAt(n *yaml.Node, path ...string) *yaml.Node {
	found, _ := strict.Find(n, path...)
	return found
}

// setKey gives a key a value. A new one comes before the first of the keys that is there, else
// last.
func setKey(n *yaml.Node, key string, value *yaml.Node, before ...string) {
	at := len(n.Content)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
			return
		}
		for _, name := range before {
			if n.Content[i].Value == name {
				at = min(at, i)
			}
		}
	}
	n.Content = append(n.Content[:at:at], append([]*yaml.Node{text(key), value},
		n.Content[at:]...)...)
}

// conformanceIn yields what is under x-conformance in a tree.
func conformanceIn(n *yaml.Node, visit func(*yaml.Node)) {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == spec.Extension {
			visit(child)
			continue
		}
		conformanceIn(child, visit)
	}
}
