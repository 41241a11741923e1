package spec

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"example.com/toeline/spec/strict"
)

// readOpenAPI reads the file as an OpenAPI description and says whether the
// rest can be looked at.
func (l *loader) readOpenAPI(data []byte) bool {
	// The parser fills in merge keys and aliases; references to other files
	// stay refused, so that a document is one file.
	data = l.resolve(data)
	if data == nil {
		return false
	}
	api, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		l.notOpenAPI(err)
		return false
	}
	if !strings.HasPrefix(api.OpenAPI, "3.0") {
		l.problem(l.pos("openapi"), "openapi", "version "+api.OpenAPI+" is not read yet; write the document as 3.0.3", "")
		return false
	}
	l.doc.api = api
	for _, err := range flatten(api.Validate(context.Background(), openapi3.EnableMultiError(), openapi3.DisableExamplesValidation())) {
		l.invalidOpenAPI(err)
	}
	if api.Info != nil {
		l.doc.Title, l.doc.Version = api.Info.Title, api.Info.Version
	}
	if len(api.Servers) > 0 {
		l.doc.Server = api.Servers[0].URL
	}
	l.readExamples()
	return true
}

func flatten(err error) []error {
	var many openapi3.MultiError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &many):
		return many
	}
	return []error{err}
}

func oneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

func (l *loader) pos(path ...string) strict.Pos {
	pos, _ := strict.Locate(l.root, path...)
	return pos
}

// readExamples collects the named examples of every response, and holds each
// against its schema: other tools show them to people as true answers.
func (l *loader) readExamples() {
	for _, path := range l.doc.api.Paths.InMatchingOrder() {
		operations := l.doc.api.Paths.Value(path).Operations()
		for _, method := range sortedKeys(operations) {
			responses := operations[method].Responses.Map()
			for _, status := range sortedKeys(responses) {
				at := []string{"paths", path, strings.ToLower(method), "responses", status}
				if name, ok := strings.CutPrefix(responses[status].Ref, "#/components/responses/"); ok {
					at = []string{"components", "responses", name}
				}
				l.readResponseExamples(responses[status].Value, at)
			}
		}
	}
}

func (l *loader) readResponseExamples(response *openapi3.Response, at []string) {
	if response == nil {
		return
	}
	for _, mediaType := range sortedKeys(response.Content) {
		media := response.Content[mediaType]
		if media == nil {
			continue
		}
		for _, name := range sortedKeys(media.Examples) {
			place := slices.Concat(at, []string{"content", mediaType, "examples", name})
			ref := media.Examples[name]
			if component, ok := strings.CutPrefix(ref.Ref, "#/components/examples/"); ok {
				place = []string{"components", "examples", component}
			}
			if ref.Value != nil {
				l.addExample(name, ref.Value.Value, media.Schema, place)
			}
		}
	}
}

func (l *loader) addExample(name string, value any, schema *openapi3.SchemaRef, place []string) {
	value = asJSON(value)
	known, seen := l.doc.examples[name]
	if seen && !reflect.DeepEqual(known, value) {
		// Plain documents call each of them "default": it matters where a case names it.
		l.ambiguous[name] = strict.Problem{
			File: l.file, Pos: l.pos(place...), Path: strings.Join(place, "."),
			Message: "another response has an example of this name with another value, and a case names it; give each its own name",
		}
	}
	if !seen {
		l.doc.examples[name] = value
	}
	if !seen || !reflect.DeepEqual(known, value) {
		l.checkExample(value, schema, place)
	}
}

// checkExample holds an example against its schema.
func (l *loader) checkExample(value any, schema *openapi3.SchemaRef, place []string) {
	if schema == nil || schema.Value == nil {
		return
	}
	for _, v := range (&Schema{api: schema.Value}).Validate(value) {
		at := slices.Concat(place, []string{"value"}, strings.Split(strings.TrimPrefix(v.Pointer, "/"), "/"))
		pos := l.pos(at...)
		if pos == (strict.Pos{}) {
			pos = l.pos(place...)
		}
		l.problem(pos, strings.Join(place, "."), "its schema rejects this example at "+orRoot(v.Pointer)+": "+v.Reason, "")
	}
}

func orRoot(pointer string) string {
	if pointer == "" {
		return "its root"
	}
	return pointer
}

// asJSON turns what a YAML parser made into what a JSON parser would make.
func asJSON(value any) any {
	data, err := json.Marshal(value)
	if err != nil {
		return value
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return value
	}
	return plain
}
