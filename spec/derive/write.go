package derive

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// rootText is the x-conformance of the root, as YAML with that key.
func (s *skeleton) rootText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n  version: %d\n", spec.Extension, spec.FormatVersion)
	if len(s.order) > 0 {
		b.WriteString("  fixtures:\n")
	}
	for _, name := range s.order {
		fmt.Fprintf(&b,
			"    %s:\n      role: %s\n      schema: %s\n      id: id\n      absent: %s\n"+
				"      roles:\n        known: {}\n",
			kindName(name), roleName(name), itemSchema(name), quoted(absentPattern(s.kinds[name])))
	}
	b.WriteString("  requirements:\n    - {id: HTTP-1, level: must, basis: stated, " +
		"text: \"Every response is well-formed HTTP and ends within the limits of a run.\", " +
		"source: RFC 9112}\n")
	for _, part := range s.parts {
		for _, r := range part.requirements {
			b.WriteString("    " + r + "\n")
		}
	}
	if len(s.excluded) > 0 {
		b.WriteString("  excluded:\n    " + strings.Join(s.excluded, "\n    ") + "\n")
	}
	b.WriteString("  rules:\n    - {id: HTTP-1, http: wellFormed}\n")
	return b.String()
}

// write adds what was derived to the tree of the description.
func (s *skeleton) write(root *yaml.Node) error {
	inline(root)
	s.attach(root, nil, s.rootText())
	for _, part := range s.parts {
		s.attach(root, []string{"paths", part.op.Key, strings.ToLower(part.op.Method)}, part.text)
	}
	s.addSchemas(root)
	return errors.Join(s.errs...)
}

// inline gives each path an item and operations of its own: those that are references or aliases
// may stand under several paths.
func inline(root *yaml.Node) {
	paths, ok := strict.Find(root, "paths")
	if !ok {
		return
	}
	for i := 1; i < len(paths.Content); i += 2 {
		item := paths.Content[i]
		for range 8 {
			if item.Kind == yaml.AliasNode {
				item = item.Alias
			}
			ref, ok := strict.Find(item, "$ref")
			if !ok {
				break
			}
			to := strict.At(root, strings.TrimPrefix(ref.Value, "#"))
			if to == nil {
				break
			}
			item = to
		}
		own := copied(item)
		for j := 1; j < len(own.Content); j += 2 {
			own.Content[j] = copied(own.Content[j])
		}
		paths.Content[i] = own
	}
}

// copied returns a copy of a node with the same children.
func copied(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	own := *n
	own.Anchor = ""
	own.Content = slices.Clone(n.Content)
	return &own
}

// named gives a schema at a place of the description a name, since checks name schemas.
func (s *skeleton) named(name string, at []string, schema *openapi.Schema) string {
	known := func(other namedSchema) bool { return other.name == name }
	if !slices.ContainsFunc(s.schemas, known) {
		s.schemas = append(s.schemas, namedSchema{name, "#" + openapi.Pointer(at), schema})
	}
	return name
}

func (s *skeleton) addSchemas(root *yaml.Node) {
	if len(s.order)+len(s.schemas) == 0 {
		return
	}
	for _, at := range [][]string{{"components"}, {"components", "schemas"}} {
		if _, ok := strict.Find(root, at...); !ok {
			s.attach(root, at[:len(at)-1], at[len(at)-1]+": {}\n")
		}
	}
	for _, named := range s.schemas {
		s.attach(root, []string{"components", "schemas"},
			fmt.Sprintf("%s: {$ref: %s}\n", quoted(named.name), quoted(named.pointer)))
	}
	for _, name := range s.order {
		s.attach(root, []string{"components", "schemas"}, s.itemSchemaText(name))
	}
}

// itemSchemaText is the schema of what a target holds, as YAML with its name as the key.
func (s *skeleton) itemSchemaText(name string) string {
	return fmt.Sprintf("%s:\n  type: object\n  description: What a target holds, by its id.\n"+
		"  required: [id]\n  additionalProperties: false\n  properties:\n"+
		"    id: {type: string, pattern: %s}\n", itemSchema(name), quoted(idPattern(s.kinds[name])))
}

// kind notes a path parameter as the id of something that a target holds.
func (s *skeleton) kind(p openapi.Parameter) {
	if _, ok := s.kinds[p.Name]; ok {
		return
	}
	s.kinds[p.Name] = p.Schema.Shape()
	s.order = append(s.order, p.Name)
}

func roleName(parameter string) string   { return notInName.ReplaceAllString(parameter, "_") }
func kindName(parameter string) string   { return roleName(parameter) + "s" }
func itemSchema(parameter string) string { return "Toeline_" + roleName(parameter) }

const guidPattern = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

// idPattern is a rule for ids as texts, as far as the schema gives one.
func idPattern(s openapi.Shape) string {
	switch {
	case s.Pattern != "" && compiles(s.Pattern):
		return s.Pattern
	case s.Format == "uuid":
		return "^" + guidPattern + "$"
	case s.Type == "integer":
		return "^-?[0-9]+$"
	}
	return "."
}

// absentPattern makes ids that most likely name nothing.
func absentPattern(s openapi.Shape) string {
	switch {
	case s.Pattern != "" && compiles(s.Pattern):
		return strings.TrimSuffix(strings.TrimPrefix(s.Pattern, "^"), "$")
	case s.Format == "uuid":
		return "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
	case s.Type == "integer" && s.Max != nil && *s.Max < 9e8 && *s.Max >= 0:
		return strconv.Itoa(int(*s.Max))
	case s.Type == "integer":
		return "9[0-9]{8}"
	}
	return "[a-z]{24}"
}

func compiles(pattern string) bool {
	_, err := regexp.Compile(pattern)
	return err == nil
}

// blockStyle lays a document that was JSON out as YAML.
func blockStyle(n *yaml.Node) {
	if n.Kind == yaml.MappingNode && n.Style == yaml.FlowStyle && n.Line < 3 && slices.ContainsFunc(
		n.Content, func(c *yaml.Node) bool { return c.Style == yaml.DoubleQuotedStyle },
	) {
		unflow(n)
	}
}

func unflow(n *yaml.Node) {
	n.Style = 0
	for _, c := range n.Content {
		unflow(c)
	}
}
