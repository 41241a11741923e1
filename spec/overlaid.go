package spec

import (
	"cmp"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// written returns what is written under x-conformance of an operation. An overlay writes it beside
// the reference of a path item that is one, since others may refer to the same.
func (l *loader) written(op *openapi.Operation) (*yaml.Node, bool) {
	own, ok := strict.Find(l.root, "paths", op.Key, strings.ToLower(op.Method), Extension)
	if ok {
		return own, true
	}
	return strict.Find(l.root, append(op.At(), Extension)...)
}

// unused reports what overlays say of operations that the document does not have, or that cannot
// be used.
func (l *loader) unused() {
	described := map[string]*openapi.Operation{}
	for i := range l.doc.api.Operations {
		op := &l.doc.api.Operations[i]
		described[strings.ToLower(op.Method)+" "+op.Key] = op
	}
	skipped := map[string]string{}
	for _, s := range l.doc.api.Skipped {
		skipped[strings.ToLower(s.Method)+" "+s.Path] = s.Reason
	}
	paths, _ := strict.Find(l.root, "paths")
	for key, item := range members(paths) {
		for method, operation := range members(item) {
			node, ok := strict.Find(operation, Extension)
			op := described[method+" "+key]
			if !ok || strict.PosOf(node).File == "" ||
				op != nil && (len(op.Responses) > 0 || op.Pos.File == "") {
				continue
			}
			name := strings.ToUpper(method) + " " + key
			message := "the document has no " + name +
				": an overlay that adds an operation describes its responses"
			if reason := cmp.Or(skipped[method+" "+key], skipped[" "+key]); reason != "" {
				message = name + " cannot be used: " + reason
			}
			l.problem(strict.PosOf(node), "", message, "")
		}
	}
}

// members yields the keys of an object with their values.
func members(n *yaml.Node) func(func(string, *yaml.Node) bool) {
	return func(yield func(string, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, n.Content[i+1]) {
				return
			}
		}
	}
}

// StartKey is the key of what was derived from a plain description and written: by it a later start
// finds out what was edited.
const StartKey = "x-toeline-init"
