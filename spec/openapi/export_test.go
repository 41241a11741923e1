package openapi

import "go.yaml.in/yaml/v4"

// SchemaOf returns the schema that a tree of its own is.
func SchemaOf(root *yaml.Node) *Schema {
	t := newTree(root)
	t.siblings, t.tracks = true, true
	return t.schemaAt("", part{t.main, root})
}
