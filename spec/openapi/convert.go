package openapi

import (
	"bytes"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi/swagger"
)

// former is the version that is converted.
const former = "2.0"

// Converted reports whether Root is what Convert made of another version.
func (s *Source) Converted() bool { return s.converted }

// Convert returns a description of OpenAPI 2.0 as one of 3.0, whose nodes have the places of what
// they are made of; any other as it is. Data stays the text of the file.
func Convert(source Source) Source {
	if version, _ := versionOf(source.Root); version != former {
		return source
	}
	open, root := opener(source, &tree{}), source.Root
	known := map[string]*yaml.Node{}
	source.Root = swagger.Convert(source.Root, swagger.Files{
		Join: func(from, where string) string {
			return (&file{location: source.moved(from), base: source.Base}).locate(where)
		},
		Open: func(location string) *yaml.Node {
			root, ok := known[location]
			if !ok && open != nil {
				root, _ = open(location)
			}
			known[location] = root
			return root
		},
	})
	if source.Open != nil {
		read := source.Open
		source.Open = func(location string) ([]byte, error) {
			data, err := read(location)
			return bytes.ReplaceAll(data, []byte("x-nullable"), []byte("nullable")), err
		}
	}
	source.former, source.converted = root, true
	return source
}
