package openapi

import (
	"slices"
	"strings"
	"sync"

	"example.com/toeline/spec/strict"
)

// Description is an OpenAPI description as plain data. It is read-only and safe for concurrent
// use.
type Description struct {
	Title, Version string
	// Server is the URL of the first of Servers; empty: none is named. Variables have their
	// defaults there, and each of their values in Servers, which those of paths and operations
	// follow.
	Server  string
	Servers []string
	// Operations are in the order of the paths in the file, then by method.
	Operations []Operation
	// Skipped are the operations that cannot be used.
	Skipped []Skipped
	// Hints are what OpenAPI does not allow and what operations are used in spite of.
	Hints []Note
	// Security is what it says of credentials.
	Security Security
	// Responses are the names of the component responses, sorted.
	Responses []string
	// Webhooks are the names of what the server sends by itself, which is not judged.
	Webhooks []string

	tree       *tree
	components part
	schemas    map[string]part
	named      map[string]*Schema
	noted      sync.Once
	notes      []Note
}

// Skipped is an operation that is left out, and why. Method is empty for a whole path.
type Skipped struct {
	Method, Path string
	Pos          strict.Pos
	Reason       string
}

// Name is the method and the path.
func (s Skipped) Name() string { return strings.TrimSpace(s.Method + " " + s.Path) }

// Problem says at its place of a file why the operation is left out.
func (s Skipped) Problem(file string) strict.Problem {
	return strict.Problem{File: file, Pos: s.Pos, Path: s.Name(), Message: "left out: " + s.Reason}
}

// Schema returns a component schema.
func (d *Description) Schema(name string) (*Schema, bool) {
	if given, ok := d.named[name]; ok {
		return given, true
	}
	at, ok := d.schemas[name]
	if !ok {
		return nil, false
	}
	return d.tree.schemaAt(name, at), true
}

// Name gives a schema a name, as if it were a component. It is not safe for concurrent use.
func (d *Description) Name(name string, s *Schema) {
	if d.named == nil {
		d.named = map[string]*Schema{}
	}
	d.named[name] = s
}

// Schemas returns the names of the component schemas, sorted.
func (d *Description) Schemas() []string { return sortedKeys(d.schemas) }

// Notes returns what the schemas of responses say and what is not judged, one of each text. It is
// gathered once.
func (d *Description) Notes() []Note {
	d.noted.Do(func() { d.notes = d.gatherNotes() })
	return d.notes
}

func (d *Description) gatherNotes() []Note {
	seen := map[*Schema]bool{}
	for i := range d.Operations {
		for _, response := range d.Operations[i].Responses {
			for _, media := range response.Content {
				media.Schema.readAll(seen)
			}
			for _, header := range response.Headers {
				header.Schema.readAll(seen)
			}
		}
	}
	d.tree.mu.Lock()
	defer d.tree.mu.Unlock()
	var all []Note
	texts := map[string]bool{}
	for _, note := range d.tree.notes {
		if !texts[note.Text] {
			texts[note.Text] = true
			all = append(all, note)
		}
	}
	return all
}

// NotJudged adds to what Notes returns. It is called before Notes.
func (d *Description) NotJudged(pos strict.Pos, text string) {
	d.tree.mu.Lock()
	defer d.tree.mu.Unlock()
	d.tree.notes = append(d.tree.notes, Note{pos, text})
}

// Operation is a method on a path.
type Operation struct {
	// Path is what a request has; Key is the key under paths, which may have a fragment.
	Method, Path, Key string
	ID                string // operationId; empty: none is given
	// Parameters are those of the operation, then those of its path that it does not override.
	Parameters []Parameter
	Body       *Body      // nil: none is described
	Responses  []Response // by status
	// Security are the alternatives of credentials, one of which is needed; empty: none are.
	Security []Alternative
	// Callbacks is how many callbacks are described, which are not judged.
	Callbacks int
	Pos       strict.Pos

	at []string
}

// Secured reports whether no request is accepted without credentials. An empty alternative makes
// them optional.
func (o *Operation) Secured() bool {
	return len(o.Security) > 0 &&
		!slices.ContainsFunc(o.Security, func(a Alternative) bool { return len(a) == 0 })
}

// TakesBearer reports whether a bearer token is among the credentials of every alternative.
func (o *Operation) TakesBearer() bool {
	return !slices.ContainsFunc(o.Security, func(a Alternative) bool {
		return !slices.ContainsFunc(a, Scheme.Bearer)
	})
}

// At returns the path of the operation in the file.
func (o *Operation) At() []string { return slices.Clone(o.at) }

// ResponseAt returns the path in the file of one of its responses.
func (o *Operation) ResponseAt(r Response) []string {
	if r.Component != "" {
		return []string{"components", "responses", r.Component}
	}
	return append(o.At(), "responses", r.Status)
}

// Statuses returns the documented ones, sorted: "204", "4XX", "default".
func (o *Operation) Statuses() []string {
	all := make([]string, len(o.Responses))
	for i, r := range o.Responses {
		all[i] = r.Status
	}
	return all
}

// Response returns the response that is documented for a status.
func (o *Operation) Response(status string) (Response, bool) {
	for _, r := range o.Responses {
		if r.Status == status {
			return r, true
		}
	}
	return Response{}, false
}

// Parameter is a named part of a request.
type Parameter struct {
	Name, In string // In is path, query, header, cookie or querystring
	// Key is how a case names it: its name, or "in.name" where another parameter comes first, one
	// in the path before others, or where the name has a meaning of its own in a case.
	Key      string
	Required bool
	// Style and Explode say how lists and objects are written; defaults are filled in.
	Style   string
	Explode bool
	// Reserved reports whether reserved characters are sent as they are.
	Reserved bool
	// ContentType is the media type of a parameter that is described by content; empty: it is
	// described by a schema.
	ContentType string
	Schema      *Schema // nil: none is given
	// Example is the value that the description shows, from example or the first of examples,
	// as decoded JSON; nil: it shows none.
	Example  any
	Examples []Example
}

// MayBeEmpty reports whether the parameter is an object whose members are in the query themselves,
// and none of which is needed: then a request without any has it too.
func (p Parameter) MayBeEmpty() bool {
	isOwn := p.Style == "form" && p.Explode || p.Style == "deepObject"
	return isOwn && p.ContentType == "" && p.Schema != nil &&
		slices.Contains(p.Schema.Types(), "object") &&
		len(p.Schema.ValidateRequest(map[string]any{})) == 0
}

// Body is the content of a request.
type Body struct {
	Required bool
	Content  []Media // by media type
}

// Preferred returns the content that is sent unless another is named: JSON where there is any.
func (b *Body) Preferred() Media {
	for _, media := range b.Content {
		if IsJSON(media.Type) {
			return media
		}
	}
	if len(b.Content) == 0 {
		return Media{}
	}
	return b.Content[0]
}

// Response is a documented response.
type Response struct {
	Status string
	// Component is the name of the component response that is referred to; empty: none is.
	Component string
	Content   []Media // by media type
	Headers   []Header
	Links     []Link
}

// Header is a documented header of a response.
type Header struct {
	Name     string
	Required bool
	Schema   *Schema  // nil: none is given
	SchemaAt []string // where its schema is, below the header
}

// Media is one representation of content.
type Media struct {
	Type   string
	Schema *Schema // nil: none is given
	// Items is the schema of each item of a sequence (see IsSequence); nil: none is given.
	Items *Schema
	// SchemaComponent is the name of the component schema that is referred to; empty: none is.
	SchemaComponent string
	Example         any // as decoded JSON; nil: none is given
	Examples        []Example
	// Encoding says how members of a form or of a multipart body are written, by name.
	Encoding map[string]Encoding
}

// Encoding is how one member of a form, or one part, is written. What is not said is empty.
type Encoding struct{ ContentType, Style, Explode string }

// Example is a named example.
type Example struct {
	Name string
	// Component is the name of the component example that is referred to; empty: none is.
	Component string
	Value     any // as decoded JSON
}

// IsJSON reports whether a media type is JSON: application/json, text/json or a +json type.
func IsJSON(mediaType string) bool {
	base, _, _ := strings.Cut(mediaType, ";")
	base = strings.ToLower(strings.TrimSpace(base))
	return base == "application/json" || base == "text/json" || strings.HasSuffix(base, "+json")
}

// IsSequence reports whether a media type is JSON values one after another: one a line, or each
// after a record separator (RFC 7464).
func IsSequence(mediaType string) bool {
	base, _, _ := strings.Cut(mediaType, ";")
	base = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(base)), "application/")
	return slices.Contains([]string{
		"jsonl", "x-jsonl", "jsonlines", "x-jsonlines", "ndjson",
		"x-ndjson", "json-seq",
	}, base) || strings.HasSuffix(base, "+json-seq")
}

// InRange reports whether a media type is of a range, which may have parameters: "text/*", or
// "*/*+json" for every type with that suffix.
func InRange(within, mediaType string) bool {
	base := func(s string) string {
		s, _, _ = strings.Cut(s, ";")
		return strings.ToLower(strings.TrimSpace(s))
	}
	within, mediaType = base(within), base(mediaType)
	kind, isRange := strings.CutSuffix(within, "/*")
	suffix, hasSuffix := strings.CutPrefix(within, "*/*+")
	return within == mediaType || within == "*/*" || within == "*" ||
		isRange && strings.HasPrefix(mediaType, kind+"/") ||
		hasSuffix && strings.HasSuffix(mediaType, "+"+suffix)
}
