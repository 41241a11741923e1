package compare_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTexts: a difference says what it was, and where.
func TestTexts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ before, after, at, text string }{
		{`{pattern: "^a$"}`, `{pattern: "."}`, "/pattern", `allows more: pattern ".", was "^a$"`},
		{`{type: integer}`, `{type: number}`, "/type", "allows more: type number, was integer"},
		{`{maximum: 1}`, `{}`, "", "allows more: maximum none, was 1"},
		{
			`{required: [a]}`, `{required: [b]}`, "/required",
			"allows more: the member a may be absent",
		},
		{`{enum: [a]}`, `{enum: [a, b]}`, "/enum", `allows more: the value "b" (enum)`},
		{
			`{properties: {x: {properties: {y: {minLength: 2}}}}}`,
			`{properties: {x: {properties: {y: {minLength: 1}}}}}`,
			"/properties/x/properties/y/minLength", "allows more: minLength 1, was 2",
		},
		{`{maxLength: 2}`, `{maxLength: 1}`, "/maxLength", "allows less: maxLength 1, was 2"},
	} {
		_, all := effects(t, tt.before, tt.after)
		found := false
		for _, d := range all {
			found = found ||
				d.Text == tt.text && d.At == "/components/schemas/A"+tt.at && d.Of == "schema A"
		}
		if !found {
			t.Errorf("%s, then %s: %+v", tt.before, tt.after, all)
		}
	}
}

// TestWorkIsBounded: schemas that refer to each other, and towers of groups, end soon.
func TestWorkIsBounded(t *testing.T) {
	t.Parallel()
	tower := func(keyword, leaf string) string {
		text := leaf
		for range 24 {
			text = "{" + keyword + ": [" + text + ", " + text + "]}"
			if len(text) > 1<<17 {
				break
			}
		}
		return text
	}
	var values []string
	for i := range 3000 {
		values = append(values, fmt.Sprintf("v%d", i))
	}
	list := strings.Join(values, ", ")
	deep := strings.Repeat("{properties: {a: ", 300) + "{}" + strings.Repeat("}}", 300)
	for name, pair := range map[string][2]string{
		"oneOf": {tower("oneOf", "{type: string}"), tower("oneOf", "{type: integer}")},
		"anyOf": {tower("anyOf", "{minimum: 1}"), tower("anyOf", "{minimum: 0}")},
		"allOf": {tower("allOf", "{type: string}"), tower("allOf", "{type: number}")},
		"a ring": {`{anyOf: [{$ref: "#/components/schemas/A"}, {allOf: [{$ref: ` +
			`"#/components/schemas/A"}]}]}`, `{oneOf: [{$ref: "#/components/schemas/A"}]}`},
		"a long one": {"{enum: [" + list + "]}", "{enum: [" + list + ", w]}"},
		"deep":       {deep, strings.Replace(deep, "{}", "{type: string}", 1)},
	} {
		t.Log(name) // one that took work without a bound would not end in the time of a test
		effects(t, pair[0], pair[1])
	}
}
