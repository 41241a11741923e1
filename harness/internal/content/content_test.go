package content

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
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

// FuzzDuplicateName holds the response against counts that a second reader makes:
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
		value, wrong, trailing := ReadJSON(text)
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
		value, wrong, _ := ReadJSON([]byte(text))
		if got := [2]int{members(value), colons([]byte(text))}; wrong != "" || got != want {
			t.Errorf("%s: members and colons %v, want %v (%s)", text, got, want, wrong)
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
		if got := Clip(text); got != want {
			t.Errorf("Clip(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestOf holds what is wrong with the content of a response, by its media type and its bytes.
func TestOf(t *testing.T) {
	cut := exchange.Fault{Kind: exchange.Malformed, Detail: "it ends early"}
	for _, c := range []struct {
		name, mediaType, coding, body string
		fault                         *exchange.Fault
		want                          Content
	}{
		{
			name: "JSON", mediaType: "application/json", body: `[1]`,
			want: Content{Value: []any{json.Number("1")}},
		},
		{
			name: "more", mediaType: "application/json", body: `1 2`,
			want: Content{Value: json.Number("1"), Trailing: "1 bytes after the value: 2"},
		},
		{
			name: "text", mediaType: "text/plain", body: `1 2`,
			want: Content{NotJSON: "text/plain, 3 bytes: 1 2"},
		},
		{
			name: "early", mediaType: "application/json", body: `{`,
			want: Content{NotJSON: "JSON that ends too early, after 1 bytes: {"},
		},
		{name: "none", want: Content{NotJSON: "no content"}},
		{
			name: "mark", body: "\xef\xbb\xbf1",
			want: Content{Value: json.Number("1"), UTF8: "a byte order mark"},
		},
		{
			name: "bytes", mediaType: "application/json", body: "\"a\xff\"",
			want: Content{Value: "a\uFFFD", Garbled: true, UTF8: "no UTF-8 at byte 2"},
		},
		{name: "coded", coding: "br", body: "x", want: Content{
			NotJSON: "no complete content",
			Unread: "the content was not decoded: its content coding is br, which no request " +
				"asked for",
		}},
		{name: "cut", body: "x", fault: &cut, want: Content{
			NotJSON: "no complete content",
			Unread:  "the content was not read whole: it ends early",
		}},
	} {
		var header exchange.Header
		if c.mediaType != "" {
			header = append(header, exchange.Field{Name: "Content-Type", Value: c.mediaType})
		}
		if c.coding != "" {
			header = append(header, exchange.Field{Name: "Content-Encoding", Value: c.coding})
		}
		got := Of(&exchange.Exchange{
			Response: &exchange.Response{Header: header, Body: []byte(c.body)}, Fault: c.fault,
		})
		got.Raw = nil
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(Content{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if got := Of(&exchange.Exchange{}); got.Unread != "no response came" {
		t.Error(got.Unread)
	}
}

// TestSelect holds what an expression selects, and why nothing can be selected.
func TestSelect(t *testing.T) {
	for body, want := range map[string]string{
		"<a><b>x</b></a>": "x", "": "no content", "<a>": "no XML: ",
	} {
		c := Content{Raw: []byte(body)}
		for range 2 { // it is read once
			r, wrong := c.Select("/a/b")
			if text, _ := r.Value.(string); text+wrong != want &&
				!(strings.HasSuffix(want, " ") && strings.HasPrefix(wrong, want)) {
				t.Errorf("%q: %q, %q", body, r.Value, wrong)
			}
		}
	}
	c := Content{Raw: []byte("<a/>")}
	if _, wrong := c.Select("/a["); wrong == "" {
		t.Error("an expression that cannot be read selects something")
	}
}

// TestSequences: JSON values, one a line or each after a record separator, are a list; the first
// text that is not JSON is named.
func TestSequences(t *testing.T) {
	t.Parallel()
	of := func(mediaType, text string) Content {
		return Of(&exchange.Exchange{Response: &exchange.Response{
			Header: exchange.Header{{Name: "Content-Type", Value: mediaType}}, Body: []byte(text),
		}})
	}
	for _, test := range []struct {
		mediaType, text string
		want            any
		wrong           string
	}{
		{"application/jsonl", "1\n\n[2]\n", []any{json.Number("1"), []any{json.Number("2")}}, ""},
		{"application/json-seq", "\x1e1\n\x1e\"a\"\n", []any{json.Number("1"), "a"}, ""},
		{"application/x-ndjson", "", []any{}, ""},
		{"application/x-ndjson", "1\n{\n", nil, "item 2: "},
	} {
		c := of(test.mediaType, test.text)
		if diff := cmp.Diff(test.want, c.Value); diff != "" ||
			!strings.HasPrefix(c.NotJSON, test.wrong) || (c.NotJSON == "") != (test.wrong == "") {
			t.Errorf("%s %q: %q (-want +got):\n%s", test.mediaType, test.text, c.NotJSON, diff)
		}
	}
}

func TestNameTwice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a": 1, "b": {"c": ":"}}`: "", `{"a": 1, "b": {"c": 1, "c": 2}}`: "/b/c",
		"\xef\xbb\xbf" + `{"a": 1, "a": 2}`: "/a",
	} {
		c := Of(&exchange.Exchange{Response: &exchange.Response{Body: []byte(text)}})
		if got, twice := c.NameTwice(); got != want || twice != (want != "") {
			t.Errorf("%s: %q, %t", text, got, twice)
		}
	}
}
