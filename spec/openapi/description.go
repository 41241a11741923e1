package openapi

import "strings"

// Description is an OpenAPI description as plain data. It is read-only and safe for concurrent
// use.
type Description struct {
	Title, Version string
	// Server is the URL of the first server; empty: none is named.
	Server string
	// Operations are in the order of the paths in the file, then by method.
	Operations []Operation
	// Responses are the names of the component responses, sorted.
	Responses []string

	schemas map[string]*Schema
}

// Schema returns a component schema.
func (d *Description) Schema(name string) (*Schema, bool) {
	s, ok := d.schemas[name]
	return s, ok && s != nil
}

// Schemas returns the names of the component schemas, sorted.
func (d *Description) Schemas() []string { return sortedKeys(d.schemas) }

// Operation is a method on a path.
type Operation struct {
	Method, Path string
	ID           string // operationId; empty: none is given
	// Parameters are those of the operation, then those of its path that it does not override.
	Parameters []Parameter
	Body       *Body      // nil: none is described
	Responses  []Response // by status
	// Secured reports whether no request is accepted without credentials.
	Secured bool
	// TakesBearer reports whether a bearer token is among the credentials of every
	// alternative.
	TakesBearer bool
}

// At returns the path of the operation in the file.
func (o *Operation) At() []string { return []string{"paths", o.Path, strings.ToLower(o.Method)} }

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
	Name, In string // In is path, query, header or cookie
	Required bool
	// Joined reports whether the members of a list are sent as one value, with commas between
	// them, instead of one value each.
	Joined bool
	Schema *Schema // nil: none is given
	// Example is the value that the description shows, from example or the first of examples,
	// as decoded JSON; nil: it shows none.
	Example any
}

// Body is the content of a request.
type Body struct {
	Required bool
	Content  []Media // by media type
}

// Response is a documented response.
type Response struct {
	Status string
	// Component is the name of the component response that is referred to; empty: none is.
	Component string
	Content   []Media // by media type
}

// Media is one representation of content.
type Media struct {
	Type   string
	Schema *Schema // nil: none is given
	// SchemaComponent is the name of the component schema that is referred to; empty: none is.
	SchemaComponent string
	Example         any // as decoded JSON; nil: none is given
	Examples        []Example
}

// Example is a named example.
type Example struct {
	Name string
	// Component is the name of the component example that is referred to; empty: none is.
	Component string
	Value     any // as decoded JSON
}
