package strict

import "go.yaml.in/yaml/v4"

// Marshal writes a tree as YAML, in lines of any width, and leaves it as it is: the library removes
// the tags of the nodes that it writes.
func Marshal(root *yaml.Node, options ...yaml.Option) ([]byte, error) {
	all := append([]yaml.Option{yaml.WithV3Defaults(), yaml.WithLineWidth(-1)}, options...)
	return yaml.Dump(copied(root, map[*yaml.Node]*yaml.Node{}), all...)
}

// copied copies a tree; what is shared in it stays so.
func copied(n *yaml.Node, done map[*yaml.Node]*yaml.Node) *yaml.Node {
	if n == nil || done[n] != nil {
		return done[n]
	}
	made := *n
	done[n] = &made
	made.Alias = copied(n.Alias, done)
	made.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		made.Content[i] = copied(child, done)
	}
	return &made
}
