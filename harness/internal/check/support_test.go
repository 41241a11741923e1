package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// answeredTime is when every exchange of these tests came to its end.
var answeredTime = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const documentHead = `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      responses:
        "404":
          description: none
          content:
            application/json:
              schema: {type: object}
              examples:
                gone:
                  value: {code: Gone, message: "thing {id} is {state}, says {who}", plain: Gone., count: 3, none: null, list: [1, {a: b}], half: "a {open", nest: {deep: {code: X}}}
components:
  schemas:
    Word: {type: string, pattern: "^[a-z]+$"}
    Short: {type: string, maxLength: 3}
    Pair:
      type: object
      required: [a, b]
      properties: {a: {type: string}, b: {type: integer}}
    Thing:
      type: object
      properties: {id: {type: string}, state: {$ref: "#/components/schemas/State"}}
    State: {type: string, enum: [open, shut]}
`

var checkID = regexp.MustCompile(`\{id: ([A-Z0-9-]+)`)

// contract makes a document of the checks, one flow mapping a line, with a
// requirement for every id that they name.
func contract(t testing.TB, always, checks string) *spec.Contract {
	t.Helper()
	var b strings.Builder
	b.WriteString(documentHead)
	b.WriteString("x-conformance:\n  version: 1\n  fixtures:\n    things: {role: thing, schema: " +
		"Thing, id: id, absent: \"[a-z]{4}\", roles: {some: {state: State}}}\n")
	b.WriteString("  requirements:\n")
	ids := map[string]bool{}
	for _, m := range checkID.FindAllStringSubmatch(always+checks, -1) {
		ids[m[1]] = true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		fmt.Fprintf(&b, "    - {id: %s, level: must, text: T., source: s, basis: stated}\n", id)
	}
	list := func(key, lines, indent string) {
		fmt.Fprintf(&b, "%s%s:\n", indent, key)
		for line := range strings.Lines(strings.TrimSpace(lines)) {
			fmt.Fprintf(&b, "%s  - %s\n", indent, strings.TrimSpace(line))
		}
	}
	if always != "" {
		list("rules", always, "  ")
	}
	text := b.String()
	if checks == "" {
		checks = "{id: NONE, status: 404}"
		text = strings.Replace(text, "  requirements:\n",
			"  requirements:\n    - {id: NONE, level: must, text: T., source: s, basis: stated}\n",
			1)
	}
	b.Reset()
	b.WriteString("      x-conformance:\n        cases:\n          - id: c\n            text: " +
		"t\n            request: {id: thing.some}\n            effect: executes\n" +
		"            fresh: {v: word, list: word, n: word, file: word}\n")
	list("checks", checks, "            ")
	text = strings.Replace(text, "components:\n", b.String()+"components:\n", 1)
	root, _ := strict.Parse("t.yaml", []byte(text))
	source := openapi.Source{File: "t.yaml", Data: []byte(text), Root: root}
	doc, err := spec.LoadLinted(source, Lint)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

// answer is a complete response whose bytes were seen; fields are name, value, …
func answer(status int, body string, fields ...string) *exchange.Exchange {
	e := &exchange.Exchange{
		Request: exchange.Request{Method: "POST", Header: exchange.Header{
			{Name: "X-Sent", Value: "Sent-1"}, {Name: "X-Empty", Value: ""},
		}},
		Response: &exchange.Response{
			Proto: "HTTP/1.1", Status: status, Body: []byte(body), Header: headerOf(fields...),
		},
		Raw:   true,
		Start: answeredTime.Add(-3 * time.Second),
		Total: 3 * time.Second,
	}
	return e
}

func headerOf(fields ...string) exchange.Header {
	var h exchange.Header
	for i := 0; i < len(fields); i += 2 {
		h = append(h, exchange.Field{Name: fields[i], Value: fields[i+1]})
	}
	return h
}

func broken(kind exchange.FaultKind, response *exchange.Exchange) *exchange.Exchange {
	e := answer(0, "")
	e.Response = nil
	if response != nil {
		e = response
	}
	e.Fault = &exchange.Fault{Kind: kind, Detail: "it broke"}
	return e
}

func method(name string, e *exchange.Exchange) *exchange.Exchange {
	e.Request.Method = name
	return e
}

func notRaw(e *exchange.Exchange) *exchange.Exchange {
	e.Raw = false
	return e
}

// summary is a judgement in lines: findings in order, then what held, then
// what could not be seen.
func summary(j Judgement) []string {
	var lines []string
	found := map[string]bool{}
	for _, f := range j.Findings {
		lines = append(lines, fmt.Sprintf("%s: %s at %s: want %s; got %s", f.Requirement, f.Reason,
			f.Where, f.Expected, f.Got))
		found[f.Requirement] = true
	}
	var held []string
	for _, id := range slices.Sorted(maps.Keys(j.Exercised)) {
		if !found[id] {
			held = append(held, id)
		}
	}
	if len(held) > 0 {
		lines = append(lines, "held "+strings.Join(held, " "))
	}
	if len(j.Unseen) > 0 {
		lines = append(lines, "unseen "+strings.Join(slices.Sorted(maps.Keys(j.Unseen)), " "))
	}
	for id := range found {
		if !j.Exercised[id] {
			lines = append(lines, id+" was found broken and not exercised")
		}
	}
	return lines
}

// input binds what contract's only case binds.
func input(doc *spec.Contract, e *exchange.Exchange) Input {
	return Input{
		Doc: doc, Checks: doc.Operations[0].Cases[0].Checks, Rules: doc.Operations[0].Always,
		Exchange: e,
		Bound: map[string]Binding{
			"id": {Value: "Ab", Properties: map[string]string{"state": "open"}},
		},
		Saved: map[string]any{
			"v": map[string]any{"a": json.Number("1"), "b": []any{"x", "y"}}, "n": json.Number("2"),
			"list": []any{"x", "y", "x"}, "file": "{\"a\": 1}\n",
		},
	}
}
