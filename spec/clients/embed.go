package clients

import (
	"embed"
	"io/fs"
	"strings"

	"example.com/toeline/spec"
)

//go:embed *.yaml
var documents embed.FS

// prefix distinguishes the names of these contracts from those of servers.
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
func Embedded(name string) (*Contract, error) {
	data, err := documents.ReadFile(strings.TrimPrefix(name, prefix) + ".yaml")
	if err != nil {
		return nil, spec.NotEmbedded("client document", name, Documents())
	}
	return Load(name+".yaml", data, nil)
}
