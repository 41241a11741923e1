package input

import (
	"fmt"
	"path/filepath"
	"slices"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// ClientDocument reads a client document: an embedded one by its name, or a
// file. It is nil where the name is that of another document. Overlays are applied to the contract
// that it names.
func ClientDocument(name string, overlays ...string) (*clients.Contract, error) {
	if slices.Contains(clients.Documents(), name) {
		if len(overlays) > 0 {
			return nil, fmt.Errorf("--overlay: %s is embedded, with its contract: write a client "+
				"document that names one of your own", name)
		}
		return clients.Embedded(name)
	}
	if !IsFile(name) {
		return nil, nil
	}
	data, err := infile.Read(name, infile.Contract)
	if err != nil || !clients.Is(data) {
		return nil, nil // who reads it as another says what is wrong
	}
	return clients.Load(name, data, contractBeside(name, overlays))
}

// contractBeside reads a contract that a client document names by its file, a
// path from where the document is.
func contractBeside(document string, overlays []string) func(string) (*spec.Contract, error) {
	return func(name string) (*spec.Contract, error) {
		if slices.Contains(spec.Documents(), name) {
			return Contract(name, overlays...)
		}
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(document), name)
		}
		if name == "-" { // a file of that name, and not standard input
			name = "." + string(filepath.Separator) + name
		}
		return Contract(name, overlays...)
	}
}
