package check

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"example.com/toeline/spec"
)

func TestDuplicateName(t *testing.T) {
	tests := map[string]string{ // "": none
		``: "", ` `: "", `1`: "", `"a"`: "", `null`: "", `[]`: "", `{}`: "", `["a","a"]`: "",
		`{"a":1,"b":2}`:                         "",
		`{"a":1,"a":2}`:                         "/a",
		`{"a":1,"\u0061":2}`:                    "/a",
		`{"a":1,"A":2}`:                         "",
		`{"":1,"":2}`:                           "/",
		`{"a/b":1,"a/b":2}`:                     "/a~1b",
		`{"a~b":{"x":1,"x":2}}`:                 "/a~0b/x",
		`{"a":"b","b":"a"}`:                     "",
		`{"a":"a","b":"a"}`:                     "",
		`{"a":"a","a":"b"}`:                     "/a",
		`{"a":{"a":{"a":1}}}`:                   "",
		`{"a":{"b":1},"c":{"b":1}}`:             "",
		`{"a":{"b":1,"b":2}}`:                   "/a/b",
		`{"a":{"b":1},"a":1}`:                   "/a",
		`{"a":[1],"a":1}`:                       "/a",
		`{"a":{},"b":[],"c":{"d":1,"d":1}}`:     "/c/d",
		`[{"a":1},{"a":1}]`:                     "",
		`[{"a":1},{"a":1,"a":2}]`:               "/1/a",
		`[0,[1,"x",{"a":1,"a":2}]]`:             "/1/2/a",
		`[[],[],{"a":[{},{"b":1,"b":1}]}]`:      "/2/a/1/b",
		`{"x":[1,2,{"y":{"z":1,"w":2,"z":3}}]}`: "/x/2/y/z",
		`{"b":1,"b":2,"a":1,"a":2}`:             "/b", // the first in the text
		`{"a":1,"a":2`:                          "/a", // as far as it can be read
		`{"a":1,"b"`:                            "",
		`{"a":1} {"b":1,"b":2}`:                 "", // what follows the value is not part of it
		`{"a":1e999,"b":1e999}`:                 "",
	}
	for text, want := range tests {
		got, twice := DuplicateName([]byte(text))
		if got != want || twice != (want != "") {
			t.Errorf("%s: %q, %t; want %q", text, got, twice, want)
		}
	}
}

func TestDuplicateNameInDeepContent(t *testing.T) {
	deep := strings.Repeat(`{"a":[`, 100_000) + `{"x":1,"x":2}`
	if _, twice := DuplicateName([]byte(deep)); !twice {
		t.Error("not found below 200,000 containers")
	}
	if got, twice := DuplicateName([]byte(strings.Repeat("[", 200_000))); twice {
		t.Errorf("found %q where there is no object", got)
	}
}

// FuzzDuplicateName holds the answer against counts that a second reader makes:
// an object with a name twice has fewer members once it is decoded.
func FuzzDuplicateName(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"a":2}`, `[{"b":{"c":[1,"x"]}},null]`, `{"":{"":1},"~/":[]}`, `{"a":1}x`, `{`,
		"\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		pointer, twice := DuplicateName(text)
		if twice && !strings.HasPrefix(pointer, "/") || !twice && pointer != "" {
			t.Fatalf("%q, %t", pointer, twice)
		}
		value, wrong, trailing := readJSON(text)
		if wrong != "" || trailing != "" {
			return
		}
		if names := countNames(text); twice != (names != countMembers(value)) {
			t.Errorf("%t, but %d names and %d members: %s", twice, names, countMembers(value), text)
		}
	})
}

// countNames counts member names: the texts before a colon.
func countNames(text []byte) (n int) {
	inString := false
	for i := 0; i < len(text); i++ {
		switch {
		case inString && text[i] == '\\':
			i++
		case text[i] == '"':
			inString = !inString
		case !inString && text[i] == ':':
			n++
		}
	}
	return n
}

func countMembers(value any) int {
	n := 0
	switch v := value.(type) {
	case map[string]any:
		n = len(v)
		for _, member := range v {
			n += countMembers(member)
		}
	case []any:
		for _, item := range v {
			n += countMembers(item)
		}
	}
	return n
}

func TestShow(t *testing.T) {
	long := strings.Repeat("é", maxKept)
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
		{long, `"` + long[:2*(maxKept-1)] + "…"},
		{"\u2028", `"\u2028"`},
		{"a\u202eb\u200b", "\"a\uFFFDb\uFFFD\""},
		{func() {}, "json: unsupported type: func()"},
	} {
		if got := show(test.value); got != test.want {
			t.Errorf("show(%T) = %s, want %s", test.value, got, test.want)
		}
	}
}

func TestClip(t *testing.T) {
	fits := strings.Repeat("x", maxKept)
	for text, want := range map[string]string{
		"":                              "",
		"a b":                           "a b",
		"a\tb\r\nc":                     "a b  c",
		"\x00\x1b[31m\x7f":              "\uFFFD\uFFFD[31m\uFFFD",
		"\xff\xfe":                      "\uFFFD\uFFFD",
		"\u202e\u200b\ufeff\u00a0":      "\uFFFD\uFFFD\uFFFD\uFFFD",
		"日本😀é":                          "日本😀é",
		fits:                            fits,
		fits + "y":                      fits + "…",
		strings.Repeat("\n", maxKept+1): strings.Repeat(" ", maxKept) + "…",
	} {
		if got := clip(text); got != want {
			t.Errorf("clip(%q) = %q, want %q", text, got, want)
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

// A member that is lost to another of its name shows in the count.
func TestMembersAndColons(t *testing.T) {
	for text, want := range map[string][2]int{
		`{}`:                          {0, 0},
		`{"a":1,"b":{"c":[{"d":2}]}}`: {4, 4},
		`{"a":1,"a":2}`:               {1, 2},
		`{"a:b":"c:d","e\":":"\\"}`:   {2, 2},
		`[{"a":1},{"a":1}]`:           {2, 2},
		`"a:b"`:                       {0, 0},
	} {
		value, wrong, _ := readJSON([]byte(text))
		if got := [2]int{members(value), colons([]byte(text))}; wrong != "" || got != want {
			t.Errorf("%s: members and colons %v, want %v (%s)", text, got, want, wrong)
		}
	}
}
