package spec

import (
	"embed"
	"fmt"
)

//go:embed *.yaml
var documents embed.FS

// Default is the name of the first document.
const Default = "execute-response-action"

// Embedded loads an embedded document by its name, the file without .yaml.
func Embedded(name string) (*Document, error) {
	file := name + ".yaml"
	data, err := documents.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("no embedded document %q", name)
	}
	return Load(file, data)
}

// Source returns the text of an embedded document.
func Source(name string) ([]byte, error) { return documents.ReadFile(name + ".yaml") }
