package jsonpointer

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const pointed = `{"a":{"b":[10,{"c":null}],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`

func decoded(t testing.TB, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestLookup(t *testing.T) {
	value := decoded(t, pointed)
	for pointer, want := range map[string]any{
		"": value, "/a/b/0": 10.0, "/a/b/1/c": nil, "/a/": "empty", "/m~0n": 1.0, "/x~1y": 2.0,
		"/~01": 3.0, "/0/1": 4.0,
	} {
		got, ok := Lookup(value, pointer)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%q: %t (-want +got):\n%s", pointer, ok, diff)
		}
	}
	for _, pointer := range []string{
		"/", "/b", "/a/b/2", "/a/b/-", "/a/b/-1", "/a/b/+1", "/a/b/", "/a/b/1x", "/a/b/01",
		"/a/b/00", "/a/b/１", "/a/b/99999999999999999999", "/a/b/18446744073709551616",
		"/a/b/0/c", "/a/b/1/c/d", "/m~n/x", "/x/y", "/A",
	} {
		if got, ok := Lookup(value, pointer); ok {
			t.Errorf("%q: %v", pointer, got)
		}
	}
}

func TestSetAt(t *testing.T) {
	for _, test := range []struct{ pointer, want string }{
		{"", `"new"`},
		{"/a", `{"a":"new","m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
		{
			"/z",
			`{"z":"new","a":{"b":[10,{"c":null}],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`,
		},
		{"/x~1y", `{"a":{"b":[10,{"c":null}],"":"empty"},"m~n":1,"x/y":"new","~1":3,"0":{"1":4}}`},
		{"/a/b/0", `{"a":{"b":["new",{"c":null}],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
		{
			"/a/b/2",
			`{"a":{"b":[10,{"c":null},"new"],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`,
		},
		{"/a/b/1/c", `{"a":{"b":[10,{"c":"new"}],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
	} {
		value := decoded(t, pointed)
		got, err := Set(value, test.pointer, "new")
		if diff := cmp.Diff(decoded(t, test.want), got); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", test.pointer, err, diff)
		}
		if diff := cmp.Diff(decoded(t, pointed), value); diff != "" {
			t.Errorf("%q changed what it was given (-want +got):\n%s", test.pointer, diff)
		}
	}
	for _, pointer := range []string{
		"/a/b/3", "/a/b/x", "/m~0n/x", "/z/y", "/a/b/3/x", "/a/b/2/x",
	} {
		if got, err := Set(decoded(t, pointed), pointer, 1); err == nil {
			t.Errorf("%q: %v", pointer, got)
		}
	}
}

func TestRemoveAt(t *testing.T) {
	for _, test := range []struct{ pointer, want string }{
		{"/a", `{"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
		{"/a/b", `{"a":{"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
		{"/a/b/0", `{"a":{"b":[{"c":null}],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
		{"/a/b/1/c", `{"a":{"b":[10,{}],"":"empty"},"m~n":1,"x/y":2,"~1":3,"0":{"1":4}}`},
		{"/x~1y", `{"a":{"b":[10,{"c":null}],"":"empty"},"m~n":1,"~1":3,"0":{"1":4}}`},
		{"/z", pointed},
		{"/a/b/2", pointed},
		{"/a/b/x/y", pointed},
		{"/m~0n/x", pointed},
	} {
		value := decoded(t, pointed)
		if diff := cmp.Diff(decoded(t, test.want), Remove(value, test.pointer)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.pointer, diff)
		}
		if diff := cmp.Diff(decoded(t, pointed), value); diff != "" {
			t.Errorf("%q changed what it was given (-want +got):\n%s", test.pointer, diff)
		}
	}
	if got := Remove(decoded(t, `{"a":1}`), "/z/y"); len(got.(map[string]any)) != 1 {
		t.Errorf("removing what is not there left %v", got)
	}
}

// TestSteps: steps are read as they were written.
func TestSteps(t *testing.T) {
	for pointer, steps := range map[string][]string{
		"": nil, "/": {""}, "/a/b": {"a", "b"}, "/x~1y/m~0n/~01": {"x/y", "m~n", "~1"},
	} {
		if diff := cmp.Diff(steps, Split(pointer)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", pointer, diff)
		}
		if got := Join(steps); got != pointer {
			t.Errorf("%q is written for %v, want %q", got, steps, pointer)
		}
	}
	if got := Split("a/b"); got != nil {
		t.Errorf("what does not begin with a slash has steps: %v", got)
	}
}
