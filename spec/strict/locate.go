package strict

import (
	"strconv"
	"strings"

	"example.com/toeline/spec/jsonpointer"

	"go.yaml.in/yaml/v4"
)

// Find returns the node that the keys and list indices (from 0) lead to. No
// path is the root itself.
func Find(root *yaml.Node, path ...string) (*yaml.Node, bool) {
	n := content(root)
	for _, step := range path {
		if n == nil {
			return nil, false
		}
		n = content(child(n, step))
	}
	return n, n != nil
}

// Locate returns the position of the value that the path leads to.
func Locate(root *yaml.Node, path ...string) (Pos, bool) {
	n, ok := Find(root, path...)
	return PosOf(n), ok
}

// LocatePointer is Locate for a JSON pointer (RFC 6901): "/paths/~1a/post"; ""
// is the root.
func LocatePointer(root *yaml.Node, pointer string) (Pos, bool) {
	n := At(root, pointer)
	return PosOf(n), n != nil
}

// At returns the node that a JSON pointer (RFC 6901) leads to; nil: it leads nowhere.
func At(root *yaml.Node, pointer string) *yaml.Node {
	if pointer != "" && !strings.HasPrefix(pointer, "/") {
		return nil
	}
	n, _ := Find(root, jsonpointer.Split(pointer)...)
	return n
}

// content steps over document and alias nodes, which a tree from Parse does not
// have.
func content(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.DocumentNode {
		if len(n.Content) == 0 {
			return nil
		}
		n = n.Content[0]
	}
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func child(n *yaml.Node, step string) *yaml.Node {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 { // of duplicates the first
			if key := n.Content[i]; key != nil && key.Kind == yaml.ScalarNode && key.Value == step {
				return n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		i, err := strconv.Atoi(step)
		if err == nil && i >= 0 && i < len(n.Content) && strconv.Itoa(i) == step {
			return n.Content[i]
		}
	}
	return nil
}
