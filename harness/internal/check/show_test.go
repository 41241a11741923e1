package check

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"example.com/toeline/spec"
)

func TestShow(t *testing.T) {
	const kept = 1000 // characters, which Clip leaves
	long := strings.Repeat("é", kept)
	for _, test := range []struct {
		value any
		want  string
	}{
		{nil, "null"},
		{"a\"b", `"a\"b"`},
		{"<&>", `"<&>"`},
		{true, "true"},
		{1.5, "1.5"},
		{json.Number("1e999"), "1e999"},
		{map[string]any{"b": 1.0, "a": []any{}}, `{"a":[],"b":1}`},
		{long, `"` + long[:2*(kept-1)] + "…"},
		{"\u2028", `"\u2028"`},
		{"a\u202eb\u200b", "\"a\uFFFDb\uFFFD\""},
		{func() {}, "json: unsupported type: func()"},
	} {
		if got := show(test.value); got != test.want {
			t.Errorf("show(%T) = %s, want %s", test.value, got, test.want)
		}
	}
}

func TestWithArticle(t *testing.T) {
	for noun, want := range map[string]string{
		"null": "null", "object": "an object", "array": "an array", "string": "a string",
		"Guid":      "a Guid",
		"ErrorDate": "an ErrorDate", "Item": "an Item", "Other": "an Other", "Array": "an Array",
		"integer": "an integer",
	} {
		if got := withArticle(noun); got != want {
			t.Errorf("withArticle(%q) = %q, want %q", noun, got, want)
		}
	}
}

func TestHidesAndHas(t *testing.T) {
	var p places
	if p.hides("/a", spec.May) != "" || p.has("/a", spec.May) != "" {
		t.Error("the zero value hides something")
	}
	p.add("header x", "R", spec.Should)
	p.add("/a/b", "R", spec.Should)
	for pointer, want := range map[string]bool{
		"/a/b": true, "/a/b/c": true, "/a": false, "/a/bc": false, "": false, "header x": true,
		"header x/y": false,
	} {
		if got := p.hides(pointer, spec.Should) != ""; got != want {
			t.Errorf("hides(%q) = %t", pointer, got)
		}
	}
	if p.hides("/a/b", spec.Must) != "" || p.has("header x", spec.Must) != "" ||
		p.hides("/a/b", spec.May) == "" {
		t.Error("what binds less hides what binds more")
	}
	if p.has("header x", spec.Should) == "" || p.has("header y", spec.Should) != "" ||
		p.has("/a/b/c", spec.Should) != "" {
		t.Error("has looks at more than the place itself")
	}
	p.add(whereContent, "R", spec.Must)
	if p.hides("/z", spec.Must) == "" {
		t.Error("content as a whole hides no member")
	}
	for i := range 3 {
		q := places{}
		q.add([]string{"", whereMessage, whereStatus}[i], "R", spec.Must)
		if got := q.hides("/z", spec.Must) != ""; got != (i == 0) {
			t.Errorf("%q hides a member: %t", q.all[0].where, got)
		}
	}
}

func TestListHas(t *testing.T) {
	for list, want := range map[string]bool{
		"POST": true, " POST ": true, "a,POST": true, "POST,": true, "": false, "POSTS": false,
		"post": false, "a POST": false,
	} {
		if got := listHas(list, "POST"); got != want {
			t.Errorf("listHas(%s) = %t", strconv.Quote(list), got)
		}
	}
}
