package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// ready are rules of a response that a step waits for.
func ready() (body *spec.BodyRule, header *spec.HeaderRule, status spec.Statuses) {
	yes := true
	return &spec.BodyRule{Pointer: "/done", ValueRule: spec.ValueRule{Present: &yes}},
		&spec.HeaderRule{Name: "Done", ValueRule: spec.ValueRule{Present: &yes}},
		spec.Statuses{{Code: 200}}
}

// TestHolds: a step ends when a response has all that until says.
func TestHolds(t *testing.T) {
	t.Parallel()
	body, header, status := ready()
	doc := contract(t, "", "")
	for _, tt := range []struct {
		name string
		u    spec.Until
		e    *exchange.Exchange
		want bool
	}{
		{"any response", spec.Until{}, answer(500, ""), true},
		{"no response", spec.Until{}, broken(exchange.Timeout, nil), false},
		{"its status", spec.Until{Status: status}, answer(200, ""), true},
		{"another status", spec.Until{Status: status}, answer(202, ""), false},
		{"its content", spec.Until{Body: body}, answer(202, `{"done":1}`), true},
		{"another content", spec.Until{Body: body}, answer(202, `{}`), false},
		{"no JSON", spec.Until{Body: body}, answer(202, `<a>`), false},
		{"content to HEAD", spec.Until{Body: body}, method("HEAD", answer(200, "")), false},
		{"its header", spec.Until{Header: header}, answer(202, "", "done", "1"), true},
		{"no header", spec.Until{Header: header}, answer(202, ""), false},
		{
			"one of two",
			spec.Until{Body: body, Header: header},
			answer(202, `{"done":1}`), false,
		},
		{
			"all",
			spec.Until{Status: status, Body: body, Header: header},
			answer(200, `{"done":1}`, "Done", "1"), true,
		},
	} {
		if got := Holds(&tt.u, input(doc, tt.e)); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// TestNeverHeld: the finding says what did not come, how often it was asked for, and what came.
func TestNeverHeld(t *testing.T) {
	t.Parallel()
	body, header, status := ready()
	for _, tt := range []struct {
		name string
		u    spec.Until
		e    *exchange.Exchange
		want string
	}{
		{
			"a status",
			spec.Until{Status: status, Body: body},
			answer(202, ""),
			"A: did not come at status: want 200 within 3 requests; got 202 Accepted",
		},
		{
			"no response",
			spec.Until{Body: body},
			broken(exchange.Timeout, nil),
			"A: did not come at status: want what until says within 3 requests; got no response",
		},
		{
			"a member",
			spec.Until{Status: status, Body: body},
			answer(200, "{}"),
			"A: did not come at /done: want what until says within 3 requests; " +
				"got something else",
		},
		{
			"all of the content",
			spec.Until{Body: &spec.BodyRule{}},
			answer(200, "{}"),
			"A: did not come at content: want what until says within 3 requests; " +
				"got something else",
		},
		{
			"a node",
			spec.Until{Body: &spec.BodyRule{XPath: "//a"}},
			answer(200, "{}"),
			"A: did not come at xpath //a: want what until says within 3 requests; " +
				"got something else",
		},
		{
			"a field",
			spec.Until{Header: header},
			answer(200, "", "Done", "no"),
			"A: did not come at header done: want what until says within 3 requests; got no",
		},
	} {
		tt.u.ID = "A"
		f := NeverHeld(&tt.u, 3, tt.e)
		got := summary(Judgement{
			Findings: []result.Finding{f}, Exercised: map[string]bool{"A": true},
		})
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" || f.Came.Text != f.Got {
			t.Errorf("%s: came %q (-want +got):\n%s", tt.name, f.Came.Text, diff)
		}
	}
}

// TestSaveOfWhatWasSent: members of JSON, parts of a form, and the whole of any other content.
func TestSaveOfWhatWasSent(t *testing.T) {
	t.Parallel()
	const form = "--b\r\nContent-Disposition: form-data; name=name\r\n\r\nn\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b--\r\n"
	const multipart, json = "multipart/form-data; boundary=b", "application/json"
	for _, tt := range []struct {
		name, mediaType, body, at string
		want                      any // nil: there is none
	}{
		{"a member", json, `{"name":"n"}`, "/name", "n"},
		{"no such member", json, `{"name":"n"}`, "/nam", nil},
		{"all of it", json, `"n"`, "", "n"},
		{"a part", multipart, form, "/name", "n"},
		{"an empty part", multipart, form, "/empty", ""},
		{"no such part", multipart, form, "/nam", nil},
		{"a part of a text", "text/plain", form, "/name", nil},
		{"a part of no media type", "a/b/c", form, "/name", nil},
		{"a text", "text/plain", "a b", "", "a b"},
		{"JSON of another type", "text/plain", "1", "", "1"},
		{"what is not JSON", json, "{", "", "{"},
		{"a member of what is not JSON", json, "{", "/name", nil},
		{"nothing", "text/plain", "", "", nil},
	} {
		e := answer(200, "")
		e.Request.Header, e.Request.Body = headerOf("Content-Type", tt.mediaType), []byte(tt.body)
		at := tt.at
		saved, missing := Save([]strict.Entry[spec.Save]{{Key: "v", Value: spec.Save{Sent: &at}}},
			e, nil)
		why := ""
		if tt.want == nil {
			why = "the response has no " + at + " that was sent to be saved as v"
		}
		if diff := cmp.Diff(tt.want, saved["v"]); diff != "" || missing != why {
			t.Errorf("%s: missing %q (-want +got):\n%s", tt.name, missing, diff)
		}
	}
}

// TestWhatCannotBeSaved: the reason names what the response does not have.
func TestWhatCannotBeSaved(t *testing.T) {
	t.Parallel()
	root, id := "", "/id"
	json := answer(200, `{"id":"a7"}`)
	for _, tt := range []struct {
		save spec.Save
		e    *exchange.Exchange
		want string // what the response has not
	}{
		{spec.Save{Pointer: &root}, answer(200, ""), "content"},
		{spec.Save{Pointer: &id}, answer(200, "<a>"), "/id in its content"},
		{spec.Save{Header: "Location"}, json, "Location header"},
		{
			spec.Save{Pointer: &id, Match: "^[0-9]+$"},
			json,
			"/id in its content that matches ^[0-9]+$",
		},
		{spec.Save{Pointer: &root, Match: "a"}, json, "content that matches a"},
		{spec.Save{Content: true}, broken(exchange.Timeout, nil), "content"},
		{spec.Save{Content: true}, broken(exchange.Unread, answer(200, "{")), "content"},
	} {
		saves := []strict.Entry[spec.Save]{{Key: "v", Value: tt.save}}
		saved, missing := Save(saves, tt.e, nil)
		if want := "the response has no " + tt.want + " to be saved as v"; missing != want ||
			len(saved) > 0 {
			t.Errorf("saved %v; got %q, want %q", saved, missing, want)
		}
	}
	if saved, missing := Save(nil, json, map[string]any{"k": 1}); missing != "" ||
		len(saved) != 1 {
		t.Errorf("nothing is to be saved: %v, %q", saved, missing)
	}
}

// TestSeen: the checks of a step see the values of the steps before it, and what it adds.
func TestSeen(t *testing.T) {
	t.Parallel()
	id := "/id"
	saves := []strict.Entry[spec.Save]{
		{Key: "old", Value: spec.Save{Pointer: &id}},
		{Key: "new", Value: spec.Save{Pointer: &id}},
		{Key: "all", Value: spec.Save{Pointer: &id, Append: true}},
	}
	got := Seen(saves, answer(200, `{"id":"b"}`), map[string]any{"old": "a", "all": []any{"a"}})
	want := map[string]any{"old": "a", "new": "b", "all": []any{"a", "b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
