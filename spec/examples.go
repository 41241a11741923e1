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
			at := op.ResponseAt(response)
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
			Message: "another response has an example of this name with another value, and a " +
				"case names it; give each its own name",
		}
	}
	if !seen {
		l.doc.examples[name] = value
	}
	if !seen || !reflect.DeepEqual(known, value) {
		l.checkExample(exampleKey{name: name}, value, schema, place)
	}
}

// checkExample adds the problem of an example that its schema does not allow. It is reported
// where a case names the example.
func (l *loader) checkExample(key exampleKey, value any, schema *Schema, place []string) {
	if schema == nil {
		return
	}
	violations := schema.Validate(value)
	if key.operation != "" {
		violations = schema.ValidateRequest(value)
	}
	for _, v := range violations {
		at := slices.Concat(place, []string{"value"},
			strings.Split(strings.TrimPrefix(v.Pointer, "/"), "/"))
		pos := l.pos(at...)
		if pos == (strict.Pos{}) {
			pos = l.pos(place...)
		}
		l.unfit[key] = append(l.unfit[key], strict.Problem{
			File: l.file, Pos: pos, Path: strings.Join(place, "."),
			Message: "its schema rejects this example at " + orRoot(v.Pointer) + ": " + v.String(),
		})
	}
}

// exampleKey names an example: of a response, or of the body of an operation's request.
type exampleKey struct{ operation, name string }

// usesExample reports what an example that a case names breaks of its schema.
func (l *loader) usesExample(key exampleKey) {
	for _, p := range l.unfit[key] {
		l.once(p.Pos, p.Path, p.Message, "")
	}
	l.unfit[key] = nil
}

// tolerateExamples makes hints of the examples that no case names.
func (l *loader) tolerateExamples() {
	for _, problems := range l.unfit {
		l.doc.tolerated = append(l.doc.tolerated, problems...)
	}
}

func orRoot(pointer string) string {
	if pointer == "" {
		return "its root"
	}
	return pointer
}
