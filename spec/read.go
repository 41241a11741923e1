package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Extension is the key under which a document carries its conformance.
const Extension = "x-conformance"

// PlainTokenEnv is the variable that holds the token where the contract names none.
const PlainTokenEnv = "TOELINE_TOKEN"

// readConformance decodes the extension at the root, and at the operations, which of returns.
func (l *loader) readConformance(
	node *yaml.Node, of func(*openapi.Operation) (*yaml.Node, bool),
) {
	var c Conformance
	l.problems = append(l.problems, strict.Decode(l.file, node, &c, Extension)...)
	if c.Version != FormatVersion {
		l.problem(l.pos(Extension, "version"), Extension+".version",
			fmt.Sprintf("version %d is not known; this toeline reads %d", c.Version, FormatVersion),
			"")
	}
	l.doc.Requirements, l.doc.Excluded = c.Requirements, c.Excluded
	l.doc.Profiles, l.doc.Always = c.Profiles, c.Always
	l.doc.Situations, l.doc.Correlation = c.Situations, c.Correlation
	l.doc.TokenEnv = cmp.Or(c.TokenEnv, PlainTokenEnv)
	for _, entry := range c.Fixtures.Entries {
		kind := entry.Value
		kind.Name = entry.Key
		l.doc.Kinds = append(l.doc.Kinds, kind)
	}
	l.readOperations(of)
}

// readOperations reads the operations with cases, and those that only steps of such cases name.
func (l *loader) readOperations(of func(*openapi.Operation) (*yaml.Node, bool)) {
	all := l.doc.api.Operations
	read := make([]*OperationConformance, len(all))
	named := map[string]bool{}
	for i := range all {
		node, ok := of(&all[i])
		if !ok {
			continue
		}
		read[i] = &OperationConformance{}
		at := append(all[i].At(), Extension)
		l.problems = append(l.problems, strict.Decode(l.file, node, read[i], at...)...)
		for j := range read[i].Cases {
			read[i].Cases[j].nameOperations(named)
		}
	}
	for i := range all {
		switch from := &all[i]; {
		case read[i] != nil:
			l.readOperation(from, read[i])
		case named[from.ID] || named[from.Method+" "+from.Path]:
			l.readOperation(from, &OperationConformance{})
		}
	}
	l.doc.indexOperations()
	for i := range l.doc.Operations {
		op := &l.doc.Operations[i]
		for j := range op.Cases {
			l.resolveSteps(op, &op.Cases[j])
		}
	}
}

func (l *loader) readOperation(from *openapi.Operation, c *OperationConformance) {
	op := Operation{
		Method: from.Method, Path: from.Path, ID: from.ID,
		Statuses: from.Statuses(), Secured: from.Secured(), Parameters: from.Parameters,
		Cases: c.Cases, Fuzz: c.Fuzz,
		responses: map[string]Statuses{}, BodyExamples: map[string]any{},
	}
	op.Accept, op.Security = accepted(from), from.Security
	for _, r := range from.Responses {
		op.Negotiates = op.Negotiates || len(r.Content) > 1
		if status, ok := ParseStatus(r.Status); ok && r.Component != "" {
			op.responses[r.Component] = append(op.responses[r.Component], status)
		}
	}
	l.readBody(&op, from)
	l.doc.Operations = append(l.doc.Operations, op)
}

// accepted lists the media types of the documented responses: of each those that are JSON, where
// some are.
func accepted(from *openapi.Operation) string {
	var all []string
	for _, r := range from.Responses {
		var own, asJSON []string
		for _, media := range r.Content {
			base, _, _ := strings.Cut(media.Type, ";")
			own = append(own, strings.TrimSpace(base))
			if openapi.IsJSON(base) {
				asJSON = append(asJSON, strings.TrimSpace(base))
			}
		}
		if len(asJSON) > 0 {
			own = asJSON
		}
		for _, mediaType := range own {
			if !slices.Contains(all, mediaType) {
				all = append(all, mediaType)
			}
		}
	}
	if len(all) == 0 {
		return "application/json"
	}
	return strings.Join(all, ", ")
}

// readBody takes the examples of the preferred media type, which cases build their bodies from,
// and validates each by its schema.
func (l *loader) readBody(op *Operation, from *openapi.Operation) {
	if from.Body == nil || len(from.Body.Content) == 0 {
		return
	}
	media := from.Body.Preferred()
	op.BodyType, op.bodies = media.Type, from.Body.Content
	for _, example := range media.Examples {
		op.BodyExamples[example.Name] = example.Value
		key := exampleKey{from.Method + " " + from.Path, example.Name}
		l.checkExample(key, example.Value, media.Schema, append(from.At(),
			"requestBody", "content", media.Type, "examples", example.Name))
	}
}

// Parameter returns a parameter of the operation by its key.
func (o *Operation) Parameter(key string) (Parameter, bool) {
	for i := range o.Parameters { // by index: copying each costs more than the comparison
		if o.Parameters[i].Key == key {
			return o.Parameters[i], true
		}
	}
	return Parameter{}, false
}

// Plain returns the file as plain values, without positions.
func (d *Contract) Plain() any {
	var value any
	_ = strict.Decode(d.File, d.root, &value) // it was read before
	return value
}
