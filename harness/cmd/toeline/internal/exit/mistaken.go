package exit

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// fileKinds are the files of toeline by a key at their top, and where each belongs.
var fileKinds = []struct{ key, what, belongs string }{
	{"openapi", "an OpenAPI description", "give it by --document"},
	{"swagger", "an OpenAPI description", "give it by --document"},
	{"overlay", "an overlay", "give it by --overlay"},
	{"schemaVersion", "a report", "toeline compare, matrix, history, waive and badge read it"},
	{"log", "a recording", "give it by --replay"},
	{"waivers", "a file of waivers", "give it by --waivers"},
	{"targets", "a file of targets", "give it by --targets"},
}

// mostMistaken is how long a file is looked at for what it is, in bytes.
const mostMistaken = 4 << 20

// Mistaken returns what is wrong with a file that could not be read as what was wanted, "fixtures":
// err, or that it is a file of another kind, and where that belongs. Keys that what was wanted has
// itself show nothing.
func Mistaken(err error, name string, data []byte, wanted string, own ...string) error {
	if err == nil || len(data) > mostMistaken {
		return err
	}
	root, _ := strict.Parse(name, data)
	if root == nil || root.Kind != yaml.MappingNode {
		return err
	}
	for _, kind := range fileKinds {
		_, has := strict.Find(root, kind.key)
		if kind.what == wanted || slices.Contains(own, kind.key) {
			if has {
				return err
			}
			continue
		}
		if has {
			return fmt.Errorf("%s: is %s, and not %s: %s", name, kind.what, wanted, kind.belongs)
		}
	}
	if wanted != "fixtures" && likeFixtures(root) {
		return fmt.Errorf("%s: seems to be fixtures, and is not %s: give it by --fixtures", name,
			wanted)
	}
	return err
}

// likeFixtures reports whether each key leads to a list of mappings, of which one has an id.
func likeFixtures(root *yaml.Node) bool {
	ids := false
	for i := 1; i < len(root.Content); i += 2 {
		list := root.Content[i]
		if list.Kind != yaml.SequenceNode {
			return false
		}
		for _, item := range list.Content {
			if item.Kind != yaml.MappingNode {
				return false
			}
			_, has := strict.Find(item, "id")
			ids = ids || has
		}
	}
	return ids
}
