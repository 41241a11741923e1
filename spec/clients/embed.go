package clients

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"example.com/toeline/spec/strict"
)

//go:embed *.yaml
var documents embed.FS

// prefix tells the names of these documents from those of their contracts.
const prefix = "clients/"

// Default is the name of the first document.
const Default = prefix + "execute-response-action"

// Documents returns the names of the embedded documents, sorted.
func Documents() []string {
	var names []string
	entries, _ := fs.ReadDir(documents, ".") // it is in the binary
	for _, entry := range entries {
		names = append(names, prefix+strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// Embedded loads an embedded document by its name, its place below spec
// without .yaml.
func Embedded(name string) (*Document, error) {
	data, err := documents.ReadFile(strings.TrimPrefix(name, prefix) + ".yaml")
	if err != nil {
		known := Documents()
		if near := strict.Suggest(name, known); near != "" {
			return nil, fmt.Errorf("no embedded client document %q (did you mean %q?)", name, near)
		}
		return nil, fmt.Errorf("no embedded client document %q; use one of %s, or the path of a file", name, strings.Join(known, ", "))
	}
	return Load(name+".yaml", data, nil)
}
