// Package lint reads contracts that somebody wrote and reports what is wrong with them: the
// structure, which package spec knows, together with the rules of each operator, which package
// check declares. Embedded contracts are read by package spec alone; a test of this package
// lints them.
package lint

import (
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/spec"
	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
	"example.com/toeline/spec/strict"
)

// Load reads a contract of one file and refuses it unless it can drive a run. The error is a
// strict.Problems with all that is wrong, each with its place.
func Load(file string, data []byte) (*spec.Contract, error) {
	return LoadSource(openapi.Source{File: file, Data: data})
}

// LoadSource is Load for a contract that may have several files, with overlays, which are applied
// in their order. The cases of a plain description are derived.
func LoadSource(source openapi.Source, overlays ...overlay.Text) (*spec.Contract, error) {
	return LoadGiven(source, nil, overlays...)
}

// LoadGiven is LoadSource for a run whose fixtures give resources of some kinds.
func LoadGiven(
	source openapi.Source, kinds []string, overlays ...overlay.Text,
) (*spec.Contract, error) {
	source, err := overlay.Effective(source, overlays...)
	if err != nil {
		return nil, err
	}
	if _, ok := strict.Find(source.Root, spec.Extension); ok {
		if len(source.Blemishes) > 0 && len(overlays) == 0 {
			return nil, source.Blemishes.Err() // who wrote the cases can mend them
		}
		return spec.LoadLinted(source, check.Lint)
	}
	return derive.Contract(source, check.Lint, kinds...)
}
