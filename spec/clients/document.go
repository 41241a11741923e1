package clients

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// FormatVersion is the version of the format that this package reads.
const FormatVersion = 1

// Contract is what a client of a server must do. It is read-only and safe for concurrent use.
type Contract struct {
	// File is the name it was loaded by; Title and Version are its own.
	File, Title, Version string
	// Digest is the SHA-256 of the file, in hexadecimal.
	Digest string

	Contract *spec.Contract
	// Described is the operation as its description has it; nil: the document has none of that
	// name.
	Described *openapi.Operation
	// Operations are the spellings of the one operation that is called.
	Operations []*spec.Operation
	// Parameter is the path parameter that a call gives.
	Parameter string

	Requirements []spec.Requirement
	Excluded     []spec.Excluded
	// Pointers are the places of what a client reports in the content of an error.
	// ClientRequestID names the header that {clientRequestId} repeats.
	Pointers        Pointers
	ClientRequestID string
	// Envelope is merged into every example of an error that is played (RFC
	// 7396), and Headers are sent with every answer.
	Envelope any
	Headers  strict.Ordered[string]
	// Otherwise answers requests of no case, and those to the other origin.
	Otherwise Play
	// Always are checks on every case.
	Always []Check
	// Cases are expanded: none has an Each.
	Cases []Case

	template *regexp.Regexp // of the operation's path; nil: the contract is written
}

// source is a document as it is written.
type source struct {
	Pos strict.Pos `yaml:"-"`
	// Format is the version of the format: 1.
	Format int    `yaml:"client,required"`
	Title  string `yaml:"title,required"`
	// Version is the edition of this document.
	Version string `yaml:"version,required"`
	// Contract is the name of an embedded OpenAPI document, or the file of
	// another, beside this one.
	Contract string `yaml:"contract,required"`
	// Extends begins the contract with what is written elsewhere: "general" has what every client
	// of HTTP must do. Requirements, rules and cases of the same ids replace those.
	Extends Base `yaml:"extends"`
	// Prefix begins the ids of the requirements of general.
	Prefix string `yaml:"prefix"`
	// Responses are what the cases of general use, by the name that they have there.
	Responses strict.Ordered[Play] `yaml:"responses"`
	// Operations are operationIds of the contract; several are spellings of
	// one operation.
	Operations []string `yaml:"operations,required"`
	// Parameter is the path parameter that a call gives.
	Parameter    string             `yaml:"parameter,required"`
	Requirements []spec.Requirement `yaml:"requirements,required"`
	Excluded     []spec.Excluded    `yaml:"excluded"`
	// Pointers are the places of what a client reports in the content of an error.
	Pointers Pointers `yaml:"pointers"`
	// ClientRequestID is the request's header that {clientRequestId} repeats.
	ClientRequestID string `yaml:"clientRequestId"`
	// Envelope is merged into every example of an error that is played (RFC
	// 7396).
	Envelope any `yaml:"envelope"`
	// Headers are those of every answer.
	Headers strict.Ordered[string] `yaml:"headers"`
	// Otherwise answers requests of no case, and those to another origin.
	Otherwise Play `yaml:"otherwise,required"`
	// Always are checks on every case.
	Always []Check `yaml:"rules"`
	Cases  []Case  `yaml:"cases,required"`
}

// Pointers are JSON pointers (RFC 6901) into the content of an error. What has no pointer is not
// compared.
type Pointers struct {
	Code    string `yaml:"code"`
	Message string `yaml:"message"`
}

// Requirement returns the requirement of an id.
func (d *Contract) Requirement(id string) (spec.Requirement, bool) {
	return spec.Requirements(d.Requirements).Find(id)
}

// Case returns the case of an id.
func (d *Contract) Case(id string) (*Case, bool) {
	for i := range d.Cases {
		if d.Cases[i].ID == id {
			return &d.Cases[i], true
		}
	}
	return nil, false
}

// Is says whether a file is a document of this kind, and not of another.
func Is(data []byte) bool {
	root, _ := strict.Parse("", data)
	if root == nil {
		return false
	}
	_, ok := strict.Find(root, "client")
	return ok
}

// Load reads the contract of a client. The error is a strict.Problems with all mistakes and
// their places. The contract of the server is an embedded one, or what contract returns for
// another name; a nil contract means that there are no others.
func Load(
	file string, data []byte, contract func(name string) (*spec.Contract, error),
) (*Contract, error) {
	root, problems := strict.Parse(file, data)
	if root == nil || len(problems) > 0 {
		return nil, problems.Err()
	}
	l := &loader{file: file, root: root, doc: &Contract{File: file, Digest: spec.Digest(data)}}
	l.problems = strict.Decode(file, root, &l.source)
	if l.source.Format != 0 && l.source.Format != FormatVersion {
		l.problem("client", "this version of the format is not known; write 1", "")
	}
	l.read(contract)
	l.problems.Sort()
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return l.doc, nil
}

// loader is a document on its way in.
type loader struct {
	file     string
	root     *yaml.Node
	source   source
	doc      *Contract
	problems strict.Problems
	// requirements, rules and cases are those of the document, and of what it extends.
	requirements []placed[spec.Requirement]
	rules        []placed[Check]
	cases        []placed[Case]
	// tellsRequestID says that an answer is played that has one.
	tellsRequestID bool
}

// problem adds a mistake at a place: a path from the root, or the nearest path above it that
// exists. A mistake that an alias or each repeats is added once.
func (l *loader) problem(at, message, suggestion string) {
	p := strict.Problem{File: l.file, Path: at, Message: message, Suggestion: suggestion}
	steps := strings.FieldsFunc(at, func(r rune) bool { return strings.ContainsRune(".[]", r) })
	for found := false; !found; steps = steps[:max(0, len(steps)-1)] {
		p.Pos, found = strict.Locate(l.root, steps...)
	}
	if !slices.ContainsFunc(l.problems, func(known strict.Problem) bool {
		return known.Pos == p.Pos && known.Message == p.Message
	}) {
		l.problems = append(l.problems, p)
	}
}

// reported says whether one of the keys at a place is unknown, or the value of one that is needed
// there cannot be read: then the mistake is reported already.
func (l *loader) reported(at, needed string) bool {
	return slices.ContainsFunc(l.problems, func(p strict.Problem) bool {
		return p.Path == at && strings.HasPrefix(p.Message, "unknown key") ||
			p.Path == at+"."+needed
	})
}

func (l *loader) unknownName(at, what, got string, known []string) {
	message, suggestion := spec.UnknownName(what, got, known)
	l.problem(at, message, suggestion)
}
