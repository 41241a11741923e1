package judge

import (
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

func valueOf(t *testing.T, text string) any {
	t.Helper()
	value, err := openapi.DecodeJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// Content is compared by what it means: how it is written is free, and what it says is not.
func TestContentByMeaning(t *testing.T) {
	t.Parallel()
	root, problems := strict.Parse("s", []byte("{type: object, properties: {a: {type: string}, "+
		"n: {type: [integer, 'null']}, d: {type: integer, default: 5}, "+
		"l: {type: array, items: {type: object, properties: {b: {type: boolean}}}}}}"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	schema := openapi.NewSchema("", root)
	for _, test := range []struct{ want, got, at, reason string }{
		{`{"a":"x","n":1}`, `{"n":1.0,"a":"\u0078"}`, "", ""},
		{`{"a":"x"}`, `{"a":"x","n":null,"d":5}`, "", ""},
		{`{"a":"x","n":null}`, `{"a":"x"}`, "", ""},
		{`{"a":"2026-01-02T03:04:05Z"}`, `{"a":"2026-01-02T04:04:05+01:00"}`, "", ""},
		{`{"l":[{"b":true}]}`, `{"l":[{"b":true}]}`, "", ""},
		{`{"a":"x"}`, `{"a":"y"}`, "/a", "another value"},
		{`{"a":"x"}`, `{}`, "/a", "missing"},
		{`{"a":"x"}`, `{"a":"x","d":6}`, "/d", "not given by the call"},
		{`{"a":"x"}`, `{"a":"x","z":null}`, "/z", "not given by the call"},
		{`{"n":1}`, `{"n":"1"}`, "/n", "another value"},
		{`{"n":1}`, `{"n":null}`, "/n", "another value"},
		{`{"l":[{"b":true}]}`, `{"l":[{"b":false}]}`, "/l/-/b", "another value"},
		{`{"l":[{"b":true}]}`, `{"l":[{"b":1}]}`, "/l/-/b", "another value"},
		{`{"l":[{"b":true}]}`, `{"l":[]}`, "/l", "another value"},
		{`{"a":"x"}`, `[]`, "", "another value"},
		{`"x"`, `"x"`, "", ""},
	} {
		at, reason := differing{}.differs(valueOf(t, test.want), valueOf(t, test.got), schema, "")
		if at != test.at || reason != test.reason {
			t.Errorf("%s, sent %s: %q %q, want %q %q", test.want, test.got, at, reason, test.at,
				test.reason)
		}
	}
	for _, test := range []struct{ sent, got, at, reason string }{
		{`{"a":"x","z":1}`, `{"a":"x","n":null,"more":2}`, "", ""},
		{`{"n":null}`, `{}`, "", ""},
		{`{"n":5}`, `{"n":"5"}`, "", ""},
		{`{"a":"x"}`, `{}`, "/a", "missing"},
		{`{"a":"x"}`, `{"a":null}`, "/a", "another value"},
		{`{"l":[{"b":true}]}`, `{"l":[{}]}`, "/l/-/b", "missing"},
		{`[1]`, `[1,2]`, "", "another value"},
	} {
		at, reason := loses(valueOf(t, test.sent), valueOf(t, test.got), schema, "")
		if at != test.at || reason != test.reason {
			t.Errorf("%s, reported %s: %q %q, want %q %q", test.sent, test.got, at, reason,
				test.at, test.reason)
		}
	}
}
