package lint

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/spec/strict"
)

// stepped is a valid contract with a case of steps that uses all that one can say. It belongs to
// package spec, as the mistakes of its structure.
var stepped = func() string {
	text, err := os.ReadFile("../../spec/testdata/stepped.yaml")
	if err != nil {
		panic(err)
	}
	return string(text)
}()

// lintStepTests are mistakes in the checks of a case of steps.
var lintStepTests = []struct{ name, old, new string }{
	{"an unknown value in a check", "as: saved.name}}", "as: saved.nam}}"},
	{"an unknown list of a check", "of: saved.ids,", "of: saved.idz,"},
	{"same of two", "same: {pointer: /name, as", "same: {pointer: /name, header: X, as"},
	{"same as what is neither", "as: saved.name}}", "as: header.X}}"},
	{
		"same of nothing that was sent",
		"differ: {header: ETag, as: saved.id}",
		"differ: {header: ETag, as: sent}",
	},
	{
		"content in part",
		"same: {pointer: /name, as: saved.name}",
		"same: {content: true, partial: true, as: sent}",
	},
	{"const of nothing", "const: {pointer: /a, value: 1}", "const: {value: 1}"},
	{"length of nothing", "length: {pointer: /b, max: 3}", "length: {pointer: /b}"},
	{"length below zero", "length: {pointer: /b, max: 3}", "length: {pointer: /b, max: -3}"},
	{
		"length of two",
		"length: {pointer: /b, max: 3}",
		"length: {pointer: /b, of: saved.ids, max: 3}",
	},
	{
		"items by no rule",
		"someItem: {pointer: /c, at: /id, equal: saved.id}",
		"someItem: {pointer: /c, at: /id}",
	},
	{
		"distinct of some",
		"someItem: {pointer: /c, at: /id, equal: saved.id}",
		"someItem: {pointer: /c, distinct: true, equal: saved.id}",
	},
	{"items at no pointer", "pointer: /c, at: /id", "pointer: c, at: id"},
	{"same at no XPath", "same: {pointer: /name, as", "same: {xpath: $a, as"},
	{"const at no XPath", "const: {pointer: /a, value: 1}", "const: {xpath: 'f(1)', value: 1}"},
	{"length at no XPath", "length: {pointer: /b, max: 3}", "length: {xpath: //, max: 3}"},
	{"items of an XPath at more", "pointer: /c, at: /id", "xpath: //c, at: /id"},
	{
		"body of two",
		"const: {pointer: /a, value: 1}",
		"body: {pointer: /a, xpath: '//b[', present: true}",
	},
}

// TestLintOfSteps compares what is reported of each mistake with a file.
func TestLintOfSteps(t *testing.T) {
	if _, err := Load("f", []byte(stepped)); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range lintStepTests {
		wrong := strings.Replace(stepped, m.old, m.new, 1)
		_, err := Load("f", []byte(wrong))
		var problems strict.Problems
		if wrong == stepped || !errors.As(err, &problems) {
			t.Errorf("%s: %v", m.name, err)
		}
		fmt.Fprintf(&b, "== %s\n%v\n", m.name, err)
	}
	golden.File(t, "testdata/steps.txt", b.String())
}
