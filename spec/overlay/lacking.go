package overlay

import (
	"fmt"

	"github.com/theory/jsonpath/spec"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// lacking says which step of a path to a single place leads to nothing, and what was perhaps
// meant.
func (a *applier) lacking(q query) (what, near string) {
	at, under := a.tree.root, "the document"
	for _, segment := range q.path.Segments() {
		switch selector := segment.Selectors()[0].(type) {
		case spec.Name:
			key := string(selector)
			next := valueOf(at, key)
			if next == nil {
				what = fmt.Sprintf("%s has no %q", under, shown(key))
				return what, strict.Suggest(key, keysOf(at))
			}
			at, under = next, fmt.Sprintf("%q", shown(key))
		case spec.Index:
			index := int(selector)
			if index < 0 {
				index += len(at.Content)
			}
			if at.Kind != yaml.SequenceNode || index < 0 || index >= len(at.Content) {
				return fmt.Sprintf("%s has no item %d", under, int(selector)), ""
			}
			at, under = at.Content[index], fmt.Sprintf("item %d", int(selector))
		}
	}
	return under + " is empty", ""
}

func keysOf(n *yaml.Node) (keys []string) {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		keys = append(keys, n.Content[i].Value)
	}
	return keys
}
