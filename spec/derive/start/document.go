package start

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// inline gives each path an item and operations of its own: those that are references or aliases
// may be under several paths, or in another file.
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

// written returns the tree of a description with its comments, as a document has it that is
// for itself: without aliases, merge keys, and tags that are not of YAML.
func written(source openapi.Source) *yaml.Node {
	root := copyOf(source.Root)
	var plain func(n *yaml.Node)
	plain = func(n *yaml.Node) {
		if isOwn := !strings.HasPrefix(n.Tag, "!!"); isOwn || n.Tag == "!!timestamp" {
			n.Tag, n.Style = "", n.Style&^yaml.TaggedStyle
		}
		n.Anchor = ""
		for _, child := range n.Content {
			plain(child)
		}
	}
	plain(root)
	return root
}
