package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"example.com/toeline/spec/strict"
)

// extension is the key under which a document carries its conformance.
const extension = "x-conformance"

// readConformance decodes the extension at the root and at the operations.
func (l *loader) readConformance() {
	node, ok := strict.Find(l.root, extension)
	if !ok {
		l.problem(strict.PosOf(l.root), "", "no "+extension+", which holds the requirements and cases; toeline init "+l.file+" makes a start of a plain OpenAPI document", "")
		return
	}
	var c Conformance
	l.problems = append(l.problems, strict.Decode(l.file, node, &c, extension)...)
	if c.Version != FormatVersion {
		l.problem(l.pos(extension, "version"), extension+".version", fmt.Sprintf("version %d is not known; this toeline reads %d", c.Version, FormatVersion), "")
	}
	l.doc.Requirements, l.doc.Excluded = c.Requirements, c.Excluded
	l.doc.Profiles, l.doc.Always = c.Profiles, c.Always
	for _, entry := range c.World.Entries {
		kind := entry.Value
		kind.Name = entry.Key
		l.doc.Kinds = append(l.doc.Kinds, kind)
	}
	for _, path := range l.paths() {
		item := l.doc.api.Paths.Value(path)
		if item == nil {
			continue // an x- key
		}
		operations := item.Operations()
		for _, method := range sortedKeys(operations) {
			l.readOperation(path, method, item, operations[method])
		}
	}
}

// paths lists the paths in the order of the file, which is that of the cases.
func (l *loader) paths() []string {
	var all strict.Ordered[any]
	if node, ok := strict.Find(l.root, "paths"); ok {
		strict.Decode(l.file, node, &all)
	}
	return all.Keys()
}

func (l *loader) readOperation(path, method string, item *openapi3.PathItem, operation *openapi3.Operation) {
	at := []string{"paths", path, strings.ToLower(method), extension}
	node, ok := strict.Find(l.root, at...)
	if !ok {
		return
	}
	var c OperationConformance
	l.problems = append(l.problems, strict.Decode(l.file, node, &c, at...)...)
	op := Operation{
		Method: strings.ToUpper(method), Path: path, ID: operation.OperationID,
		Statuses: sortedKeys(operation.Responses.Map()),
		Secured:  secured(l.doc.api, operation),
		Cases:    c.Cases,
		Fuzz:     c.Fuzz,
	}
	op.responses = map[string]Statuses{}
	for _, key := range op.Statuses {
		name, named := strings.CutPrefix(operation.Responses.Value(key).Ref, "#/components/responses/")
		if status, ok := ParseStatus(key); ok && named {
			op.responses[name] = append(op.responses[name], status)
		}
	}
	l.readBody(&op, operation, at[:3])
	for _, p := range parametersOf(item, operation) {
		op.Parameters = append(op.Parameters, parameter(p))
	}
	l.doc.Operations = append(l.doc.Operations, op)
}

// readBody takes the examples of the first media type, which cases build
// their bodies from, and holds each against its schema.
func (l *loader) readBody(op *Operation, operation *openapi3.Operation, at []string) {
	op.BodyExamples = map[string]any{}
	if operation.RequestBody == nil || operation.RequestBody.Value == nil {
		return
	}
	content := operation.RequestBody.Value.Content
	for _, mediaType := range sortedKeys(content)[:min(1, len(content))] {
		op.BodyType = mediaType
		media := content[mediaType]
		if media == nil {
			continue
		}
		for _, name := range sortedKeys(media.Examples) {
			place := slices.Concat(at, []string{"requestBody", "content", mediaType, "examples", name})
			if ref := media.Examples[name]; ref.Value != nil {
				op.BodyExamples[name] = asJSON(ref.Value.Value)
				l.checkExample(op.BodyExamples[name], media.Schema, place)
			}
		}
	}
}

// parametersOf lists what an operation takes: its own parameters, and those of
// its path that it does not override.
func parametersOf(item *openapi3.PathItem, operation *openapi3.Operation) []*openapi3.Parameter {
	var all []*openapi3.Parameter
	for _, ref := range slices.Concat(operation.Parameters, item.Parameters) {
		known := func(p *openapi3.Parameter) bool { return p.Name == ref.Value.Name && p.In == ref.Value.In }
		if ref.Value != nil && !slices.ContainsFunc(all, known) {
			all = append(all, ref.Value)
		}
	}
	return all
}

func parameter(p *openapi3.Parameter) Parameter {
	made := Parameter{Name: p.Name, In: p.In, Required: p.Required, Joined: true}
	if form, err := p.SerializationMethod(); err == nil && p.In == openapi3.ParameterInQuery {
		made.Joined = !form.Explode
	}
	if p.Schema != nil && p.Schema.Value != nil {
		made.Schema = &Schema{Name: p.Name, api: p.Schema.Value}
	}
	return made
}

// secured says whether nobody gets in without credentials. An empty way among
// those that are listed makes them optional.
func secured(api *openapi3.T, operation *openapi3.Operation) bool {
	ways := waysIn(api, operation)
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(way openapi3.SecurityRequirement) bool { return len(way) == 0 })
}

// bearerNeeded says whether every way in takes a bearer token.
func bearerNeeded(api *openapi3.T, operation *openapi3.Operation) bool {
	return !slices.ContainsFunc(waysIn(api, operation), func(way openapi3.SecurityRequirement) bool { return !takesToken(api, way) })
}

func waysIn(api *openapi3.T, operation *openapi3.Operation) openapi3.SecurityRequirements {
	if operation.Security != nil {
		return *operation.Security
	}
	return api.Security
}

func takesToken(api *openapi3.T, way openapi3.SecurityRequirement) bool {
	for name := range way {
		if api.Components == nil || api.Components.SecuritySchemes[name] == nil {
			continue
		}
		s := api.Components.SecuritySchemes[name].Value
		if s != nil && (s.Type == "oauth2" || s.Type == "openIdConnect" || s.Type == "http" && strings.EqualFold(s.Scheme, "bearer")) {
			return true
		}
	}
	return false
}

// Parameter returns a parameter of the operation by name.
func (o *Operation) Parameter(name string) (Parameter, bool) {
	for _, p := range o.Parameters {
		if p.Name == name {
			return p, true
		}
	}
	return Parameter{}, false
}
