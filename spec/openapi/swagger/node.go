package swagger

import (
	"iter"
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// scope is where a node was written: a file, by its location; empty: the description itself.
type scope struct {
	*converter
	file string
}

// place notes the file of a node that is made.
func (s scope) place(n *yaml.Node) {
	if s.file != "" {
		n.Alias = &yaml.Node{Value: s.file}
	}
}

// copied returns a tree as it is, with the file that it was written in.
func (s scope) copied(n *yaml.Node) *yaml.Node {
	if s.file == "" {
		return n
	}
	if known := s.copies[n]; known != nil {
		return known
	}
	own := *n
	s.place(&own)
	own.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		own.Content[i] = s.copied(child)
	}
	s.copies[n] = &own
	return &own
}

// moved are the places of 2.0 that have another one in 3.0.
var moved = strings.NewReplacer("#/definitions/", "#/components/schemas/",
	"#/responses/", "#/components/responses/")

// reference is a reference as the result has it.
func (s scope) reference(ref string) string {
	where, fragment, _ := strings.Cut(ref, "#")
	switch {
	case where == "" && s.file == "":
		return moved.Replace(ref)
	case where == "":
		return s.file + "#" + fragment
	case s.file == "":
		return ref
	}
	return s.files.Join(s.file, where) + "#" + fragment
}

// Written is a reference of the result as the description has it.
func Written(ref string) string {
	return strings.NewReplacer("#/components/schemas/", "#/definitions/",
		"#/components/responses/", "#/responses/").Replace(ref)
}

func unescaped(fragment string) string {
	if decoded, err := url.PathUnescape(fragment); err == nil {
		return decoded
	}
	return fragment
}

// members lists the keys and values of an object.
func members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// find returns the value of a key; nil: there is none.
func find(n *yaml.Node, key string) *yaml.Node {
	if n == nil {
		return nil
	}
	found, _ := strict.Find(n, key)
	return found
}

// text returns the value of a scalar; empty: it is none.
func text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// maxTexts bounds the media types of an operation, each of which makes content of its own.
const maxTexts = 32

// texts returns the texts of a list.
func texts(n *yaml.Node) []string {
	var all []string
	if n != nil && n.Kind == yaml.SequenceNode {
		for _, item := range n.Content[:min(len(n.Content), maxTexts)] {
			all = append(all, text(item))
		}
	}
	return all
}

// set adds a member to an object.
func set(n, key, value *yaml.Node) { n.Content = append(n.Content, key, value) }

// made returns a node at the place of another.
func made(at *yaml.Node, kind yaml.Kind, tag, value string) *yaml.Node {
	return &yaml.Node{
		Kind: kind, Tag: tag, Value: value, Line: at.Line, Column: at.Column, Alias: at.Alias,
	}
}

func object(at *yaml.Node) *yaml.Node { return made(at, yaml.MappingNode, "!!map", "") }

func list(at *yaml.Node) *yaml.Node { return made(at, yaml.SequenceNode, "!!seq", "") }

func scalar(at *yaml.Node, v string) *yaml.Node { return made(at, yaml.ScalarNode, "!!str", v) }

func named(at *yaml.Node, name string) *yaml.Node { return scalar(at, name) }

func boolean(at *yaml.Node, v bool) *yaml.Node {
	if v {
		return made(at, yaml.ScalarNode, "!!bool", "true")
	}
	return made(at, yaml.ScalarNode, "!!bool", "false")
}

// follow returns what a node refers to, and where it is; nil: it leads nowhere.
func (c *converter) follow(at scope, from *yaml.Node) (scope, *yaml.Node) {
	const most = 32
	for range most {
		ref := text(find(from, "$ref"))
		if ref == "" {
			return at, from
		}
		where, fragment, _ := strings.Cut(ref, "#")
		if where != "" {
			at = scope{c, c.files.Join(at.file, where)}
		}
		root := c.root
		if at.file != "" {
			if root = c.files.Open(at.file); root == nil {
				return at, nil
			}
		}
		if from = strict.At(root, unescaped(fragment)); from == nil {
			return at, nil
		}
	}
	return at, nil
}

// ofErrors returns the media types of errors, where an operation produces some. Those of files and
// texts cannot carry what the schemas of errors say, which servers then send as JSON.
func ofErrors(produces []string) []string {
	carries := func(mediaType string) bool {
		return slices.ContainsFunc([]string{"json", "xml", "yaml", "*"}, func(part string) bool {
			return strings.Contains(mediaType, part)
		})
	}
	if len(produces) == 0 || slices.ContainsFunc(produces, carries) {
		return produces
	}
	return append(slices.Clip(produces), "application/json")
}
