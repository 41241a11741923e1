package shape_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/shape"
)

// TestOfIsTheSameInEveryRun: what differs from run to run leaves no trace in a shape.
func TestOfIsTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, where string
		runs        []string
		values      []string
		want        string
	}{
		{
			"the id that was asked for", "/error/message",
			[]string{
				`"taskId 0b6f3a3e-1d5c-4c8e-9d62-6f1a6b1f6a01 not found."`,
				`"taskId 0B6F3A3E-1D5C-4C8E-9D62-6F1A6B1F6A01 not found."`,
			},
			[]string{"0b6f3a3e-1d5c-4c8e-9d62-6f1a6b1f6a01"},
			`"taskId ⟨value⟩ not found."`,
		},
		{
			"a part of it", "/m",
			[]string{`"taskId abcdefab not found"`, `"taskId 1d5c-4c8e not found"`},
			[]string{"abcdefab-1d5c-4c8e-9d62-6f1a6b1f6a01"},
			`"taskId ⟨value⟩ not found"`,
		},
		{
			"other ids", "/m",
			[]string{
				`"no 0b6f3a3e-1d5c-4c8e-9d62-6f1a6b1f6a01"`,
				`"no 5d0c3a3e-1d5c-4c8e-9d62-6f1a6b1f6a02"`,
			},
			nil, `"no ⟨guid⟩"`,
		},
		{
			"words with digits", "/m",
			[]string{"request a8f3k2x9 failed", "request 7zz81bq0 failed"},
			nil, "request ⟨id⟩ failed",
		},
		{
			"a value with escapes", "/m",
			[]string{`"id a\"b is wrong"`, `"id a%22b is wrong"`, `"id a&#34;b is wrong"`},
			[]string{`a"b`},
			`"id ⟨value⟩ is wrong"`,
		},
		{
			"dates", "/d",
			[]string{`"2026-11-28T07:11:11Z"`, `"2027-01-02T23:59:59.123Z"`},
			nil,
			`"⟨date⟩T⟨time⟩Z"`,
		},
		{
			"a date of HTTP", "header date",
			[]string{"Sat, 28 Nov 2026 07:11:11 GMT", "Sun, 1 Mar 2027 17:01:00 GMT"},
			nil,
			"⟨date⟩ ⟨time⟩ GMT",
		},
		{
			"sizes and times", "content",
			[]string{"123 bytes: oops after 5ms", "7 bytes: oops after 1023ms"},
			nil,
			"⟨n⟩ bytes: oops after ",
		},
		{
			"a secret", "/m",
			[]string{"token [redacted] refused", "token eyJhbGciOiJIUzI1NiJ9 refused"},
			nil,
			"token ⟨id⟩ refused",
		},
		{
			"a value whose lower case is longer or shorter", "/m",
			[]string{
				"id 43067534-\u212a\u0130-4df8X is wrong",
				"id 43067534-\u212a\u0130-4DF8x is wrong",
			},
			[]string{"43067534-\u212a\u0130-4dF8x"},
			"id ⟨value⟩ is wrong",
		},
		{
			"a value of one character", "/m",
			[]string{`"id - is wrong: no-id"`},
			[]string{"-"},
			`"id ⟨value⟩ is wrong: no-id"`,
		},
		{"numbers", "/count", []string{"12345", "67890"}, nil, "⟨n⟩"},
		{"a value that is a number", "/id", []string{"42"}, []string{"42"}, "⟨value⟩"},
		{
			"a text that was cut", "/m",
			[]string{
				"x " + strings.Repeat("a", 4000) + "1", "x " + strings.Repeat("a", 4000) + "2",
			},
			[]string{strings.Repeat("a", 2047)},
			"x ⟨value⟩",
		},
	} {
		for _, run := range tt.runs {
			if got := shape.Of(tt.where, run, tt.values); got != tt.want &&
				tt.name != "a text that was cut" {
				t.Errorf("%s: %q has the shape %q, want %q", tt.name, run, got, tt.want)
			} else if len(got) > 1000 {
				t.Errorf("%s: the shape has %d bytes", tt.name, len(got))
			}
		}
	}
}

// TestOfTellsFailuresApart: another failure has another shape.
func TestOfTellsFailuresApart(t *testing.T) {
	t.Parallel()
	const id = "0b6f3a3e-1d5c-4c8e-9d62-6f1a6b1f6a01"
	for _, tt := range []struct{ name, where, one, other string }{
		{"a placeholder", "/m", "taskId " + id + " not found.", "taskId {id} not found"},
		{"brackets of its own", "/m", "taskId " + id + " not found", "taskId ⟨value⟩ not found"},
		{"a period", "/m", "taskId " + id + " not found.", "taskId " + id + " not found"},
		{"another id", "/m", "taskId " + id, "taskId 5d0c3a3e-1d5c-4c8e-9d62-6f1a6b1f6a02"},
		{"statuses", "status", "404 Not Found", "410 Gone"},
		{"statuses alone", "status", "404", "410"},
		{"a code of three digits", "/status", "404", "500"},
		{"a status in a text", "outcome", "error, status 404", "error, status 500"},
		{"types", "/m", `"5"`, "true"},
		{"the form of a date", "/d", `"2026-11-28T07:11:11Z"`, `"2026-11-28 07:11:11"`},
		{"letter case", "/m", "Not found", "not found"},
	} {
		one, other := shape.Of(tt.where, tt.one, []string{id}),
			shape.Of(tt.where, tt.other, []string{id})
		if one == other {
			t.Errorf("%s: both have the shape %q", tt.name, one)
		}
	}
}

// TestOfIsBounded: what came may be of any length, and hold anything.
func TestOfIsBounded(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		strings.Repeat("1a", 1<<20), strings.Repeat("\x00\xff", 1<<20), strings.Repeat("⟨", 1<<18),
		"", "…",
		strings.Repeat(`\`, 1<<20),
	} {
		if got := shape.Of("content", text,
			[]string{"a", strings.Repeat("1a", 100), ""}); len(got) > 1200 {
			t.Errorf("%.20q: %d bytes", text, len(got))
		}
	}
}
