package random

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
	"example.com/toeline/spec/sample"
)

const book = `{type: object, required: [title, pages], additionalProperties: false, properties: {
title: {type: string, minLength: 1, maxLength: 20}, pages: {type: integer, minimum: 3, maximum: 900},
price: {type: number, minimum: 0.5}, step: {type: integer, multipleOf: 5, minimum: 5},
kind: {type: string, enum: [novel, poems]}, isbn: {type: string, pattern: "^97[89][0-9]{10}$"},
on: {type: string, format: date}, id: {type: string, readOnly: true},
by: {type: array, minItems: 1, maxItems: 3, items: {type: string, maxLength: 5}},
note: {type: string, maxLength: 4, nullable: true},
part: {oneOf: [{type: string}, {type: object, required: [n], properties: {n: {type: boolean}}}]},
size: {allOf: [{type: object, properties: {w: {type: integer, maximum: 0, exclusiveMaximum: true}}}]}}}`

func bookSchema(t *testing.T) (*openapi.Schema, any) {
	t.Helper()
	schema := schematest.Of(t, strings.ReplaceAll(book, "\n", " "))
	known, good := sample.Of(schema, sample.Request)
	if !good {
		t.Fatal("no sample")
	}
	return schema, known
}

func source(seed uint64) *Source { return New(rand.New(rand.NewPCG(7, seed))) }

// TestValues: what is made by a schema is taken by it, differs, is made again by its choices, and
// is the known value where these are the simplest.
func TestValues(t *testing.T) {
	t.Parallel()
	schema, known := bookSchema(t)
	different := map[string]int{}
	for i := range uint64(200) {
		s := source(i)
		made := Value(schema, known, Body, s)
		if wrong := schema.ValidateRequest(made); len(wrong) > 0 {
			t.Fatalf("%v: %v", made, wrong)
		}
		again := Replay(s.Choices())
		if diff := cmp.Diff(made, Value(schema, known, Body, again)); diff != "" {
			t.Fatalf("made again (-first +again)\n%s", diff)
		}
		different[fmt.Sprint(made)]++
		for name, value := range made.(map[string]any) {
			if value == nil || name == "note" || name == "kind" {
				different[fmt.Sprint(name, value)]++
			}
		}
	}
	if len(different) < 180 || different["kindpoems"] == 0 || different["note<nil>"] == 0 {
		t.Errorf("%d are different: too one-sided", len(different))
	}
	if diff := cmp.Diff(known, Value(schema, known, Body, Replay(nil))); diff != "" {
		t.Errorf("the simplest (-known +made)\n%s", diff)
	}
}

// TestPlaces: texts have only what their place can have.
func TestPlaces(t *testing.T) {
	t.Parallel()
	schema := schematest.Of(t, "{type: string}")
	for place, not := range map[Place]string{
		Header: "\r\n\x00, \"", Cookie: " ;,=\"", Path: "/?#%", Query: "\x00",
	} {
		for i := range uint64(200) {
			made := Value(schema, "x", place, source(i)).(string)
			if made == "" || strings.ContainsAny(made, not) {
				t.Fatalf("%s: %q", place, made)
			}
		}
	}
}

// TestBroken: what breaks a rule is refused, for that rule alone, and differs where it may.
func TestBroken(t *testing.T) {
	t.Parallel()
	schema, known := bookSchema(t)
	for _, one := range []struct {
		at        string
		rule      Rule
		different int // at least
	}{
		{"title", Required, 1},
		{"title", Type, 3},
		{"title", Null, 1},
		{"title", Long, 20},
		{"title", Short, 1},
		{"title", Coerced, 20},
		{"pages", Low, 10},
		{"pages", High, 10},
		{"pages", Coerced, 2},
		{"step", Multiple, 3},
		{"kind", Enum, 8},
		{"isbn", Pattern, 12},
		{"on", Format, 5},
		{"by", Many, 5},
		{"by", Few, 1},
		{"by/-", Long, 5},
		{"", Unknown, 20},
	} {
		var steps []string
		if one.at != "" {
			steps = strings.Split(one.at, "/")
		}
		different := map[string]bool{}
		for i := range uint64(80) {
			made, ok := Broken(schema, known, steps, one.rule, Body, source(i))
			wrong := schema.ValidateRequest(made)
			if !ok || len(wrong) == 0 {
				t.Fatalf("%s %s: %v breaks nothing", one.at, one.rule, made)
			}
			different[fmt.Sprint(made)] = true
		}
		if len(different) < one.different {
			t.Errorf("%s %s: %d different values, want %d", one.at, one.rule, len(different),
				one.different)
		}
	}
	for _, rule := range []Rule{Unknown, Many, Multiple, Refused, "other"} {
		if made, ok := Broken(schema, known, []string{"title"}, rule, Body, source(1)); ok {
			t.Errorf("%s of a text: %v", rule, made)
		}
	}
}

// TestRefusedText: a text of a parameter that its schema refuses.
func TestRefusedText(t *testing.T) {
	t.Parallel()
	for text, known := range map[string]string{
		"{type: integer}": "5", "{type: string, enum: [a, b]}": "a", "{type: boolean}": "true",
		"{type: string, format: uuid}":            "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b",
		"{type: string, pattern: \"^[a-z]{3}$\"}": "abc", "{type: string, maxLength: 3}": "abc",
	} {
		p := openapi.Parameter{In: "query", Schema: schematest.Of(t, text)}
		for i := range uint64(100) {
			if made, ok := RefusedText(p, known, source(i)); !ok || p.Schema.TakesText(made) {
				t.Fatalf("%s: %q", text, made)
			}
		}
	}
	for _, schema := range []*openapi.Schema{nil, schematest.Of(t, "{type: string}")} {
		if made, ok := RefusedText(openapi.Parameter{Schema: schema}, "x", source(1)); ok {
			t.Errorf("%q is refused", made)
		}
	}
}

// TestShrink: of whatever fails the smallest is found, whatever fails first.
func TestShrink(t *testing.T) {
	t.Parallel()
	schema, known := bookSchema(t)
	member := func(name string, fails func(any) bool) func(map[string]any) bool {
		return func(m map[string]any) bool { value, has := m[name]; return has && fails(value) }
	}
	for want, fails := range map[string]func(map[string]any) bool{
		"map[pages:3 title:😀]": member("title", func(v any) bool {
			return strings.ContainsFunc(v.(string), func(r rune) bool { return r > 0xFFFF })
		}),
		"map[pages:3 title:aaaaaaaaaaaaaaaaa]": member("title", func(v any) bool {
			return len([]rune(v.(string))) == 17
		}),
		"map[pages:257 title:x]": member("pages", func(v any) bool {
			n := 0
			_, err := fmt.Sscan(fmt.Sprint(v), &n)
			return err == nil && n > 256
		}),
		"map[by:[%] pages:3 title:x]": member("by", func(v any) bool {
			return slices.ContainsFunc(v.([]any), func(item any) bool {
				return strings.Contains(item.(string), "%")
			})
		}),
		"map[note:<nil> pages:3 title:x]": member("note", func(v any) bool { return v == nil }),
		"map[kind:poems pages:3 price:1 title:x]": func(m map[string]any) bool {
			return m["kind"] == "poems" && m["price"] != nil
		},
	} {
		found := 0
		for i := range uint64(1200) {
			s := source(i)
			if first := Value(schema, known, Body, s).(map[string]any); !fails(first) {
				continue
			}
			if found++; found > 4 {
				break
			}
			smallest := Shrink(s.Choices(), 400, func(c Choices) (Choices, bool) {
				s := Replay(c)
				made := Value(schema, known, Body, s).(map[string]any)
				return s.Choices(), fails(made)
			})
			if got := fmt.Sprint(Value(schema, known, Body, Replay(smallest))); got != want {
				t.Errorf("smallest %s, want %s: %v", got, want, smallest)
			}
		}
		if found < 3 {
			t.Errorf("%s: %d of the values fail", want, found)
		}
	}
}

// TestShrinkIsBounded: no more is tried than is asked for, and what fails stays.
func TestShrinkIsBounded(t *testing.T) {
	t.Parallel()
	tried := 0
	from := Choices{"/a": {9, 9, 9}, "/b": {1 << 60}}
	got := Shrink(from, 20, func(c Choices) (Choices, bool) { tried++; return c, false })
	if tried > 20 || got.String() != from.String() {
		t.Errorf("%d tried, smallest %v", tried, got)
	}
}
