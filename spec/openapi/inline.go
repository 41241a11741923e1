package openapi

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// PathItem returns a copy of what is at a path, which may be a reference, with references as
// they are written in the main file; nil: it leads nowhere.
func (d *Description) PathItem(path string) *yaml.Node {
	paths, _ := part{d.tree.main, d.tree.main.root}.get("paths")
	given, ok := paths.get(path)
	if !ok {
		return nil
	}
	found, _, ok := d.tree.follow(given)
	if !ok {
		return nil
	}
	return movedCopy(found.node, found.file.location)
}

// movedCopy copies a tree of another file; its references count from the main file's folder.
func movedCopy(n *yaml.Node, location string) *yaml.Node {
	own := *n
	own.Anchor, own.Content = "", make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		own.Content[i] = movedCopy(child, location)
		isRef := n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "$ref"
		if location == "" || !isRef || child.Kind != yaml.ScalarNode {
			continue
		}
		where, fragment, _ := strings.Cut(child.Value, "#")
		to := location
		if where != "" {
			to = (&file{location: location}).locate(where)
		}
		own.Content[i].Value = to + "#" + fragment
	}
	return &own
}
