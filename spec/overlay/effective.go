package overlay

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// maxOverlays is how many overlays are applied to one description.
const maxOverlays = 100

// Effective parses a description, applies overlays to it, and converts one of OpenAPI 2.0, whose
// overlays have the places of 2.0. The error is a strict.Problems with all that is wrong, each with
// its place. A key that is there twice, or a tag that is not known, is a blemish: the first of the
// keys counts, and the value without its tag.
func Effective(source openapi.Source, overlays ...Text) (openapi.Source, error) {
	root, problems := strict.Parse(source.File, source.Data)
	if root == nil {
		return source, problems.Err()
	}
	source.Root, source.Blemishes = root, problems
	if len(overlays) > maxOverlays {
		return source, strict.Problems{{
			File:    overlays[maxOverlays].File,
			Message: fmt.Sprintf("is one overlay too many: %d are applied", maxOverlays),
		}}
	}
	if len(overlays) == 0 {
		return openapi.Convert(source), nil
	}
	texts := [][]byte{source.Data}
	for _, text := range overlays {
		made, problems := Read(text)
		if len(problems) > 0 {
			return source, problems.Err()
		}
		if source.Root, problems = made.Apply(source.Root, source.File); len(problems) > 0 {
			return source, problems.Err()
		}
		texts = append(texts, text.Data)
	}
	source = openapi.Convert(source)
	if problems := lost(source.Root); len(problems) > 0 {
		return source, problems.Err()
	}
	source.Data, source.Changed = bytes.Join(texts, []byte("\n---\n")), true
	return source, nil
}

// lost reports the references in what comes from overlays that lead to nothing in the document.
func lost(root *yaml.Node) (problems strict.Problems) {
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if ref := valueOf(n, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode {
			pointer, pos := strings.TrimPrefix(ref.Value, "#"), strict.PosOf(ref)
			if pos.File != "" && strings.HasPrefix(ref.Value, "#/") &&
				strict.At(root, unescaped(pointer)) == nil {
				problems = append(problems, strict.Problem{
					File: pos.File, Pos: pos, Path: "$ref",
					Message: fmt.Sprintf("%q leads to nothing in the document", shown(ref.Value)),
				})
			}
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(root)
	problems.Sort()
	return problems
}

// unescaped returns a pointer of a URI fragment as a JSON pointer.
func unescaped(fragment string) string {
	if decoded, err := url.PathUnescape(fragment); err == nil {
		return decoded
	}
	return fragment
}
