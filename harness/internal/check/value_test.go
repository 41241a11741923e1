package check

import (
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func TestBody(t *testing.T) {
	missing := func(got string) []string { return []string{"A: missing at /a: want a string; got " + got} }
	runOperatorTests(t, []operatorTest{
		{"there", "body: {pointer: /a, type: string}", answer(400, `{"a":"x"}`), heldA},
		{"missing", "body: {pointer: /a, type: string}", answer(400, `{}`), missing("nothing")},
		{"no JSON", "body: {pointer: /a, type: string}", answer(400, `<a>`), missing("no JSON: invalid character '<' looking for beginning of value: <a>")},
		{"no content", "body: {pointer: /a, type: string}", answer(400, ``), missing("no content")},
		{"in an array", "body: {pointer: /a/1/b, type: string}", answer(400, `{"a":[0,{"b":"x"}]}`), heldA},
		{"HEAD", "body: {pointer: /a, type: string}", method("HEAD", answer(400, `{}`)), nil},
		{"a fault", "body: {pointer: /a, type: string}", broken(exchange.Malformed, answer(400, `{}`)), nil},

		{"present", "body: {pointer: /a, present: true}", answer(400, `{"a":null}`), heldA},
		{"not present", "body: {pointer: /a, present: true}", answer(400, `{"b":1}`), []string{"A: missing at /a: want to be there; got nothing"}},
		{"forbidden and absent", "body: {pointer: /a, present: false}", answer(400, `{"b":1}`), heldA},
		{"forbidden and null", "body: {pointer: /a, present: false}", answer(400, `{"a":null}`), []string{"A: forbidden member at /a: want no such member; got null"}},
		{"forbidden and there", "body: {pointer: /a, present: false}", answer(400, `{"a":{"b":[1]}}`), []string{`A: forbidden member at /a: want no such member; got {"b":[1]}`}},
		{"forbidden, HEAD", "body: {pointer: /a, present: false}", method("HEAD", answer(400, `{"a":1}`)), nil},
		{"forbidden, a fault", "body: {pointer: /a, present: false}", broken(exchange.Malformed, answer(400, `{"a":1}`)), nil},

		{"root", `body: {pointer: "", type: object}`, answer(400, `{}`), heldA},
		{"root of another type", `body: {pointer: "", type: object}`, answer(400, `[]`), []string{"A: wrong type at content: want an object; got array []"}},
	})
}

func TestType(t *testing.T) {
	values := map[string]string{"object": `{}`, "array": `[]`, "string": `""`, "number": `0`, "boolean": `false`, "null": `null`}
	articles := map[string]string{"object": "an object", "array": "an array", "string": "a string", "number": "a number", "boolean": "a boolean", "null": "null"}
	var tests []operatorTest
	for wanted, article := range articles {
		for got, value := range values {
			want := heldA
			if got != wanted {
				want = []string{"A: wrong type at /a: want " + article + "; got " + got + " " + value}
			}
			tests = append(tests, operatorTest{wanted + " of " + got, `body: {pointer: /a, type: "` + wanted + `"}`, answer(400, `{"a":`+value+`}`), want})
		}
	}
	tests = append(tests, operatorTest{"number beyond float64", "body: {pointer: /a, type: number}", answer(400, `{"a":-1e999}`), heldA})
	runOperatorTests(t, tests)
}

func TestSchema(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"holds", "body: {pointer: /a, schema: Word}", answer(400, `{"a":"abc"}`), heldA},
		{
			"breaks", "body: {pointer: /a, schema: Word}", answer(400, `{"a":"a1"}`),
			[]string{`A: breaks the schema Word at /a: want text that matches ^[a-z]+$; got string "a1"`},
		},
		{"missing", "body: {pointer: /a, schema: Word}", answer(400, `{}`), []string{"A: missing at /a: want a Word (^[a-z]+$); got nothing"}},
		{"missing, no pattern", "body: {pointer: /a, schema: Short}", answer(400, `{}`), []string{"A: missing at /a: want a Short; got nothing"}},
		{"every member", "body: {pointer: /a, schema: Pair}", answer(400, `{"a":{"a":1,"b":"x"}}`), []string{
			`A: breaks the schema Pair at /a/a: want a string; got number 1`,
			`A: breaks the schema Pair at /a/b: want an integer; got string "x"`,
		}},
		{
			"missing member", "body: {pointer: /a, schema: Pair}", answer(400, `{"a":{"a":"x"}}`),
			[]string{`A: breaks the schema Pair at /a/b: want the property "b"; got nothing`},
		},
		{
			"at the root", `body: {pointer: "", schema: Pair}`, answer(400, `{"a":1,"b":2}`),
			[]string{`A: breaks the schema Pair at /a: want a string; got number 1`},
		},
		{
			"number beyond float64", `body: {pointer: /a, schema: Word}`, answer(400, `{"a":1e999}`),
			[]string{`A: breaks the schema Word at /a: want a string; got number 1e999`},
		},
		{"header", "header: {name: X, schema: Word}", answer(400, ``, "X", "abc"), heldA},
		{
			"header breaks", "header: {name: X, schema: Word}", answer(400, ``, "X", "1"),
			[]string{`A: breaks the schema Word at header x: want text that matches ^[a-z]+$; got string "1"`},
		},
		{
			"schema before pattern", "body: {pointer: /a, schema: Word, pattern: z}", answer(400, `{"a":"1"}`),
			[]string{`A: breaks the schema Word at /a: want text that matches ^[a-z]+$; got string "1"`},
		},
		{
			"pattern after schema", "body: {pointer: /a, schema: Word, pattern: z}", answer(400, `{"a":"abc"}`),
			[]string{`A: wrong form at /a: want a Word (^[a-z]+$), text that matches z; got "abc"`},
		},
		{"both", "body: {pointer: /a, schema: Word, pattern: z}", answer(400, `{"a":"xyz"}`), heldA},
	})
}

func TestText(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"pattern", "body: {pointer: /a, pattern: b}", answer(400, `{"a":"abc"}`), heldA},
		{
			"pattern of no text", "body: {pointer: /a, pattern: '1'}", answer(400, `{"a":1}`),
			[]string{"A: wrong type at /a: want text that matches 1; got number 1"},
		},
		{"calendar", "body: {pointer: /a, calendar: true}", answer(400, `{"a":"2024-02-29T00:00:00"}`), heldA},
		{
			"calendar, impossible", "body: {pointer: /a, calendar: true}", answer(400, `{"a":"2023-02-29T00:00:00"}`),
			[]string{`A: no such date at /a: want a date and time that exist; got "2023-02-29T00:00:00"`},
		},
		{
			"calendar, no text", "body: {pointer: /a, calendar: true}", answer(400, `{"a":null}`),
			[]string{`A: wrong type at /a: want a date and time that exist; got null null`},
		},
		{"list", "header: {name: Allow, lists: POST}", answer(405, "", "Allow", "GET,  POST"), heldA},
		{"list on two lines", "header: {name: Allow, lists: POST}", answer(405, "", "Allow", "GET", "allow", "POST"), heldA},
		{
			"list without", "header: {name: Allow, lists: POST}", answer(405, "", "Allow", "GET, POSTS, post"),
			[]string{`A: missing in the list at header allow: want a list with POST; got "GET, POSTS, post"`},
		},
		{
			"list, empty", "header: {name: Allow, lists: POST}", answer(405, "", "Allow", ""),
			[]string{`A: missing in the list at header allow: want a list with POST; got ""`},
		},
		{
			"list, missing", "header: {name: Allow, lists: POST}", answer(405, ""),
			[]string{`A: missing at header allow: want a list with POST; got no Allow header`},
		},
		{"list in content", "body: {pointer: /a, lists: x}", answer(400, `{"a":"w, x"}`), heldA},
	})
}

func TestNear(t *testing.T) {
	const check = "body: {pointer: /a, near: 10m}"
	far := func(got, far string) []string {
		return []string{`A: far from now at /a: want a time at most 10m0s from now; got "` + got + `", ` + far + ` from 2026-03-01T12:00:00Z`}
	}
	date := func(s string) *exchange.Exchange { return answer(400, `{"a":"`+s+`"}`) }
	runOperatorTests(t, []operatorTest{
		{"now", check, date("2026-03-01T12:00:00"), heldA},
		{"now, in another offset", check, date("2026-03-01T14:00:00+02:00"), heldA},
		{"as early as allowed", check, date("2026-03-01T11:50:00Z"), heldA},
		{"as late as allowed", check, date("2026-03-01T12:10:00Z"), heldA},
		{"too early", check, date("2026-03-01T11:49:59Z"), far("2026-03-01T11:49:59Z", "10m1s")},
		{"too late", check, date("2026-03-01T12:10:01Z"), far("2026-03-01T12:10:01Z", "10m1s")},
		{"local time without an offset", check, date("2026-03-01T14:00:00"), far("2026-03-01T14:00:00", "2h0m0s")},
		{"no date is another rule's", check, date("soon"), nil},
		{"no text is", check, answer(400, `{"a":1}`), []string{"A: wrong type at /a: want a time at most 10m0s from now; got number 1"}},
		{"header", "header: {name: Date, near: 1s}", answer(400, "", "Date", "2026-03-01T12:00:01"), heldA},
		{"the answer's end counts", "body: {pointer: /a, near: 1ns}", date("2026-03-01T12:00:00"), heldA},
	})
}

func TestEqualRef(t *testing.T) {
	not := func(where, want, ref, got string) []string {
		return []string{`A: not equal at ` + where + `: want "` + want + `", as ` + ref + `; got "` + got + `"`}
	}
	runOperatorTests(t, []operatorTest{
		{"parameter", "body: {pointer: /a, equal: request.id}", answer(400, `{"a":"Ab"}`), heldA},
		{"parameter, letter case", "body: {pointer: /a, equal: request.id}", answer(400, `{"a":"ab"}`), not("/a", "Ab", "the request's id", "ab")},
		{"parameter, folded", "body: {pointer: /a, equal: request.id, fold: true}", answer(400, `{"a":"aB"}`), heldA},
		{"folded, another", "body: {pointer: /a, equal: request.id, fold: true}", answer(400, `{"a":"abc"}`), not("/a", "Ab", "the request's id", "abc")},
		{"property", "body: {pointer: /a, equal: request.id.state}", answer(400, `{"a":"open"}`), heldA},
		{"property, another", "body: {pointer: /a, equal: request.id.state}", answer(400, `{"a":"shut"}`), not("/a", "open", "the request's id", "shut")},
		{"header sent", "header: {name: X, equal: request.header.x-sent}", answer(400, "", "X", "Sent-1"), heldA},
		{"header sent, another", "header: {name: X, equal: request.header.x-sent}", answer(400, "", "X", "sent-1"), not("header x", "Sent-1", "the request's x-sent header", "sent-1")},
		{"header not sent", "header: {name: X, equal: request.header.x-other}", answer(400, "", "X", "y"), nil},
		{"header sent empty", "header: {name: X, equal: request.header.x-empty}", answer(400, "", "X", ""), heldA},
		{"header of the answer", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":"1"}`, "X", "1"), heldA},
		{"header of the answer, another", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":"1"}`, "X", "2"), not("/a", "2", "the x header", "1")},
		{"header of the answer, missing", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":"1"}`), nil},
		{"content", "header: {name: X, equal: body./a/b}", answer(400, `{"a":{"b":"1"}}`, "X", "1"), heldA},
		{"content, another", "header: {name: X, equal: body./a/b}", answer(400, `{"a":{"b":"1"}}`, "X", "2"), not("header x", "1", "/a/b of the content", "2")},
		{"content, missing", "header: {name: X, equal: body./a/b}", answer(400, `{"a":{}}`, "X", "2"), nil},
		{"content, a number", "header: {name: X, equal: body./a}", answer(400, `{"a":2}`, "X", "2"), heldA},
		{"content, no scalar", "header: {name: X, equal: body./a}", answer(400, `{"a":[2]}`, "X", "2"), nil},
		{"number", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":20}`, "X", "20"), heldA},
		{"number, another", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":20}`, "X", "2"), not("/a", "2", "the x header", "20")},
		{"boolean", "body: {pointer: /a, equal: header.x}", answer(400, `{"a":true}`, "X", "true"), heldA},
		{"content, no JSON", "header: {name: X, equal: body./a}", answer(400, `x`, "X", "2"), nil},
		{
			"no text", "body: {pointer: /a, equal: request.id}", answer(400, `{"a":["Ab"]}`),
			[]string{`A: wrong type at /a: want "Ab", as the request's id; got array ["Ab"]`},
		},
		{
			"pattern first", "body: {pointer: /a, equal: request.id, pattern: x}", answer(400, `{"a":"Ab"}`),
			[]string{`A: wrong form at /a: want text that matches x, "Ab", as the request's id; got "Ab"`},
		},
		{
			"calendar first", "body: {pointer: /a, equal: request.id, calendar: true}", answer(400, `{"a":"Ab"}`),
			[]string{`A: no such date at /a: want a date and time that exist, "Ab", as the request's id; got "Ab"`},
		},
	})
}

func TestHeader(t *testing.T) {
	gone := func(name, got string) []string {
		return []string{"A: forbidden header at header " + name + ": want no X; got " + got}
	}
	runOperatorTests(t, []operatorTest{
		{"present", "header: {name: X, present: true}", answer(200, "", "x", ""), heldA},
		{"missing", "header: {name: X-Id, present: true}", answer(200, "", "X", ""), []string{"A: missing at header x-id: want to be there; got no X-Id header"}},
		{"missing on HEAD", "header: {name: X, present: true}", method("HEAD", answer(200, "")), []string{"A: missing at header x: want to be there; got no X header"}},
		{"missing before a fault", "header: {name: X, present: true}", broken(exchange.Malformed, answer(200, "")), []string{"A: missing at header x: want to be there; got no X header"}},
		{"no answer at all, and no rule on the message", "header: {name: X, present: true}", broken(exchange.Malformed, nil), nil},
		{"forbidden, absent", "header: {name: X, present: false}", answer(204, ""), heldA},
		{"forbidden, present", "header: {name: X, present: false}", answer(204, "", "x", "0"), gone("x", "0")},
		{"forbidden, twice", "header: {name: X, present: false}", answer(204, "", "x", "0", "X", "1"), gone("x", "0, 1")},
		{"forbidden, absent, hidden", "header: {name: X, present: false}", notRaw(answer(204, "")), heldA},
		{"hop by hop, absent", "header: {name: Content-Length, present: false}", answer(204, ""), heldA},
		{"hop by hop, absent, hidden", "header: {name: content-length, present: false}", notRaw(answer(204, "")), []string{"unseen A"}},
		{
			"hop by hop, present, hidden", "header: {name: Transfer-Encoding, present: false}", notRaw(answer(204, "", "Transfer-Encoding", "chunked")),
			[]string{"A: forbidden header at header transfer-encoding: want no Transfer-Encoding; got chunked"},
		},
		{"pattern", "header: {name: X, pattern: ^b}", answer(401, "", "X", "basic"), heldA},
		{"pattern over lines", "header: {name: X, pattern: '^a, b$'}", answer(401, "", "X", "a", "X", "b"), heldA},
		{"pattern, wrong", "header: {name: X, pattern: ^b}", answer(401, "", "X", "a"), []string{`A: wrong form at header x: want text that matches ^b; got "a"`}},
		{"type", "header: {name: X, type: number}", answer(401, "", "X", "1"), []string{`A: wrong type at header x: want a number; got string "1"`}},
		{"calendar", "header: {name: X, calendar: true}", answer(401, "", "X", "2026-01-01T00:00:00Z"), heldA},
	})
}
