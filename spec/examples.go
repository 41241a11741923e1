package spec

import (
	"reflect"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// readExamples collects the named examples of every response, and validates each by its
// schema: other tools show them to people as real responses.
func (l *loader) readExamples() {
	for _, op := range l.doc.api.Operations {
		for _, response := range op.Responses {
			at := append(op.At(), "responses", response.Status)
			if response.Component != "" {
				at = []string{"components", "responses", response.Component}
			}
			for _, media := range response.Content {
				l.readResponseExamples(media, at)
			}
		}
	}
}

func (l *loader) readResponseExamples(media openapi.Media, at []string) {
	for _, example := range media.Examples {
		place := slices.Concat(at, []string{"content", media.Type, "examples", example.Name})
		if example.Component != "" {
			place = []string{"components", "examples", example.Component}
		}
		l.addExample(example.Name, example.Value, media.Schema, place)
	}
}

func (l *loader) addExample(name string, value any, schema *Schema, place []string) {
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

// checkExample validates an example by its schema; nil: there is none.
func (l *loader) checkExample(value any, schema *Schema, place []string) {
	if schema == nil {
		return
	}
	for _, v := range schema.Validate(value) {
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
