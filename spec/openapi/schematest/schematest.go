// Package schematest reads schemas for tests.
package schematest

import (
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Of reads a component schema that is given as YAML in one line. It may refer to Loop, an object
// that needs itself.
func Of(t *testing.T, text string) *openapi.Schema {
	t.Helper()
	data := []byte("openapi: 3.0.3\ninfo: {title: T, version: v}\npaths: {}\ncomponents:\n  " +
		"schemas:\n" +
		"    Loop: {type: object, required: [next], properties: {next: {$ref: " +
		"\"#/components/schemas/Loop\"}}}\n" +
		"    S: " + text + "\n")
	root, problems := strict.Parse("f", data)
	read := openapi.Read(openapi.Source{File: "f", Data: data, Root: root})
	if problems = append(problems, read.Problems...); len(problems) > 0 {
		t.Fatal(problems)
	}
	s, ok := read.Description.Schema("S")
	if !ok {
		t.Fatalf("no schema: %s", text)
	}
	return s
}
