package spec

import "example.com/toeline/spec/strict"

// FormatVersion is the version of x-conformance that this package reads.
const FormatVersion = 1

// Conformance is x-conformance at the root of a document.
type Conformance struct {
	Pos          strict.Pos              `yaml:"-"`
	Version      int                     `yaml:"version,required"`
	Fixtures     strict.Ordered[Kind]    `yaml:"fixtures"`
	Profiles     strict.Ordered[Profile] `yaml:"profiles"`
	Requirements []Requirement           `yaml:"requirements,required"`
	Excluded     []Excluded              `yaml:"excluded"`
	Always       []Check                 `yaml:"rules"`
	// Situations has a title for the cases whose ids begin with the key, as reports of specs show
	// it.
	Situations  strict.Ordered[string] `yaml:"situations"`
	Correlation Correlation            `yaml:"correlation"`
	// TokenEnv is the variable that the token is taken from, unless --token-env names another.
	TokenEnv string `yaml:"tokenEnv"`
}

// Correlation names the headers by which a request and its response are found again in logs.
type Correlation struct {
	// Request is a header that every request sends with an id of its own; empty: none is sent.
	Request string `yaml:"request"`
	// Response is the header with the id that the target gave the request, which the journal
	// records; empty: none is recorded.
	Response string `yaml:"response"`
}

// OperationConformance is x-conformance at an operation.
type OperationConformance struct {
	Pos   strict.Pos `yaml:"-"`
	Cases []Case     `yaml:"cases,required"`
	Fuzz  []Fuzz     `yaml:"fuzz"`
}
