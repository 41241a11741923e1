package input

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"example.com/toeline/harness/lint"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
)

// Contract reads a contract, or a plain description, with overlays: a file, "-" for standard input,
// a URL, or an embedded document by its name. Of a file that is an overlay it reads the document
// that the overlay extends, and applies it first.
func Contract(name string, overlays ...string) (*spec.Contract, error) {
	return contract("", name, nil, overlays)
}

// contract is Contract of a document that a flag names; empty: an argument does. Fixtures give
// resources of the kinds.
func contract(by, name string, kinds, overlays []string) (*spec.Contract, error) {
	if !IsFile(name) && len(overlays) == 0 {
		return spec.Embedded(name)
	}
	given, err := read(by, name, overlays)
	if err != nil {
		return nil, err
	}
	doc, err := lint.LoadGiven(given.Source, kinds, given.Overlays...)
	if err == nil {
		doc.Others = append(given.Others, others(given.Source.File, given.Source)...)
	}
	return doc, err
}

// Given is a description with its overlays, as texts.
type Given struct {
	Source   openapi.Source
	Overlays []overlay.Text
	// Others are the files that were read and that no flag names.
	Others []string
}

// Read reads the texts of a description and of its overlays.
func Read(name string, overlays ...string) (*Given, error) { return read("", name, overlays) }

func read(by, name string, overlays []string) (*Given, error) {
	var made Given
	var err error
	if IsFile(name) {
		if made.Source, err = Source(name); err != nil {
			return nil, fmt.Errorf("%s%w", by, err)
		}
	} else {
		made.Source.File = name + ".yaml"
		if made.Source.Data, err = spec.Source(name); err != nil {
			_, err = spec.Embedded(name) // says which there are
			return nil, err
		}
	}
	first := overlay.Text{File: made.Source.File, Data: made.Source.Data}
	if extends, ok := overlay.Extends(first); ok {
		if made.Source, err = extended(first.File, extends); err != nil {
			return nil, err
		}
		made.Overlays = append(made.Overlays, first)
		made.Others = append(made.Others, made.Source.File)
	}
	for _, file := range overlays {
		if len(made.Overlays) > 0 && filepath.Clean(file) == filepath.Clean(first.File) {
			continue // --document named it, and it is applied already
		}
		text, err := Source(file)
		if err != nil {
			return nil, fmt.Errorf("--overlay: %w", err)
		}
		made.Overlays = append(made.Overlays, overlay.Text{File: text.File, Data: text.Data})
	}
	return &made, nil
}

// IsOverlay reports whether a name is that of a file with an overlay.
func IsOverlay(name string) bool {
	if !IsFile(name) || name == "-" || IsURL(name) {
		return false
	}
	source, err := Source(name)
	if err != nil {
		return false
	}
	_, ok := overlay.Extends(overlay.Text{File: name, Data: source.Data})
	return ok
}

// extended reads the document that an overlay extends: a file, by its path from the folder of the
// overlay. Who names the overlay did not name the document, so that it is a regular file, and is
// never fetched.
func extended(file, extends string) (openapi.Source, error) {
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
	source, err := Source(path)
	if err != nil {
		return source, fmt.Errorf("%s: extends: %w", file, err)
	}
	if _, ok := overlay.Extends(overlay.Text{File: path, Data: source.Data}); ok {
		return source, errors.New(file + ": extends: " + path + " is an overlay too: name the " +
			"document by --document, and the overlays in their order by --overlay")
	}
	return source, nil
}
