package start

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// move makes the references of a file to others count from the folder that is written to. The
// error names one that would leave it, which only a Form that goes anywhere allows.
func (f Form) move(file string, root *yaml.Node) error {
	from, err := url.Parse(f.Extends)
	if err != nil || from.Host == "" && path.Dir(from.Path) == "." {
		return err
	}
	var walk func(n *yaml.Node, named bool) error
	walk = func(n *yaml.Node, named bool) error {
		for i, child := range n.Content {
			key := ""
			if n.Kind == yaml.MappingNode {
				key = n.Content[i-i%2].Value
			}
			isValue := key != "" && i%2 == 1 && !named
			switch {
			case isValue && slices.Contains(literals, key):
				continue
			case isValue && key == "mapping" && child.Kind == yaml.MappingNode:
				for at := 1; at < len(child.Content); at += 2 {
					if strings.ContainsAny(child.Content[at].Value, "./#") {
						if err := f.moveOne(child.Content[at]); err != nil {
							return err
						}
					}
				}
				continue
			case isValue && slices.Contains(references, key) && child.Kind == yaml.ScalarNode:
				if err := f.moveOne(child); err != nil {
					return err
				}
			}
			if err := walk(child, isValue && slices.Contains(containers, key)); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(root, false); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// The keys of a description whose values are references, values of others that are not looked
// into, and objects whose keys are names.
var (
	references = []string{"$ref", "operationRef", "externalValue"}
	literals   = []string{"example", "default", "const", "enum", "value"}
	containers = []string{
		"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas",
		"headers", "examples", "responses", "parameters", "requestBodies", "links", "callbacks",
		"pathItems", "paths", "content", "encoding", "securitySchemes",
	}
)

// moveOne rewrites one reference.
func (f Form) moveOne(n *yaml.Node) error {
	from, _ := url.Parse(f.Extends)
	to, err := url.Parse(n.Value)
	switch {
	case err != nil || to.IsAbs() || to.Host != "" || to.Path == "":
		return nil // it leads to where it led
	case from.Host != "":
		to = from.ResolveReference(to)
	default:
		to.Path, to.RawPath = path.Join(path.Dir(from.Path), to.Path), ""
	}
	outside := from.Host != "" || path.IsAbs(to.Path) || to.Path == ".." ||
		strings.HasPrefix(to.Path, "../")
	if outside && !f.Anywhere {
		return fmt.Errorf("refers to %s, which is outside of the folder that is written "+
			"to: write the whole document beside this one, write an overlay (a name with the "+
			"word overlay), or give --allow-remote-refs", n.Value)
	}
	n.Value = to.String()
	return nil
}
