package spec

import "example.com/toeline/spec/strict"

// FormatVersion is the version of x-conformance that this package reads.
const FormatVersion = 1

// Conformance is x-conformance at the root of a document.
type Conformance struct {
	Pos          strict.Pos              `yaml:"-"`
	Version      int                     `yaml:"version,required"`
	World        strict.Ordered[Kind]    `yaml:"fixtures"`
	Profiles     strict.Ordered[Profile] `yaml:"profiles"`
	Requirements []Requirement           `yaml:"requirements,required"`
	Excluded     []Excluded              `yaml:"excluded"`
	Always       []Check                 `yaml:"rules"`
}

// OperationConformance is x-conformance at an operation.
type OperationConformance struct {
	Pos   strict.Pos `yaml:"-"`
	Cases []Case     `yaml:"cases,required"`
	Fuzz  []Fuzz     `yaml:"fuzz"`
}
