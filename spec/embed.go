package spec

import (
	"embed"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed *.yaml
var documents embed.FS

// Default is the name of the first document.
const Default = "execute-response-action"

// Documents returns the names of the embedded documents, the default first and
// the others sorted.
func Documents() []string {
	names := []string{Default}
	entries, _ := fs.ReadDir(documents, ".") // it is in the binary
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".yaml"); ok && name != Default {
			names = append(names, name)
		}
	}
	slices.Sort(names[1:])
	return names
}

// Editions returns the embedded documents that describe the operation of the
// default one, its first, and that one before the others: editions of one page,
// which do not agree. What further spellings of the path one knows is its own.
func Editions() ([]*Contract, error) {
	var all []*Contract
	for _, name := range Documents() {
		doc, err := Embedded(name)
		if err != nil {
			return nil, err
		}
		if len(all) == 0 || doc.describes(all[0].Operations[0]) {
			all = append(all, doc)
		}
	}
	return all, nil
}

// IsEdition says whether a document describes the operation of the default one.
func (d *Contract) IsEdition() bool {
	if source, err := Source(Default); err == nil && d.Digest == Digest(source) {
		return true // as in most runs, without reading the document again
	}
	first, err := Embedded(Default)
	return err == nil && d.describes(first.Operations[0])
}

func (d *Contract) describes(op Operation) bool {
	return slices.ContainsFunc(d.Operations,
		func(own Operation) bool { return own.Method == op.Method && own.Path == op.Path })
}

// Name is that of the file, without folder and .yaml: of an embedded document
// the name that --document takes.
func (d *Contract) Name() string {
	return strings.TrimSuffix(path.Base(filepath.ToSlash(d.File)), ".yaml")
}

// Embedded loads an embedded document by its name, the file without .yaml.
func Embedded(name string) (*Contract, error) {
	file := name + ".yaml"
	data, err := documents.ReadFile(file)
	if err != nil {
		return nil, NotEmbedded("document", name, Documents())
	}
	return Load(file, data)
}

// NamesEmbedded reports whether a contract is one of the embedded ones, by the document that was
// given, and if none was, by the contract's file.
func NamesEmbedded(given, file string, embedded []string) bool {
	if given != "" { // a file has an ending, or a folder
		return slices.Contains(embedded, given)
	}
	name, isYAML := strings.CutSuffix(file, ".yaml")
	return isYAML && slices.Contains(embedded, name)
}

// Source returns the text of an embedded document.
func Source(name string) ([]byte, error) { return documents.ReadFile(name + ".yaml") }

// DefaultTokenEnv returns the tokenEnv of the default document. It reads that line alone, because
// help shows it and starts without reading a document.
func DefaultTokenEnv() string {
	source, _ := Source(Default) // it is in the binary
	_, rest, _ := strings.Cut(string(source), "\n  tokenEnv: ")
	name, _, _ := strings.Cut(rest, "\n")
	return name
}
