package spec

import (
	"cmp"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Contract is a contract that can be run. It is read-only and safe for concurrent use.
type Contract struct {
	// File is the name it was loaded by; Title and Version are its info's.
	File, Title, Version string
	// Others are the files that it was read from besides, as far as who loaded it knows them.
	Others []string
	// Server is the URL of the first server that the document names; Servers are all of them.
	Server  string
	Servers []string
	// Digest is the SHA-256 of the file, in hexadecimal.
	Digest string

	Requirements []Requirement
	Excluded     []Excluded
	Profiles     strict.Ordered[Profile]
	Situations   strict.Ordered[string]
	Correlation  Correlation
	// TokenEnv is the variable that holds the token unless another is named; it is never empty.
	TokenEnv string
	// Kinds are the kinds of resources.
	Kinds []Kind
	// Always are the rules for every response, as far as they apply to the operation: a rule for
	// a response that it does not have is left out.
	Always []Check
	// Operations are those with cases, in the order of the file, by method.
	Operations []Operation

	// Security is what the document says of credentials.
	Security openapi.Security

	// Skipped are the operations that are left out, and why; Webhooks are not judged.
	Skipped []openapi.Skipped

	root     *yaml.Node
	api      *openapi.Description
	examples map[string]any
	// tolerated is what OpenAPI forbids and the run does not mind.
	tolerated strict.Problems
	patterns  sync.Map // of Regexp
	indexed   sync.Once
	// Of Requirements by their ids, and of Operations by their names.
	index, byName map[string]int
}

// Operation is a method on a path, with its cases.
type Operation struct {
	Method, Path string
	ID           string // operationId; empty when the document gives none
	Parameters   []Parameter
	// Statuses are the documented ones, sorted: "204", "4XX", "default".
	Statuses []string
	// BodyExamples are the examples of the request body, by name, as decoded
	// JSON; BodyType is its media type. Both empty: no body is described.
	BodyExamples map[string]any
	BodyType     string
	// Negotiates reports whether a response is documented in several media types, of which the
	// target chooses one that the request accepts.
	Negotiates bool
	// Security are the alternatives of credentials.
	Security []openapi.Alternative
	// Accept lists the documented media types of responses: those that are JSON, where some are.
	Accept string
	// Secured says that the operation demands credentials.
	Secured bool
	Cases   []Case
	Fuzz    []Fuzz
	// Always are the document's rules for every response, as far as they speak
	// of the operation's: a response that it does not have is none of its own.
	Always []Check

	responses map[string]Statuses // by the name of the component
	bodies    []openapi.Media
}

// BodyMedia returns what is documented of a body of a media type; the type alone: nothing is.
func (o *Operation) BodyMedia(mediaType string) openapi.Media {
	for _, media := range o.bodies {
		if media.Type == mediaType {
			return media
		}
	}
	return openapi.Media{Type: mediaType}
}

// RequiresHeader reports whether every request of the operation has a header.
func (o *Operation) RequiresHeader(name string) bool {
	return slices.ContainsFunc(o.Parameters, func(p Parameter) bool {
		return p.In == "header" && p.Required && strings.EqualFold(p.Name, name)
	})
}

// Reads says whether a request by a method does what the operation is for, and
// that is reading: its own method is a safe one (RFC 9110 9.2.1).
func (o *Operation) Reads(method string) bool {
	switch o.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return method == o.Method
	}
	return false
}

// onlyReads says that of every request of a case.
func (o *Operation) onlyReads(c *Case) bool {
	byMethod := c.Each != nil && c.Each.As == AsMethod
	return !byMethod && o.Reads(cmp.Or(c.Request.Method, o.Method))
}

// Response returns the statuses before which the operation has a response of
// the components, by its name.
func (o *Operation) Response(name string) (Statuses, bool) {
	statuses, ok := o.responses[name]
	return statuses, ok
}

// Responses are the names that Response knows, sorted.
func (o *Operation) Responses() []string { return sortedKeys(o.responses) }

// Parameter, Schema and Violation are those of the OpenAPI description.
type (
	Parameter = openapi.Parameter
	Schema    = openapi.Schema
	Violation = openapi.Violation
)

// TextOf returns how a text, a number or a boolean is written in a path, a query or a header;
// false for any other value.
func TextOf(value any) (string, bool) { return openapi.TextOf(value) }

// SameJSON reports whether two decoded JSON values are equal, however their numbers were
// decoded.
func SameJSON(a, b any) bool { return openapi.SameJSON(a, b) }

// readOpenAPI reads the file as an OpenAPI description and reports whether the rest can be
// looked at.
func (l *loader) readOpenAPI(source openapi.Source) bool {
	read := openapi.Validate
	_, added := strict.Find(source.Root, StartKey)
	if added = added || source.Changed; added { // whoever added them does not own the rest
		read = openapi.Read
	}
	made := read(source)
	l.problems = append(l.problems, made.Problems...)
	if made.Description == nil {
		return false
	}
	l.describe(made.Description)
	if l.doc.tolerated = made.Tolerated; added {
		l.doc.Skipped, l.doc.tolerated = made.Description.Skipped, nil
	}
	return true
}

// describe takes what the description says.
func (l *loader) describe(api *openapi.Description) {
	l.doc.api = api
	l.doc.Title, l.doc.Version, l.doc.Server = api.Title, api.Version, api.Server
	l.doc.Security, l.doc.Servers = api.Security, api.Servers
	l.readExamples()
}

// Description returns the OpenAPI description of the contract.
func (d *Contract) Description() *openapi.Description { return d.api }

// NotJudged returns what the schemas of responses say and what no check looks at: formats and
// patterns that are not known.
func (d *Contract) NotJudged() []openapi.Note { return d.api.Notes() }

// Schema returns a component schema.
func (d *Contract) Schema(name string) (*Schema, bool) {
	return d.api.Schema(name)
}

// Schemas are the names of the component schemas, sorted.
func (d *Contract) Schemas() []string { return d.api.Schemas() }

// Example returns the value of a named example of a response.
func (d *Contract) Example(name string) (any, bool) {
	value, ok := d.examples[name]
	return value, ok
}

// Examples are the names that Example knows, sorted.
func (d *Contract) Examples() []string { return sortedKeys(d.examples) }

// Kind returns a kind by the singular that cases use.
func (d *Contract) Kind(singular string) (Kind, bool) {
	for _, k := range d.Kinds {
		if k.Singular == singular {
			return k, true
		}
	}
	return Kind{}, false
}

// Locate returns the place of a JSON pointer in the file; the zero value if the document has
// nothing there.
func (d *Contract) Locate(pointer string) strict.Pos {
	pos, _ := strict.LocatePointer(d.root, pointer)
	return pos
}

// Regexp returns a regular expression of a check, which is compiled once. It panics where the
// pattern is invalid, which lint refuses.
func (d *Contract) Regexp(pattern string) *regexp.Regexp {
	if compiled, ok := d.patterns.Load(pattern); ok {
		return compiled.(*regexp.Regexp)
	}
	compiled, _ := d.patterns.LoadOrStore(pattern, regexp.MustCompile(pattern))
	return compiled.(*regexp.Regexp)
}

// Load reads a contract and checks its structure: the error is a strict.Problems with all that
// is wrong, each with its place. A contract that somebody wrote is read by lint.Load, which also
// applies the rules of each operator.
func Load(file string, data []byte) (*Contract, error) {
	root, problems := strict.Parse(file, data)
	if root == nil || len(problems) > 0 {
		return nil, problems.Err()
	}
	return LoadLinted(openapi.Source{File: file, Data: data, Root: root}, nil)
}

// LoadLinted is Load of a text that is parsed, with a rule that is applied to every check; nil:
// none.
func LoadLinted(source openapi.Source, rule CheckRule) (*Contract, error) {
	source = openapi.Convert(source)
	l := newLoader(source, rule)
	if l.readOpenAPI(source) {
		if source.Changed {
			l.unused()
		}
		node, ok := strict.Find(source.Root, Extension)
		if !ok {
			l.problem(strict.PosOf(source.Root), "", "no "+Extension+
				", which holds the requirements and cases", "")
		} else {
			l.readConformance(node, l.written)
		}
		l.lint()
	}
	return l.loaded()
}

// Derived is what was derived from a plain description, as the values of the key x-conformance.
type Derived struct {
	Root *yaml.Node
	// Operation returns what was derived for an operation of the description. It is called once
	// for each, so that the trees of all are never in memory together.
	Operation func(*openapi.Operation) (*yaml.Node, bool)
	// Skipped are the operations without a case, and why.
	Skipped []openapi.Skipped
}

// LoadDerived makes a contract of a plain description and what was derived from it.
func LoadDerived(
	source openapi.Source, api *openapi.Description, derived *Derived, rule CheckRule,
) (*Contract, error) {
	l := newLoader(source, rule)
	l.describe(api)
	l.doc.Skipped = derived.Skipped
	l.doc.tolerated = append(l.doc.tolerated, source.Blemishes...)
	for _, hint := range api.Hints {
		l.doc.tolerated = append(l.doc.tolerated,
			strict.Problem{File: source.File, Pos: hint.Pos, Message: hint.Text})
	}
	l.readConformance(derived.Root, derived.Operation)
	l.lint()
	return l.loaded()
}

func newLoader(source openapi.Source, rule CheckRule) *loader {
	return &loader{
		file: source.File, root: source.Root, rule: rule,
		doc: &Contract{
			File: source.File, Digest: Digest(source.Data), root: source.Root,
			examples: map[string]any{},
		},
		ambiguous: map[string]strict.Problem{}, unfit: map[exampleKey][]strict.Problem{},
	}
}

// loaded returns the contract, or all that is wrong.
func (l *loader) loaded() (*Contract, error) {
	l.tolerateExamples()
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
	doc      *Contract
	problems strict.Problems
	// ambiguous are names of examples with more than one value.
	ambiguous map[string]strict.Problem
	// requirements are the ids of those that are listed.
	requirements map[string]bool
	// unfit are the examples that their schemas reject.
	unfit map[exampleKey][]strict.Problem
	// rule lints each check further; nil: nothing does.
	rule CheckRule
}

func (l *loader) problem(pos strict.Pos, path, message, suggestion string) {
	l.problems = append(l.problems, strict.Problem{
		File: l.file, Pos: pos, Path: path, Message: message, Suggestion: suggestion,
	})
}

// once adds a problem that may be found in several ways.
func (l *loader) once(pos strict.Pos, path, message, suggestion string) {
	p := strict.Problem{
		File: l.file, Pos: pos, Path: path, Message: message, Suggestion: suggestion,
	}
	if !slices.Contains(l.problems, p) {
		l.problems = append(l.problems, p)
	}
}

func (l *loader) pos(path ...string) strict.Pos {
	pos, _ := strict.Locate(l.root, path...)
	return pos
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
