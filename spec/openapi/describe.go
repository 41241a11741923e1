package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"example.com/toeline/spec/strict"
)

// describe turns what the parser made into plain data.
func (r *reader) describe(api *openapi3.T) *Description {
	d := &Description{schemas: map[string]*Schema{}}
	if api.Info != nil {
		d.Title, d.Version = api.Info.Title, api.Info.Version
	}
	if len(api.Servers) > 0 {
		d.Server = api.Servers[0].URL
	}
	if api.Components != nil {
		d.Responses = sortedKeys(api.Components.Responses)
		for name, ref := range api.Components.Schemas {
			d.schemas[name] = schemaOf(name, ref)
		}
	}
	for _, path := range r.paths() {
		item := api.Paths.Value(path)
		if item == nil {
			continue // an x- key
		}
		operations := item.Operations()
		for _, method := range sortedKeys(operations) {
			d.Operations = append(d.Operations, operationOf(api, path, method, item, operations[method]))
		}
	}
	return d
}

// paths returns the paths in the order of the file.
func (r *reader) paths() []string {
	node, ok := strict.Find(r.root, "paths")
	if !ok {
		return nil
	}
	var all []string
	for i := 0; i+1 < len(node.Content); i += 2 {
		all = append(all, node.Content[i].Value)
	}
	return all
}

func operationOf(
	api *openapi3.T, path, method string, item *openapi3.PathItem, from *openapi3.Operation,
) Operation {
	op := Operation{
		Method: strings.ToUpper(method), Path: path, ID: from.OperationID,
		Secured: secured(api, from), TakesBearer: takesBearer(api, from),
	}
	for _, p := range parametersOf(item, from) {
		op.Parameters = append(op.Parameters, parameterOf(p))
	}
	if from.RequestBody != nil && from.RequestBody.Value != nil {
		body := from.RequestBody.Value
		op.Body = &Body{Required: body.Required, Content: mediaOf(body.Content)}
	}
	responses := from.Responses.Map()
	for _, status := range sortedKeys(responses) {
		made, ref := Response{Status: status}, responses[status]
		if ref != nil {
			made.Component = component(ref.Ref, "responses")
		}
		if ref != nil && ref.Value != nil {
			made.Content = mediaOf(ref.Value.Content)
		}
		op.Responses = append(op.Responses, made)
	}
	return op
}

// component returns the name in a reference to a component of a kind; empty: it is to another
// place, or none.
func component(ref, kind string) string {
	name, ok := strings.CutPrefix(ref, "#/components/"+kind+"/")
	if !ok || strings.Contains(name, "/") {
		return ""
	}
	return name
}

func mediaOf(content openapi3.Content) []Media {
	var all []Media
	for _, mediaType := range sortedKeys(content) {
		made, from := Media{Type: mediaType}, content[mediaType]
		if from != nil {
			made.Schema, made.Example = schemaOf("", from.Schema), AsJSON(from.Example)
			if from.Schema != nil {
				made.SchemaComponent = component(from.Schema.Ref, "schemas")
			}
			made.Examples = examplesOf(from.Examples)
		}
		all = append(all, made)
	}
	return all
}

func examplesOf(from openapi3.Examples) []Example {
	var all []Example
	for _, name := range sortedKeys(from) {
		if ref := from[name]; ref != nil && ref.Value != nil {
			all = append(all, Example{
				Name: name, Component: component(ref.Ref, "examples"), Value: AsJSON(ref.Value.Value),
			})
		}
	}
	return all
}

// parametersOf lists what an operation takes: its own parameters, and those of its path that it
// does not override.
func parametersOf(item *openapi3.PathItem, operation *openapi3.Operation) []*openapi3.Parameter {
	var all []*openapi3.Parameter
	for _, ref := range slices.Concat(operation.Parameters, item.Parameters) {
		known := func(p *openapi3.Parameter) bool {
			return p.Name == ref.Value.Name && p.In == ref.Value.In
		}
		if ref.Value != nil && !slices.ContainsFunc(all, known) {
			all = append(all, ref.Value)
		}
	}
	return all
}

func parameterOf(p *openapi3.Parameter) Parameter {
	made := Parameter{
		Name: p.Name, In: p.In, Required: p.Required, Joined: true,
		Schema: schemaOf(p.Name, p.Schema), Example: AsJSON(p.Example),
	}
	if form, err := p.SerializationMethod(); err == nil && p.In == openapi3.ParameterInQuery {
		made.Joined = !form.Explode
	}
	if examples := examplesOf(p.Examples); made.Example == nil && len(examples) > 0 {
		made.Example = examples[0].Value
	}
	return made
}

// secured reports whether credentials are demanded. An empty alternative among those that are
// listed makes them optional.
func secured(api *openapi3.T, operation *openapi3.Operation) bool {
	ways := alternatives(api, operation)
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(way openapi3.SecurityRequirement) bool {
		return len(way) == 0
	})
}

func takesBearer(api *openapi3.T, operation *openapi3.Operation) bool {
	return !slices.ContainsFunc(alternatives(api, operation),
		func(way openapi3.SecurityRequirement) bool { return !hasBearer(api, way) })
}

func alternatives(api *openapi3.T, operation *openapi3.Operation) openapi3.SecurityRequirements {
	if operation.Security != nil {
		return *operation.Security
	}
	return api.Security
}

func hasBearer(api *openapi3.T, way openapi3.SecurityRequirement) bool {
	for name := range way {
		if api.Components == nil || api.Components.SecuritySchemes[name] == nil {
			continue
		}
		s := api.Components.SecuritySchemes[name].Value
		if s != nil && (s.Type == "oauth2" || s.Type == "openIdConnect" ||
			s.Type == "http" && strings.EqualFold(s.Scheme, "bearer")) {
			return true
		}
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.SortedFunc(maps.Keys(m), cmp.Compare[string])
}
