package input

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
)

// Document says which contract is read, or which plain description: a file, "-" for standard
// input, a URL, or an embedded document by its name. Of a file that is an overlay the document
// that the overlay extends is read, and the overlay applied first.
type Document struct {
	Name     string
	Overlays []string // files
	// Anywhere reports whether references may leave the folder, and go to the network.
	Anywhere bool
}

// AddRemote declares --allow-remote-refs.
func AddRemote(set *pflag.FlagSet, anywhere *bool, scope flag.Scope) {
	flag.Add(set, anywhere, "allow-remote-refs", false, scope,
		"follow references of the document out of its folder, and to http(s) URLs")
}

// Contract reads the document as a contract.
func (d Document) Contract() (*spec.Contract, error) { return d.contract("", nil) }

// contract is Contract of a document that a flag names; empty: an argument does. Fixtures give
// resources of the kinds.
func (d Document) contract(by string, kinds []string) (*spec.Contract, error) {
	if !IsFile(d.Name) && len(d.Overlays) == 0 {
		return spec.Embedded(d.Name)
	}
	given, err := d.read(by)
	if err != nil {
		return nil, err
	}
	doc, err := lint.LoadGiven(given.Source, kinds, given.Overlays...)
	if err != nil {
		return nil, given.Mistaken(err)
	}
	doc.Others = append(given.Others, others(given.Source.File, given.Source)...)
	return doc, nil
}

// Given is a description with its overlays, as texts.
type Given struct {
	Source   openapi.Source
	Overlays []overlay.Text
	// Others are the files that were read and that no flag names.
	Others []string
}

// Read reads the texts of a description and of its overlays.
func (d Document) Read() (*Given, error) { return d.read("") }

func (d Document) read(by string) (*Given, error) {
	var made Given
	var err error
	if IsFile(d.Name) {
		if made.Source, err = Source(d.Name, d.Anywhere); err != nil {
			return nil, fmt.Errorf("%s%w", by, err)
		}
	} else {
		made.Source.File = d.Name + ".yaml"
		if made.Source.Data, err = spec.Source(d.Name); err != nil {
			_, err = spec.Embedded(d.Name) // says which there are
			return nil, err
		}
	}
	first := overlay.Text{File: made.Source.File, Data: made.Source.Data}
	if extends, ok := overlay.Extends(first); ok {
		if made.Source, err = d.extended(first.File, extends); err != nil {
			return nil, err
		}
		made.Overlays = append(made.Overlays, first)
		made.Others = append(made.Others, made.Source.File)
	}
	for _, file := range d.Overlays {
		if len(made.Overlays) > 0 && filepath.Clean(file) == filepath.Clean(first.File) {
			continue // --document named it, and it is applied already
		}
		text, err := Source(file, false)
		if err != nil {
			return nil, fmt.Errorf("--overlay: %w", err)
		}
		made.Overlays = append(made.Overlays, overlay.Text{File: text.File, Data: text.Data})
	}
	return &made, nil
}

// Mistaken returns what is wrong with the texts, which could not be read: err, or that one of them
// is a file of another kind.
func (g *Given) Mistaken(err error) error {
	for _, o := range g.Overlays {
		err = exit.Mistaken(err, o.File, o.Data, "an overlay")
	}
	return exit.Mistaken(err, g.Source.File, g.Source.Data, "an OpenAPI description")
}

// IsOverlay reports whether a name is that of a file with an overlay.
func IsOverlay(name string) bool {
	if !IsFile(name) || name == "-" || IsURL(name) {
		return false
	}
	source, err := Source(name, false)
	if err != nil {
		return false
	}
	_, ok := overlay.Extends(overlay.Text{File: name, Data: source.Data})
	return ok
}

// extended reads the document that an overlay extends: a file, by its path from the folder of the
// overlay. Who names the overlay did not name the document, so that it is a regular file, and is
// never fetched.
func (d Document) extended(file, extends string) (openapi.Source, error) {
	give := "give it by --document, and this file by --overlay"
	reference, err := url.Parse(extends)
	switch {
	case extends == "":
		return openapi.Source{}, fmt.Errorf("%s: is an overlay that does not say which document "+
			"it extends: %s", file, give)
	case err != nil || reference.Host != "" || reference.Scheme != "" && reference.Scheme != "file":
		return openapi.Source{}, fmt.Errorf("%s: extends: is not the path of a file here: %s",
			file, give)
	}
	path := filepath.FromSlash(reference.Path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(file), path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return openapi.Source{}, fmt.Errorf("%s: extends: %w: %s", file, err, give)
	}
	if !info.Mode().IsRegular() {
		return openapi.Source{}, fmt.Errorf("%s: extends: %s is not a regular file: %s", file, path,
			give)
	}
	source, err := Source(path, d.Anywhere)
	if err != nil {
		return source, fmt.Errorf("%s: extends: %w", file, err)
	}
	if _, ok := overlay.Extends(overlay.Text{File: path, Data: source.Data}); ok {
		return source, errors.New(file + ": extends: " + path + " is an overlay too: name the " +
			"document by --document, and the overlays in their order by --overlay")
	}
	return source, nil
}
