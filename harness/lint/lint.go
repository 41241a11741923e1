// Package lint reads contracts that somebody wrote and reports what is wrong with them: the
// structure, which package spec knows, together with the rules of each operator, which package
// check declares. Embedded contracts are read by package spec alone; a test of this package
// lints them.
package lint

import (
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/spec"
)

// Load reads a contract and refuses it unless it can drive a run. The error is a strict.Problems
// with all that is wrong, each with its place.
func Load(file string, data []byte) (*spec.Document, error) {
	return spec.LoadLinted(file, data, check.Lint)
}
