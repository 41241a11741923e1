package summary_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

func TestDifference(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, want string }{
		{`"task 1 not found"`, `"task 1 was not found"`, `"task 1 |was |not found"`},
		{`"naïve value of it"`, `"naive value of it"`, `"na|i|ve value of it"`},
		{`"NotFound"`, `"Gone"`, `"Gone"||`},
		{`404`, `405`, `405||`},
		{`"same text"`, `"same text"`, `"same text"||`},
	} {
		_, got := summary.Difference(tt.a, tt.b)
		if text := strings.Join([]string{got.Before, got.Mark, got.After}, "|"); text != tt.want {
			t.Errorf("%s and %s: got %s, want %s", tt.a, tt.b, text, tt.want)
		}
	}
}

// A title says what is wrong, not what is demanded.
func TestTitles(t *testing.T) {
	t.Parallel()
	cause := func(where, reason, expected, got string) result.Cause {
		return result.Cause{
			Requirement: "R", Where: where, Reason: reason, Cases: []string{"a"},
			Fingerprints: []string{"2:0123456789abcdef"},
			Example:      result.Finding{Where: where, Expected: expected, Got: got},
		}
	}
	for _, tt := range []struct {
		cause result.Cause
		want  string
	}{
		{
			cause("/error/message", "wrong wording", `"the item 7 not found"`,
				`"the item 7 not found."`),
			`404: /error/message is "… not found.", expected "… not found"`,
		},
		{
			cause("/a", "wrong wording", `"one two three four five six seven"`,
				`"one two three 4 five six seven"`),
			`404: /a is "… three 4 five …", expected "… three four five …"`,
		},
		{
			cause("/a", "wrong wording", `"item 16966c08-e441-4fec-93e1-25de69a48e97 is gone"`,
				`"item 16966c08-e441-4fec-93e1-25de69a48e97 was gone"`),
			`404: /a is "item … was gone", expected "item … is gone"`,
		},
		{
			cause("/error/date", "missing", "a date (^[0-9]+$)", "nothing"),
			"404: /error/date is missing",
		},
		{
			cause("header etag", "missing", "an ETag", "no etag header"),
			"404: header etag is missing",
		},
		{
			cause("status", "wrong status", "401", "403 Forbidden"),
			"status is 403 Forbidden, expected 401",
		},
		{
			cause("/a", "wrong type", "a Guid (^[0-9a-f]$)", "7"),
			"404: /a is 7, expected a Guid",
		},
		{
			cause("/id", "breaks the schema Todo", "a string", "number 3"),
			"404: /id is number 3, expected a string",
		},
		{
			cause("/day", "breaks the schema Day", "text that matches ^[0-9]+$", `string "x"`),
			`404: /day is string "x", expected text that matches its pattern`,
		},
		{
			cause("/name", "breaks the schema Todo", `the property "name"`, "nothing"),
			"404: /name is missing",
		},
		{
			cause("content", "not JSON", "one JSON value", "\x1b[2J"),
			`404: content: not JSON, got \x1b[2J`,
		},
		{
			cause("outcome", "success reported", "error, after a connection that broke",
				"success, status 204"),
			"404: success reported, expected error, after a connection that broke",
		},
		{
			cause("requests", "wrong number", "at most 1", "3"),
			"404: requests: 3, expected at most 1",
		},
		{
			cause("reported code", "not reported", `"Gone"`, "nothing; the answer is error"),
			"404: code is not reported",
		},
		{
			cause("/data", "wrong length", "at most 1 items", "3"),
			"404: /data has 3, expected at most 1 items",
		},
		{
			cause("/data/3", "unwanted item", `no item with /id "7"`, `{"id":7,"name":"x"}`),
			`404: /data/3: unwanted item, expected no item with /id "7"`,
		},
		{
			cause("path", "another path", "/a%2Fb", "/a/b"), "404: path is /a/b, expected /a%2Fb",
		},
		{
			cause("/code", "value of another response", `not "Gone"`, `"Gone"`),
			`404: /code is "Gone", as in another response`,
		},
		{
			cause("/a", "too deep", "", strings.Repeat("x", 200)),
			"404: /a: too deep, got " + strings.Repeat("x", 59) + "…",
		},
	} {
		r := &result.Report{
			Causes: []result.Cause{tt.cause},
			Cases: []result.Case{{ID: "a", Exchanges: []result.Exchange{
				{Response: &result.Response{Status: 404}},
			}}},
		}
		if got := summary.Causes(r)[0].Title; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// Titles name the operation where there are several, and the case where another cause of the same
// requirement has the same title.
func TestTitlesAreApart(t *testing.T) {
	t.Parallel()
	step := func(method, path string) []result.Step {
		return []result.Step{{Method: method, Path: path}}
	}
	cause := func(requirement, id string, requests int, gating bool) result.Cause {
		return result.Cause{
			Requirement: requirement, Where: "status", Reason: "wrong status", Cases: []string{id},
			Requests: requests, Gating: gating, Fingerprints: []string{"2:0123456789abcdef"},
			Example: result.Finding{Expected: "200", Got: "500"},
		}
	}
	r := &result.Report{
		Cases: []result.Case{
			{ID: "a", Steps: step("GET", "/a")},
			{ID: "b", Steps: step("GET", "/a")},
			{ID: "c", Steps: step("PUT", "/a")},
		},
		Causes: []result.Cause{
			cause("R-1", "a", 1, true), cause("R-2", "b", 2, true), cause("R-3", "c", 9, false),
			cause("R-1", "b", 1, true),
		},
	}
	titles := func() (all []string) {
		for _, c := range summary.Causes(r) {
			all = append(all, c.Title+"; "+c.Anchor)
		}
		return all
	}
	const what = "status is 500, expected 200"
	want := []string{
		what + "; cause-R-2-01234567", what + " (a); cause-R-1-01234567",
		what + " (b); cause-R-1-01234567-2", "PUT: " + what + "; cause-R-3-01234567",
	}
	if diff := cmp.Diff(want, titles()); diff != "" {
		t.Errorf("one path (-want +got)\n%s", diff)
	}
	r.Cases[1].Steps = step("GET", "/b")
	want = []string{
		"GET /b: " + what + "; cause-R-2-01234567", "GET /a: " + what + "; cause-R-1-01234567",
		"GET /b: " + what + "; cause-R-1-01234567-2", "PUT /a: " + what + "; cause-R-3-01234567",
	}
	if diff := cmp.Diff(want, titles()); diff != "" {
		t.Errorf("several paths (-want +got)\n%s", diff)
	}
}

// A status that breaks several requirements has a title that says which, and one alone says what
// was expected.
func TestTitlesOfOneStatusAreToldApart(t *testing.T) {
	t.Parallel()
	r := &result.Report{}
	for _, tt := range []struct{ id, text, got string }{
		{"R-1", "A body with no title is refused.", "201 Created"},
		{"R-2", "GET is refused.", "201 Created"},
		{"R-3", "It is deleted.", "500 Internal Server Error"},
	} {
		known := result.Requirement{}
		known.ID, known.Text = tt.id, tt.text
		r.Requirements = append(r.Requirements, known)
		r.Causes = append(r.Causes, result.Cause{
			Requirement: tt.id, Where: "status", Reason: "wrong status", Cases: []string{"a"},
			Fingerprints: []string{"2:0123456789abcdef"},
			Example:      result.Finding{Where: "status", Expected: "400", Got: tt.got},
		})
	}
	var got []string
	for _, c := range summary.Causes(r) {
		got = append(got, c.Title)
	}
	want := []string{
		"201, but a body with no title is refused", "201, but GET is refused",
		"status is 500 Internal Server Error, expected 400",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
