package clients

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

// small is a valid document; each test changes a part of it.
const small = `client: 1
title: T
version: "1"
contract: execute-response-action
operations: [executeResponseAction]
parameter: incidentTaskId
otherwise: {status: 404}
headers: {Date: "{httpDate}"}
requirements:
  - {id: A-1, level: must, text: t, source: s, basis: stated}
  - {id: A-2, level: must, text: t, source: s, basis: stated}
rules:
  - {id: A-1, request: method}
cases:
  - id: a
    text: t
    play: [{response: notFound, example: taskNotFound}]
    checks: [{id: A-2, outcome: error}]
`

func TestLoad(t *testing.T) {
	t.Parallel()
	doc, err := Load("f", []byte(small), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Cases) != 1 || doc.Cases[0].Play[0].Status.Code != 404 ||
		doc.Operations[0].Method != "POST" {
		t.Errorf("%+v", doc.Cases)
	}
	if !Is([]byte(small)) || Is([]byte("openapi: 3.0.3")) || Is([]byte("{")) {
		t.Error("what kind of document a file is, is not seen")
	}
}

// Every mistake is reported at its place.
func TestLint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ old, new, want string }{
		{
			"client: 1", "client: 2",
			"f:1:9: client: this version of the format is not known; write 1",
		},
		{"title: T\n", "", `f:1:1: missing key "title"`},
		{"title: T", "titel: T", `f:2:1: unknown key "titel" (did you mean "title"?)`},
		{
			"contract: execute-response-action", "contract: nothing",
			`f:4:11: contract: no embedded document "nothing"`,
		},
		{
			"operations: [executeResponseAction]", "operations: [executeResponseActoin]",
			`operations[0]: unknown operationId "executeResponseActoin" (did you mean ` +
				`"executeResponseAction"?)`,
		},
		{"parameter: incidentTaskId", "parameter: taskId", `f:6:12: parameter: the path ` +
			`/security/incidentTasks/{incidentTaskId}/executeResponseAction has other parameters ` +
			`than "taskId" alone`},
		{
			"id: A-2, level: must", "id: A-1, level: must",
			`requirements[1]: requirement "A-1" is there already, in line 10`,
		},
		{"id: A-2, level: must", "id: A 2, level: must", `requirement id "A 2": use letters`},
		{
			"checks: [{id: A-2, outcome: error}]", "checks: [{id: A-1, outcome: error}]",
			`f:11:5: requirements[1]: requirement "A-2" has no check`,
		},
		{
			"{id: A-2, outcome: error}", "{id: A-3, outcome: error}, {id: A-2, outcome: error}",
			`cases[0].checks[0]: unknown requirement "A-3"`,
		},
		{"{id: A-2, outcome: error}", "{id: A-2}", "cases[0].checks[0]: asserts nothing"},
		{"outcome: error}", "outcome: error, reported: code}", "asserts both outcome and reported"},
		{"outcome: error}", "outcome: failure}", "cases[0].checks[0].outcome:"},
		{
			"outcome: error}", "unique: client-request-id}",
			"cases[0].checks[0].unique: unique looks at all calls of a run at once",
		},
		{"outcome: error}", "reported: code}", "f:18:34: cases[0].checks[0].reported: where an " +
			"error has it is not known: give its pointer, as pointers: {code: /error/code}"},
		{"outcome: error}", "reported: requestId}", "f:18:34: cases[0].checks[0].reported: no " +
			"response has one: put {requestId} into headers or envelope"},
		{
			"title: T", "title: T\npointers: {code: error/code}",
			`f:3:18: pointers.code: "error/code" is not a JSON pointer`,
		},
		{
			"example: taskNotFound", "headers: {X: '{clientRequestId}'}",
			"repeats a header of the request: name it, as clientRequestId: x-correlation-id",
		},
		{"outcome: error}", "outcome: error, partOf: A-2}", "a requirement is not part of itself"},
		{"outcome: error}", "requests: {atLeast: 0}}", "any number is in this range"},
		{"outcome: error}", "wait: {atLeast: 0s}}", "every wait is as long as that"},
		{
			"outcome: error}", "header: {name: Accept, optional: true}}",
			"asserts nothing: an optional field",
		},
		{
			"outcome: error}", "header: {name: Accept, present: false, lines: 1}}",
			"a field that must not be there has no other rule",
		},
		{
			"outcome: error}", "header: {name: Accept, schema: Nothing}}",
			`unknown component schema of the contract "Nothing"; known here: ErrorDate,`,
		},
		{"outcome: error}", "header: {name: Accept, pattern: '('}}", "no regular expression"},
		{"play: [{response: notFound, example: taskNotFound}]", "play: []", "plays nothing"},
		{
			"play: [{response: notFound, example: taskNotFound}]",
			"tls: unknownAuthority\n    play: [{status: 404}]",
			"plays answers behind a broken handshake",
		},
		{"response: notFound", "response: nothing", `f:17:23: cases[0].play[0].response: unknown ` +
			`response of the operation "nothing"; known here: badRequest,`},
		{
			"{response: notFound, example", "{response: notFound, status: 404, example",
			"response and status are two ways",
		},
		{"{response: notFound, example: taskNotFound}", "{example: taskNotFound}", "has no status"},
		{"{response: notFound, example: taskNotFound}", `{status: "700"}`, `"700" is not a status`},
		{"example: taskNotFound", "example: nothing", `f:17:42: cases[0].play[0].example: ` +
			`unknown example of the contract "nothing"; known here: `},
		{
			"example: taskNotFound", "example: unsupportedActionType",
			`unknown placeholder "action_type"`,
		},
		{
			"example: taskNotFound", "example: taskNotFound, text: x",
			"it goes with neither example nor merge",
		},
		{"example: taskNotFound", "fill: {a: b}", "fill replaces placeholders of an example"},
		{"example: taskNotFound", "keep: 3", "keep cuts content"},
		{"example: taskNotFound", "delay: 2h", "delay and drip are times of a minute at most"},
		{"example: taskNotFound", "headers: {X: '{nothing}'}", `unknown placeholder "nothing"`},
		{"example: taskNotFound", "headers: {X: '{date+3s}'}", "only {httpDate+3s} takes a time"},
		{"example: taskNotFound", "headers: {'X Y': z}", "no header field"},
		{
			"example: taskNotFound", "text: '{f}', repeat: {f: {text: x, times: 100000000}}",
			"a text of 67108864 bytes at most",
		},
		{
			"    text: t\n    play", "    text: t\n    task: x\n    play",
			"an id without {guid} cannot be distinguished from others",
		},
		{
			"    text: t\n    play", "    text: t\n    task: '{id}{guid}'\n    play",
			`unknown placeholder "id"`,
		},
		{
			"    text: t\n    play", "    text: t\n    without: [A-2]\n    play",
			`f:17:14: cases[0].without: no check in rules breaks "A-2" (did you mean "A-1"?)`,
		},
		{"  - id: a\n    text: t", "  - id: a/b\n    text: t", `case id "a/b"`},
		{
			"  - id: a\n    text: t", "  - {id: a, text: t, play: [{status: 404}], checks: [{id: " +
				"A-2, outcome: error}]}\n  - id: a\n    text: t",
			`case "a" is there already, in line 15`,
		},
	} {
		t.Run(test.new, func(t *testing.T) {
			source := strings.Replace(small, test.old, test.new, 1)
			if source == small {
				t.Fatalf("%q does not stand in the document", test.old)
			}
			_, err := Load("f", []byte(source), nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

// All mistakes of a contract are reported at once, each at its place with a suggestion, and none
// that follows from another. In the second run only the contract of the server is wrong: then
// its parts are not reported.
func TestLintTellsAll(t *testing.T) {
	t.Parallel()
	bad, err := os.ReadFile("testdata/unfit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for contract, want := range map[string]string{
		"execute-response-action": "unfit.txt", "execute-response-actoin": "unfit-contract.txt",
	} {
		lines, err := os.ReadFile("testdata/" + want)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Load("f", []byte(strings.Replace(string(bad), "CONTRACT", contract, 1)), nil)
		if diff := cmp.Diff(strings.TrimSpace(string(lines)), fmt.Sprint(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", contract, diff)
		}
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	source := strings.Replace(small, "    play: [{response: notFound, example: taskNotFound}]",
		`    forEach: {one: "404", two: "410"}
    task: "{each}-{guid}"
    play: [{status: "{each}", text: "{each}", headers: {X: "{each}"}}, {status: 404, merge: {a: ["{each}"]}}]`,
		1)
	doc, err := Load("f", []byte(source), nil)
	if err != nil {
		t.Fatal(err)
	}
	two, ok := doc.Case("a.two")
	if !ok || len(doc.Cases) != 2 || two.TaskText() != "410-{guid}" {
		t.Fatalf("%+v", doc.Cases)
	}
	first := two.Play[0]
	x, _ := first.Headers.Get("X")
	if first.Status.Code != 410 || *first.Text != "410" || x != "410" {
		t.Errorf("%+v", first)
	}
	if diff := cmp.Diff(map[string]any{"a": []any{"410"}}, two.Play[1].Merge); diff != "" {
		t.Errorf("merge (-want +got):\n%s", diff)
	}
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	value := func(name string, plus time.Duration) (string, bool) {
		return name + plus.String(), name != "other"
	}
	for text, want := range map[string]string{
		"{a}":             "a0s",
		"{a+3s} {b}":      "a3s b0s",
		"{other}":         "{other}",
		`{"error":{}} {}`: `{"error":{}} {}`,
		"none":            "none",
	} {
		if got := Placeholders(text, value); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestMatchTarget(t *testing.T) {
	t.Parallel()
	doc, err := Embedded(Default)
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]Match{
		"/beta/security/incidentTasks/x/executeResponseAction": {
			true, "x",
		},
		"/beta/security/incidentTasks/x/microsoft.graph.security.executeResponseAction": {
			true, "x",
		},
		"/beta/security/incidentTasks//executeResponseAction":          {true, ""},
		"/beta/security/incidentTasks/%2E%2E/executeResponseAction":    {true, "%2E%2E"},
		"/beta/security/incidentTasks/../executeResponseAction":        {},
		"/beta/security/incidentTasks/x/executeResponseAction/":        {},
		"/beta/security/incidentTasks/x/executeResponseAction?a":       {},
		"/beta/security/incidentTasks/x?y/executeResponseAction":       {},
		"/beta/security/incidentTasks/a/b/executeResponseAction":       {},
		"/beta/Security/incidentTasks/x/executeResponseAction":         {},
		"/v1.0/security/incidentTasks/x/executeResponseAction":         {},
		"http://h/beta/security/incidentTasks/x/executeResponseAction": {},
	} {
		if diff := cmp.Diff(want, doc.MatchTarget("/beta", target)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
	}
	if !doc.Succeeds(204) || doc.Succeeds(200) || doc.Succeeds(404) {
		t.Error("success is not the documented one")
	}
}

// The document that the page shows is fit, once it names a contract that is
// there.
func TestPage(t *testing.T) {
	t.Parallel()
	source := strings.NewReplacer("[close]", "[executeResponseAction]", "parameter: id",
		"parameter: incidentTaskId", "example: notFound", "example: taskNotFound").Replace(page(t))
	contract := func(string) (*spec.Contract, error) { return spec.Embedded(spec.Default) }
	if _, err := Load("README.md", []byte(source), contract); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]string{
		Outcome("").Allowed(), Reported("").Allowed(), RequestRule("").Allowed(),
		Driver("").Allowed(), Handshake("").Allowed(),
		Framing("").Allowed(), Fault("").Allowed(), TLS("").Allowed(), placeNames,
	} {
		for _, word := range list {
			if !strings.Contains(string(text), word) {
				t.Errorf("the page does not show %s", word)
			}
		}
	}
}

// page is the document that the page shows.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for line := range strings.Lines(string(text)) {
		if text, ok := strings.CutPrefix(line, "    "); ok {
			shown.WriteString(text)
		}
	}
	return shown.String()
}
