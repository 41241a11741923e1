package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

const envelope = `
	{id: HTTP, http: wellFormed}
	{id: TYPE, mediaType: application/json, when: {status: 404}}
	{id: UTF8, content: utf8, when: {status: 404}}
	{id: JSON, content: json, when: {status: 404}}
	{id: NAMES, content: uniqueNames, when: {status: 404}}
	{id: NEST, body: {pointer: /nest, type: object}, when: {status: 404}}
	{id: DEEP, body: {pointer: /nest/deep, type: object}, when: {status: 404}}
	{id: CODE, body: {pointer: /nest/deep/code, type: string}, when: {status: 404}}`

const own = `
	{id: STATUS, status: 404}
	{id: VALUE, example: gone, equal: /nest/deep/code}
	{id: PLAIN, example: gone, template: /plain}`

const good = `{"plain":"Gone.","nest":{"deep":{"code":"X"}}}`

func TestJudge(t *testing.T) {
	json := []string{"Content-Type", "application/json"}
	tests := []struct {
		name     string
		exchange *exchange.Exchange
		want     []string
	}{
		{
			"all holds", answer(404, good, json...),
			[]string{"held CODE DEEP HTTP JSON NAMES NEST PLAIN STATUS TYPE UTF8 VALUE"},
		},
		{"all that is broken is reported", answer(404,
			`{"plain":"gone","plain":1,"nest":{"deep":{"code":1}}}`, "Content-Type",
			"text/html"), []string{
			"TYPE: wrong media type at header content-type: want application/json; got text/html",
			"NAMES: a name twice at message names: want members of different names; got two " +
				"members /plain",
			"CODE: wrong type at /nest/deep/code: want a string; got number 1",
			`PLAIN: wrong wording at /plain: want "Gone."; got 1`,
			"held DEEP HTTP JSON NEST STATUS UTF8",
		}},
		{
			"a missing parent silences its children", answer(404, `{"plain":"Gone."}`, json...),
			[]string{
				"NEST: missing at /nest: want an object; got nothing",
				"held HTTP JSON NAMES PLAIN STATUS TYPE UTF8",
			},
		},
		{"so does one of another type", answer(404, `{"plain":"Gone.","nest":[{"deep":1}]}`,
			json...), []string{
			`NEST: wrong type at /nest: want an object; got array [{"deep":1}]`,
			"held HTTP JSON NAMES PLAIN STATUS TYPE UTF8",
		}},
		{"the middle one silences the last alone", answer(404, `{"plain":"Gone.","nest":{}}`,
			json...), []string{
			"DEEP: missing at /nest/deep: want an object; got nothing",
			"held HTTP JSON NAMES NEST PLAIN STATUS TYPE UTF8",
		}},
		{"a wrong status silences missing members", answer(500, `{"nest":{}}`, json...), []string{
			"STATUS: wrong status at status: want 404; got 500 Internal Server Error",
			"held HTTP",
		}},
		{"and wrong ones", answer(500, `{"plain":"x","nest":{"deep":{"code":"Y"}}}`,
			json...), []string{
			"STATUS: wrong status at status: want 404; got 500 Internal Server Error",
			"held HTTP",
		}},
		{"but no right ones", answer(500, good, json...), []string{
			"STATUS: wrong status at status: want 404; got 500 Internal Server Error",
			"held HTTP PLAIN VALUE",
		}},
		{"a mark breaks the rule on UTF-8 alone", answer(404, "\xef\xbb\xbf"+
			good, json...), []string{
			"UTF8: wrong encoding at message content: want valid UTF-8 without a byte order " +
				"mark; got a byte order mark",
			"held CODE DEEP HTTP JSON NAMES NEST PLAIN STATUS TYPE VALUE",
		}},
		{"no JSON behind a mark breaks both rules", answer(404, "\xef\xbb\xbf<p>",
			json...), []string{
			"UTF8: wrong encoding at message content: want valid UTF-8 without a byte order " +
				"mark; got a byte order mark",
			"JSON: not JSON at content: want one JSON value; got no JSON: invalid character '<' " +
				"looking for beginning of value: \uFFFD<p>",
			"held HTTP STATUS TYPE",
		}},
		{"another encoding is one finding", answer(404, "\xff\xfe{\x00}\x00", json...), []string{
			"UTF8: wrong encoding at message content: want valid UTF-8 without a byte order " +
				"mark; got no UTF-8 at byte 0",
			"held HTTP STATUS TYPE",
		}},
		{"Latin-1 inside JSON is one finding", answer(404, `{"é":"`+"\xe9"+`",`+good[1:],
			json...), []string{
			"UTF8: wrong encoding at message content: want valid UTF-8 without a byte order " +
				"mark; got no UTF-8 at byte 7",
			"held CODE DEEP HTTP JSON NAMES NEST PLAIN STATUS TYPE VALUE",
		}},
		{"no JSON silences its members", answer(404, "<p>", json...), []string{
			"JSON: not JSON at content: want one JSON value; got no JSON: invalid character '<' " +
				"looking for beginning of value: <p>",
			"held HTTP STATUS TYPE UTF8",
		}},
		{"what follows a value does not", answer(404, good+"x", json...), []string{
			"JSON: more than one value at message end: want one JSON value, then white space " +
				"only; got 1 bytes after the value: x",
			"held CODE DEEP HTTP NAMES NEST PLAIN STATUS TYPE UTF8 VALUE",
		}},
		{"nothing at all", answer(404, ""), []string{
			"JSON: not JSON at content: want one JSON value; got no content",
			"held HTTP STATUS UTF8",
		}},
		{"HEAD", method("HEAD", answer(404, "")), []string{"held HTTP STATUS"}},
		{"a fault behind a status", broken(exchange.Malformed,
			answer(404, `{"ne`, "Content-Type", "text/html")), []string{
			"HTTP: malformed HTTP at message: want a complete HTTP/1.1 response within the " +
				"limits; " +
				"got it broke",
			"TYPE: wrong media type at header content-type: want application/json; got text/html",
			"held STATUS",
		}},
		{"a fault behind a wrong status", broken(exchange.Limit, answer(500, `{"ne`)), []string{
			"STATUS: wrong status at status: want 404; got 500 Internal Server Error",
			"HTTP: over a limit at message: want a complete HTTP/1.1 response within the limits; " +
				"got it broke",
		}},
		{"no status", broken(exchange.Limit, nil), []string{
			"HTTP: over a limit at message: want a complete HTTP/1.1 response within the limits; " +
				"got it broke",
		}},
	}
	doc := contract(t, envelope, own)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, summary(Judge(input(doc, test.exchange)))); diff != "" {
				t.Errorf("judgement (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStatusesFirst: the document may list them last.
func TestStatusesFirst(t *testing.T) {
	doc := contract(t, "{id: LATE, header: {name: X, present: true}}", `
		{id: VALUE, example: gone, equal: /code}
		{id: NOT, notStatus: 4XX}
		{id: STATUS, status: 500}`)
	want := []string{
		"NOT: wrong status at status: want not 4XX; got 404 Not Found",
		"STATUS: wrong status at status: want 500; got 404 Not Found",
		"LATE: missing at header x: want to be there; got no X header",
	}
	if diff := cmp.Diff(want, summary(Judge(input(doc, answer(404, "{}"))))); diff != "" {
		t.Errorf("judgement (-want +got):\n%s", diff)
	}
}

// TestAlwaysHasStatuses: a status in a rule on every response is judged once, and
// explains missing members too.
func TestAlwaysHasStatuses(t *testing.T) {
	doc := contract(t, "{id: ALL, status: 204}", "{id: VALUE, example: gone, equal: /code}")
	want := []string{"ALL: wrong status at status: want 204; got 404 Not Found"}
	if diff := cmp.Diff(want, summary(Judge(input(doc, answer(404, "{}"))))); diff != "" {
		t.Errorf("judgement (-want +got):\n%s", diff)
	}
}

func TestAlwaysAsAnotherRequirement(t *testing.T) {
	doc := contract(t, envelope, "{id: OWN, status: 404}")
	in := input(doc, answer(404, `{"nest":{}}`, "Content-Type", "text/html"))
	in.Always = "OWN"
	want := []string{
		"OWN: wrong media type at header content-type: want application/json; got text/html",
		"OWN: missing at /nest/deep: want an object; got nothing",
		"held HTTP",
	}
	if diff := cmp.Diff(want, summary(Judge(in))); diff != "" {
		t.Errorf("judgement (-want +got):\n%s", diff)
	}
	in.Exchange = broken(exchange.Malformed, nil)
	want = []string{"HTTP: malformed HTTP at message: want a complete HTTP/1.1 response " +
		"within the " +
		"limits; got it broke"}
	if diff := cmp.Diff(want, summary(Judge(in))); diff != "" {
		t.Errorf("malformed (-want +got):\n%s", diff)
	}
	in.Exchange = notRaw(answer(404, good, "Content-Type", "application/json"))
	want = []string{"held OWN", "unseen HTTP"}
	if diff := cmp.Diff(want, summary(Judge(in))); diff != "" {
		t.Errorf("hidden (-want +got):\n%s", diff)
	}
}

func TestWithout(t *testing.T) {
	doc := contract(t, envelope, own)
	in := input(doc,
		answer(404, `{"plain":"x","nest":{"deep":{"code":"X"}}}`, "Content-Type", "text/html"))
	in.Without = []spec.Operator{spec.OpTemplate, spec.OpMediaType}
	want := []string{"held CODE DEEP HTTP JSON NAMES NEST STATUS UTF8 VALUE"}
	if diff := cmp.Diff(want, summary(Judge(in))); diff != "" {
		t.Errorf("judgement (-want +got):\n%s", diff)
	}
	in.Without = spec.Operators()
	if got := summary(Judge(in)); len(got) != 0 {
		t.Errorf("with nothing left to judge: %q", got)
	}
}

// TestNoStatus: without a rule on the message, the status check reports that
// there was none.
func TestNoStatus(t *testing.T) {
	tests := []struct {
		name, always, checks string
		without              []spec.Operator
		kind                 exchange.FaultKind
		want                 []string
	}{
		{
			"status", "", "{id: A, status: [400, 404]}", nil, exchange.Malformed,
			[]string{"A: malformed HTTP at status: want 400 or 404; got it broke"},
		},
		{
			"not status", "", "{id: A, notStatus: 2XX}", nil, exchange.Limit,
			[]string{"A: over a limit at status: want not 2XX; got it broke"},
		},
		{"both", "", "{id: A, notStatus: 2XX}\n{id: B, status: 404}\n{id: C, header: {name: X, " +
			"present: true}}", nil, exchange.Limit, []string{
			"A: over a limit at status: want not 2XX; got it broke",
			"B: over a limit at status: want 404; got it broke",
		}},
		{
			"a rule of the case", "", "{id: A, status: 404}\n{id: B, http: wellFormed}", nil,
			exchange.Limit,
			[]string{"B: over a limit at message: want a complete HTTP/1.1 response within the " +
				"limits; got it broke"},
		},
		{
			"a rule on every response", "{id: B, http: wellFormed}", "{id: A, status: 404}", nil,
			exchange.Limit,
			[]string{"B: over a limit at message: want a complete HTTP/1.1 response within the " +
				"limits; got it broke"},
		},
		{
			"a rule that the profile leaves out", "{id: B, http: wellFormed}",
			"{id: A, status: 404}",
			[]spec.Operator{spec.OpHTTP},
			exchange.Limit,
			[]string{"A: over a limit at status: want 404; got it broke"},
		},
		{
			"in a rule on every response", "{id: B, status: 404}",
			"{id: A, header: {name: X, present: true}}", nil, exchange.Malformed,
			[]string{"B: malformed HTTP at status: want 404; got it broke"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := input(contract(t, test.always, test.checks), broken(test.kind, nil))
			in.Without = test.without
			if diff := cmp.Diff(test.want, summary(Judge(in))); diff != "" {
				t.Errorf("judgement (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUniqueIsTheRuns: one exchange cannot show it.
func TestUniqueIsTheRuns(t *testing.T) {
	doc := contract(t, "", "{id: A, unique: {header: X}}")
	for _, e := range []*exchange.Exchange{
		answer(200, "", "X", "1"), answer(200, ""), broken(exchange.Malformed, nil),
	} {
		if got := summary(Judge(input(doc, e))); len(got) != 0 {
			t.Errorf("judgement %q, want none", got)
		}
	}
}

// TestHostileText: what a target sends is bounded, and printable, in whatever
// finding it ends up.
func TestHostileText(t *testing.T) {
	hostile := strings.Repeat("\x1b[2J\x00\u202e\r\n", 100_000)
	checks := `
		{id: A, status: 404}
		{id: B, content: json}
		{id: C, mediaType: text/plain}
		{id: D, header: {name: X, pattern: "^$"}}
		{id: E, header: {name: X2, present: false}}`
	doc := contract(t, "", checks)
	j := Judge(input(doc,
		answer(200, hostile, "Content-Type", hostile, "X", hostile, "X2", hostile)))
	if len(j.Findings) != 5 {
		t.Errorf("%d findings, want 5", len(j.Findings))
	}
	doc = contract(t, "", "{id: A, content: none}\n{id: B, example: gone, equal: /code}")
	body := `{"code":"` + strings.Repeat(`\u001b\u202e`, 1000) + `"} ` + hostile
	for _, f := range append(j.Findings, Judge(input(doc, answer(200, body))).Findings...) {
		if n := len([]rune(f.Got)); n > 2*maxShown+50 {
			t.Errorf("%s shows %d characters", f.Requirement, n)
		}
		if i := strings.IndexFunc(f.Got,
			func(r rune) bool { return r < ' ' || r == '\u202e' }); i >= 0 {
			t.Errorf("%s shows %q", f.Requirement, f.Got[i:i+1])
		}
	}
}

func TestFindingsAreInAFixedOrder(t *testing.T) {
	doc := contract(t, "{id: Z, body: {pointer: /a, schema: Pair}}",
		"{id: A, header: {name: X, present: true}}")
	first := summary(Judge(input(doc, answer(200, `{"a":{"a":1,"b":"x"}}`))))
	for range 50 {
		if again := summary(Judge(input(doc,
			answer(200, `{"a":{"a":1,"b":"x"}}`)))); !slices.Equal(first, again) {
			t.Fatalf("judged again: %q, want %q", again, first)
		}
	}
	if got := fmt.Sprint(len(first)); got != "3" {
		t.Errorf("%s findings, want 3: %q", got, first)
	}
}
