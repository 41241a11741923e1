package check

import (
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func TestEqualRef(t *testing.T) {
	not := func(where, want, ref, got string) []string {
		return []string{
			`A: not equal at ` + where + `: want "` + want + `", as ` + ref + `; got "` + got + `"`,
		}
	}
	runOperatorTests(t, []operatorTest{
		{"parameter", "body: {pointer: /a, equal: request.id}", answer(400, `{"a":"Ab"}`), heldA},
		{
			"parameter, letter case", "body: {pointer: /a, equal: request.id}",
			answer(400, `{"a":"ab"}`), not("/a", "Ab", "the request's id", "ab"),
		},
		{
			"parameter, folded", "body: {pointer: /a, equal: request.id, fold: true}",
			answer(400, `{"a":"aB"}`), heldA,
		},
		{
			"folded, another", "body: {pointer: /a, equal: request.id, fold: true}",
			answer(400, `{"a":"abc"}`), not("/a", "Ab", "the request's id", "abc"),
		},
		{
			"property", "body: {pointer: /a, equal: request.id.state}", answer(400, `{"a":"open"}`),
			heldA,
		},
		{
			"property, another", "body: {pointer: /a, equal: request.id.state}",
			answer(400, `{"a":"shut"}`), not("/a", "open", "the request's id", "shut"),
		},
		{
			"header sent", "header: {name: X, equal: request.header.x-sent}",
			answer(400, "", "X", "Sent-1"), heldA,
		},
		{"header sent, another", "header: {name: X, equal: request.header.x-sent}", answer(400, "",
			"X", "sent-1"), not("header x", "Sent-1", "the request's x-sent header", "sent-1")},
		{
			"header not sent", "header: {name: X, equal: request.header.x-other}",
			answer(400, "", "X", "y"), nil,
		},
		{
			"header sent empty", "header: {name: X, equal: request.header.x-empty}",
			answer(400, "", "X", ""), heldA,
		},
		{
			"header of the response", "body: {pointer: /a, equal: header.x}",
			answer(400, `{"a":"1"}`, "X", "1"), heldA,
		},
		{
			"header of the response, another", "body: {pointer: /a, equal: header.x}",
			answer(400, `{"a":"1"}`, "X", "2"), not("/a", "2", "the x header", "1"),
		},
		{
			"header of the response, missing", "body: {pointer: /a, equal: header.x}",
			answer(400, `{"a":"1"}`), nil,
		},
		{
			"content", "header: {name: X, equal: body./a/b}",
			answer(400, `{"a":{"b":"1"}}`, "X", "1"), heldA,
		},
		{"content, another", "header: {name: X, equal: body./a/b}", answer(400, `{"a":{"b":"1"}}`,
			"X", "2"), not("header x", "1", "/a/b of the content", "2")},
		{
			"content, missing", "header: {name: X, equal: body./a/b}",
			answer(400, `{"a":{}}`, "X", "2"), nil,
		},
		{
			"content, a number", "header: {name: X, equal: body./a}",
			answer(400, `{"a":2}`, "X", "2"), heldA,
		},
		{
			"content, no scalar", "header: {name: X, equal: body./a}",
			answer(400, `{"a":[2]}`, "X", "2"), nil,
		},
		{
			"number", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":20}`, "X", "20"),
			heldA,
		},
		{
			"number, another", "body: {pointer: /a, equal: header.x}",
			answer(400, `{"a":20}`, "X", "2"), not("/a", "2", "the x header", "20"),
		},
		{
			"boolean", "body: {pointer: /a, equal: header.x}",
			answer(400, `{"a":true}`, "X", "true"), heldA,
		},
		{"content, no JSON", "header: {name: X, equal: body./a}", answer(400, `x`, "X", "2"), nil},
		{
			"no text", "body: {pointer: /a, equal: request.id}", answer(400, `{"a":["Ab"]}`),
			[]string{`A: wrong type at /a: want "Ab", as the request's id; got array ["Ab"]`},
		},
		{
			"pattern first", "body: {pointer: /a, equal: request.id, pattern: x}",
			answer(400, `{"a":"Ab"}`),
			[]string{`A: wrong form at /a: want text that matches x, "Ab", as the request's id; ` +
				`got "Ab"`},
		},
		{
			"calendar first", "body: {pointer: /a, equal: request.id, calendar: true}",
			answer(400, `{"a":"Ab"}`),
			[]string{`A: no such date at /a: want a date and time that exist, "Ab", as the ` +
				`request's id; got "Ab"`},
		},
	})
}

func TestHeader(t *testing.T) {
	gone := func(name, got string) []string {
		return []string{"A: forbidden header at header " + name + ": want no X; got " + got}
	}
	runOperatorTests(t, []operatorTest{
		{"present", "header: {name: X, present: true}", answer(200, "", "x", ""), heldA},
		{
			"missing", "header: {name: X-Id, present: true}", answer(200, "", "X", ""),
			[]string{"A: missing at header x-id: want to be there; got no X-Id header"},
		},
		{
			"missing on HEAD", "header: {name: X, present: true}", method("HEAD", answer(200, "")),
			[]string{"A: missing at header x: want to be there; got no X header"},
		},
		{
			"missing before a fault", "header: {name: X, present: true}",
			broken(exchange.Malformed, answer(200, "")),
			[]string{"A: missing at header x: want to be there; got no X header"},
		},
		{
			"no answer at all, and no rule on the message", "header: {name: X, present: true}",
			broken(exchange.Malformed, nil), nil,
		},
		{"forbidden, absent", "header: {name: X, present: false}", answer(204, ""), heldA},
		{
			"forbidden, present", "header: {name: X, present: false}", answer(204, "", "x", "0"),
			gone("x", "0"),
		},
		{
			"forbidden, twice", "header: {name: X, present: false}",
			answer(204, "", "x", "0", "X", "1"), gone("x", "0, 1"),
		},
		{
			"forbidden, absent, hidden", "header: {name: X, present: false}",
			notRaw(answer(204, "")), heldA,
		},
		{
			"hop by hop, absent", "header: {name: Content-Length, present: false}", answer(204, ""),
			heldA,
		},
		{
			"hop by hop, absent, hidden", "header: {name: content-length, present: false}",
			notRaw(answer(204, "")),
			[]string{"unseen A"},
		},
		{
			"hop by hop, present, hidden", "header: {name: Transfer-Encoding, present: false}",
			notRaw(answer(204, "", "Transfer-Encoding", "chunked")),
			[]string{"A: forbidden header at header transfer-encoding: want no " +
				"Transfer-Encoding; got chunked"},
		},
		{"pattern", "header: {name: X, pattern: ^b}", answer(401, "", "X", "basic"), heldA},
		{
			"pattern over lines", "header: {name: X, pattern: '^a, b$'}",
			answer(401, "", "X", "a", "X", "b"), heldA,
		},
		{
			"pattern, wrong", "header: {name: X, pattern: ^b}", answer(401, "", "X", "a"),
			[]string{`A: wrong form at header x: want text that matches ^b; got "a"`},
		},
		{
			"type", "header: {name: X, type: number}", answer(401, "", "X", "1"),
			[]string{`A: wrong type at header x: want a number; got string "1"`},
		},
		{
			"calendar", "header: {name: X, calendar: true}",
			answer(401, "", "X", "2026-01-01T00:00:00Z"), heldA,
		},
	})
}
