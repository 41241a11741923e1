package input

import (
	"fmt"
	"path/filepath"
	"slices"

	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// Client reads a client document: an embedded one by its name, or a file. It is nil where the name
// is that of another document. Overlays are applied to the contract that it names.
func (d Document) Client() (*clients.Contract, error) {
	name, overlays := d.Name, d.Overlays
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
	data, err := read(name)
	if err != nil || !clients.Is(data) {
		return nil, nil // who reads it as another says what is wrong
	}
	return clients.Load(name, data, d.contractBeside)
}

// ClientOf derives the contract of clients of one of the document's operations.
func (d Document) ClientOf(operation string) (*clients.Contract, error) {
	doc, err := d.Contract()
	if err != nil {
		return nil, fmt.Errorf("--document: %w", err)
	}
	derived, err := clients.Derive(doc, operation)
	if err != nil {
		return nil, fmt.Errorf("--operation: %w", err)
	}
	return derived, nil
}

// contractBeside reads a contract that the client document names by its file, a path from where
// the document is.
func (d Document) contractBeside(name string) (*spec.Contract, error) {
	document := d.Name
	if d.Name = name; slices.Contains(spec.Documents(), name) {
		return d.Contract()
	}
	if !filepath.IsAbs(name) {
		d.Name = filepath.Join(filepath.Dir(document), name)
	}
	if d.Name == "-" { // a file of that name, and not standard input
		d.Name = "." + string(filepath.Separator) + d.Name
	}
	return d.Contract()
}
