package start

import (
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// plainOf returns a tree in which aliases are what they name.
func plainOf(n *yaml.Node) *yaml.Node {
	if hasAlias(n) {
		return resolved(n)
	}
	return n
}

// resolved returns a tree as it is read once it is written, without aliases.
func resolved(n *yaml.Node) *yaml.Node {
	data, err := strict.Marshal(unaliased(n))
	if err != nil {
		return n
	}
	if root, _ := strict.Parse("", data); root != nil {
		return root
	}
	return n
}

func hasAlias(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode {
		return true
	}
	for _, child := range n.Content {
		if hasAlias(child) {
			return true
		}
	}
	return false
}

// unaliased returns a copy of a tree with a copy of what each alias names in its place.
func unaliased(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	made := *n
	made.Anchor = ""
	made.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		made.Content[i] = unaliased(child)
	}
	return &made
}

// keepAliased writes out each alias whose anchor went with an entry that is not in the tree any
// more.
func keepAliased(tree *yaml.Node) {
	there := map[*yaml.Node]bool{}
	var note func(n *yaml.Node)
	note = func(n *yaml.Node) {
		there[n] = true
		for _, child := range n.Content {
			note(child)
		}
	}
	note(tree)
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for i, child := range n.Content {
			if child.Kind == yaml.AliasNode && !there[child.Alias] {
				n.Content[i] = unaliased(child)
			} else {
				walk(child)
			}
		}
	}
	walk(tree)
}
