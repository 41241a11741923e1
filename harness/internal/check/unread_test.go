package check

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
)

// Checks of every kind that looks at content, each with a check of the header beside it under the
// same requirement.
const contentChecks = `
	{id: BODY, mediaType: application/json}
	{id: BODY, body: {pointer: /code, type: string}}
	{id: SCHEMA, status: 404}
	{id: SCHEMA, body: {pointer: "", schema: Pair}}
	{id: ABSENT, body: {pointer: /secret, present: false}}
	{id: UTF8, content: utf8}
	{id: JSON, content: json}
	{id: NAMES, content: uniqueNames}
	{id: EQUAL, status: 404}
	{id: EQUAL, example: gone, equal: /code}
	{id: DIFFER, example: gone, differ: /plain}
	{id: TEXT, example: gone, template: /plain}
	{id: REF, header: {name: X-Code, equal: body./code}}
	{id: AMONG, header: {name: X-Code, among: body./list}}
	{id: NONE, content: none}
	{id: STATUS, status: 404}`

// TestUnreadContentHoldsNothing: what is cut short, over a limit or not decoded passes no
// requirement on it, also where a check of its header holds.
func TestUnreadContentHoldsNothing(t *testing.T) {
	doc := contract(t, "", contentChecks)
	all := []string{
		"ABSENT", "AMONG", "BODY", "DIFFER", "EQUAL", "JSON", "NAMES", "NONE", "REF", "SCHEMA",
		"TEXT", "UTF8",
	}
	fields := []string{"Content-Type", "application/json", "X-Code", "Gone"}
	coded := append([]string{"Content-Encoding", "br"}, fields...)
	for _, tt := range []struct {
		name     string
		exchange *exchange.Exchange
		why      string
		seen     []string // although it was not read: bytes are content, whatever they mean
	}{
		{
			"cut short", broken(exchange.Malformed, answer(404, `{"code`, fields...)),
			"the content was not read whole: it broke",
			[]string{"NONE"},
		},
		{
			"over the limit", broken(exchange.Unread, answer(404, ``, fields...)),
			"the content was not read whole: it broke; --max-body raises the limit", nil,
		},
		{
			"another coding", answer(404, "\x0b\x02", coded...),
			"the content was not decoded: its content coding is br, which no request asked for",
			[]string{"NONE"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := Judge(input(doc, tt.exchange))
			want := map[string]string{}
			for _, id := range all {
				if !slices.Contains(tt.seen, id) {
					want[id] = tt.why
				}
			}
			if diff := cmp.Diff(want, j.Unread); diff != "" {
				t.Errorf("unread (-want +got):\n%s", diff)
			}
			exercised := map[string]bool{"STATUS": true}
			for _, id := range tt.seen {
				exercised[id] = true
			}
			if diff := cmp.Diff(exercised, j.Exercised); diff != "" {
				t.Errorf("exercised (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHiddenRequirementsHaveTheirReason: what a finding hides is not held by another check, and
// the reason names the finding.
func TestHiddenRequirementsHaveTheirReason(t *testing.T) {
	const by = "the responses that it is about fail "
	json := []string{"Content-Type", "application/json"}
	for _, tt := range []struct {
		name, checks string
		exchange     *exchange.Exchange
		want         map[string]string
	}{
		{
			"by a parent", "{id: A, body: {pointer: /x, type: object}}\n{id: B, body: {pointer: " +
				"/x/y, type: string}}",
			answer(404, `{"X":{"y":"z"}}`, json...),
			map[string]string{"B": by + "A, which hides it"},
		},
		{
			"by the status", "{id: A, status: 404}\n{id: B, example: gone, equal: /code}\n{id: " +
				"C, example: gone, template: /plain}",
			answer(400, `{"code":"Bad","plain":"Bad."}`, json...),
			map[string]string{"B": by + "A, which hides it", "C": by + "A, which hides it"},
		},
		{
			"by the media type", "{id: A, mediaType: application/json}\n{id: B, content: " +
				"json}\n{id: C, body: {pointer: /x, type: object}}",
			answer(404, "404 page not found\n", "Content-Type", "text/plain"),
			map[string]string{"B": by + "A, which hides it", "C": by + "A, which hides it"},
		},
		{
			"by nothing that is judged",
			"{id: A, content: uniqueNames}\n{id: B, body: {pointer: /x, present: false}}",
			answer(404, "nope", json...),
			map[string]string{
				"A": "the content that it is about is not JSON: no JSON: invalid character 'o' " +
					"in literal null (expecting 'u'): nope",
				"B": "the content that it is about is not JSON: no JSON: invalid character 'o' " +
					"in literal null (expecting 'u'): nope",
			},
		},
		{
			"nothing to compare with",
			"{id: A, status: 404}\n{id: A, body: {pointer: /x, equal: header.X}}",
			answer(404, `{"x":"1"}`, json...),
			map[string]string{"A": "what it is compared with, the X header, is missing or broken"},
		},
		{
			"no request header to compare with", "{id: A, header: {name: Y, equal: " +
				"request.header.Z}}\n{id: B, body: {pointer: /x, type: string, equal: " +
				"request.header.Z}}",
			answer(404, `{"x":"1"}`, json...), nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := Judge(input(contract(t, "", tt.checks), tt.exchange))
			if diff := cmp.Diff(tt.want, j.Hidden); diff != "" {
				t.Errorf("hidden (-want +got):\n%s", diff)
			}
			for id := range tt.want {
				if j.Exercised[id] {
					t.Errorf("%s is hidden, and exercised", id)
				}
			}
			if tt.want == nil && (len(j.Findings) > 0 || !j.Exercised["B"] || j.Exercised["A"]) {
				t.Errorf("nothing was sent: %v", summary(j))
			}
		})
	}
}

// TestTextIsNotJSON: a text that begins with a number is not a JSON value with bytes after it.
func TestTextIsNotJSON(t *testing.T) {
	for field, want := range map[string]string{
		"text/plain; charset=utf-8": "A: not JSON at content: want one JSON value; got " +
			"text/plain; charset=utf-8, 19 bytes: 404 page not found ",
		"application/json": "A: more than one value at message end: want one JSON value, " +
			"then white space only; got 15 bytes after the value: page not found ",
		"application/problem+json": "A: more than one value at message end: want one JSON value, " +
			"then white space only; got 15 bytes after the value: page not found ",
	} {
		e := answer(404, "404 page not found\n", "Content-Type", field)
		got := summary(Judge(input(contract(t, "", "{id: A, content: json}"), e)))
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", field, diff)
		}
	}
}
