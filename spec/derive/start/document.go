package start

import (
	"encoding/json"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// inline gives each path an item and operations of its own: those that are references or aliases
// may stand under several paths, or in another file.
func inline(root *yaml.Node, d *openapi.Description) {
	paths, ok := strict.Find(root, "paths")
	if !ok {
		return
	}
	for i := 1; i < len(paths.Content); i += 2 {
		item := paths.Content[i]
		_, isRef := strict.Find(item, "$ref")
		if item.Kind != yaml.AliasNode && !isRef {
			continue
		}
		if own := d.PathItem(paths.Content[i-1].Value); own != nil {
			paths.Content[i] = own
		}
	}
}

// blockStyle lays a document that was JSON out as YAML.
func blockStyle(n *yaml.Node) {
	if n.Kind == yaml.MappingNode && n.Style == yaml.FlowStyle && n.Line < 3 &&
		slices.ContainsFunc(
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

// commented returns the tree of a description with its comments and aliases.
func commented(source openapi.Source) (*yaml.Node, error) {
	if source.Changed || source.Converted() {
		return copyOf(source.Root), nil
	}
	if json.Valid(source.Data) { // JSON has no comments to keep
		root, problems := strict.Parse(source.File, source.Data)
		return root, problems.Err()
	}
	var document yaml.Node
	if err := yaml.Unmarshal(source.Data, &document); err != nil || len(document.Content) == 0 {
		return nil, fmt.Errorf("%s: no YAML: %w", source.File, err)
	}
	return document.Content[0], nil
}
