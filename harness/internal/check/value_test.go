package check

import (
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func TestBody(t *testing.T) {
	missing := func(got string) []string {
		return []string{"A: missing at /a: want a string; got " + got}
	}
	runOperatorTests(t, []operatorTest{
		{"there", "body: {pointer: /a, type: string}", answer(400, `{"a":"x"}`), heldA},
		{"missing", "body: {pointer: /a, type: string}", answer(400, `{}`), missing("nothing")},
		{
			"no JSON", "body: {pointer: /a, type: string}", answer(400, `<a>`),
			missing("no JSON: invalid character '<' looking for beginning of value: <a>"),
		},
		{
			"no content",
			"body: {pointer: /a, type: string}",
			answer(400, ``),
			missing("no content"),
		},
		{
			"in an array", "body: {pointer: /a/1/b, type: string}",
			answer(400, `{"a":[0,{"b":"x"}]}`), heldA,
		},
		{"HEAD", "body: {pointer: /a, type: string}", method("HEAD", answer(400, `{}`)), nil},
		{
			"a fault", "body: {pointer: /a, type: string}",
			broken(exchange.Malformed, answer(400, `{}`)), nil,
		},

		{
			"a text", "body: {pointer: \"\", schema: Short}",
			answer(400, `123`, "Content-Type", "text/plain; charset=utf-8"), heldA,
		},
		{
			"a text that is too long", "body: {pointer: \"\", schema: Short}",
			answer(400, `abcd`, "Content-Type", "text/plain"),
			[]string{
				"A: breaks the schema Short at content: want at most 3 characters; " +
					"got string \"abcd\"",
			},
		},
		{
			"no text at all", "body: {pointer: \"\", schema: Short}",
			answer(400, ``, "Content-Type", "text/plain"), heldA,
		},
		{
			"bytes", "body: {pointer: \"\", schema: Short}",
			answer(400, "\xff\xfe\x00", "Content-Type", "application/octet-stream"), heldA,
		},
		{
			"too many bytes", "body: {pointer: \"\", schema: Short}",
			answer(400, "éé", "Content-Type", "application/octet-stream"),
			[]string{
				"A: breaks the schema Short at content: want at most 3 characters; " +
					"got string \"Ã©Ã©\"",
			},
		},
		{
			"an object where text came", "body: {pointer: \"\", schema: Pair}",
			answer(400, `hello`, "Content-Type", "text/plain"),
			[]string{
				"A: missing at content: want a Pair; got text/plain, 5 bytes: hello",
			},
		},

		{"present", "body: {pointer: /a, present: true}", answer(400, `{"a":null}`), heldA},
		{
			"not present", "body: {pointer: /a, present: true}", answer(400, `{"b":1}`),
			[]string{"A: missing at /a: want to be there; got nothing"},
		},
		{
			"forbidden and absent", "body: {pointer: /a, present: false}", answer(400, `{"b":1}`),
			heldA,
		},
		{
			"forbidden and null", "body: {pointer: /a, present: false}", answer(400, `{"a":null}`),
			[]string{"A: forbidden member at /a: want no such member; got null"},
		},
		{
			"forbidden and there", "body: {pointer: /a, present: false}",
			answer(400, `{"a":{"b":[1]}}`),
			[]string{`A: forbidden member at /a: want no such member; got {"b":[1]}`},
		},
		{
			"forbidden, HEAD", "body: {pointer: /a, present: false}",
			method("HEAD", answer(400, `{"a":1}`)), nil,
		},
		{
			"forbidden, a fault", "body: {pointer: /a, present: false}",
			broken(exchange.Malformed, answer(400, `{"a":1}`)), nil,
		},

		{"root", `body: {pointer: "", type: object}`, answer(400, `{}`), heldA},
		{
			"root of another type", `body: {pointer: "", type: object}`, answer(400, `[]`),
			[]string{"A: wrong type at content: want an object; got array []"},
		},
	})
}

func TestType(t *testing.T) {
	values := map[string]string{
		"object": `{}`, "array": `[]`, "string": `""`, "number": `0`, "boolean": `false`,
		"null": `null`,
	}
	articles := map[string]string{
		"object": "an object", "array": "an array", "string": "a string", "number": "a number",
		"boolean": "a boolean", "null": "null",
	}
	var tests []operatorTest
	for wanted, article := range articles {
		for got, value := range values {
			want := heldA
			if got != wanted {
				want = []string{
					"A: wrong type at /a: want " + article + "; got " + got + " " + value,
				}
			}
			tests = append(tests, operatorTest{
				wanted + " of " + got, `body: {pointer: /a, type: "` + wanted + `"}`,
				answer(400, `{"a":`+value+`}`), want,
			})
		}
	}
	tests = append(tests, operatorTest{
		"number beyond float64", "body: {pointer: /a, type: number}", answer(400, `{"a":-1e999}`),
		heldA,
	})
	runOperatorTests(t, tests)
}

func TestSchema(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"holds", "body: {pointer: /a, schema: Word}", answer(400, `{"a":"abc"}`), heldA},
		{
			"breaks", "body: {pointer: /a, schema: Word}", answer(400, `{"a":"a1"}`),
			[]string{
				`A: breaks the schema Word at /a: want text that matches ^[a-z]+$; got string "a1"`,
			},
		},
		{
			"missing", "body: {pointer: /a, schema: Word}", answer(400, `{}`),
			[]string{"A: missing at /a: want a Word (^[a-z]+$); got nothing"},
		},
		{
			"missing, no pattern", "body: {pointer: /a, schema: Short}", answer(400, `{}`),
			[]string{"A: missing at /a: want a Short; got nothing"},
		},
		{"every member", "body: {pointer: /a, schema: Pair}", answer(400,
			`{"a":{"a":1,"b":"x"}}`), []string{
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
			"number beyond float64", `body: {pointer: /a, schema: Word}`,
			answer(400, `{"a":1e999}`),
			[]string{`A: breaks the schema Word at /a: want a string; got number 1e999`},
		},
		{"header", "header: {name: X, schema: Word}", answer(400, ``, "X", "abc"), heldA},
		{
			"header breaks", "header: {name: X, schema: Word}", answer(400, ``, "X", "1"),
			[]string{`A: breaks the schema Word at header x: want text that matches ^[a-z]+$; ` +
				`got string "1"`},
		},
		{
			"schema before pattern", "body: {pointer: /a, schema: Word, pattern: z}",
			answer(400, `{"a":"1"}`),
			[]string{
				`A: breaks the schema Word at /a: want text that matches ^[a-z]+$; got string "1"`,
			},
		},
		{
			"pattern after schema", "body: {pointer: /a, schema: Word, pattern: z}",
			answer(400, `{"a":"abc"}`),
			[]string{
				`A: wrong form at /a: want a Word (^[a-z]+$), text that matches z; got "abc"`,
			},
		},
		{
			"both", "body: {pointer: /a, schema: Word, pattern: z}", answer(400, `{"a":"xyz"}`),
			heldA,
		},
	})
}

func TestText(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"pattern", "body: {pointer: /a, pattern: b}", answer(400, `{"a":"abc"}`), heldA},
		{
			"pattern of no text", "body: {pointer: /a, pattern: '1'}", answer(400, `{"a":1}`),
			[]string{"A: wrong type at /a: want text that matches 1; got number 1"},
		},
		{
			"calendar", "body: {pointer: /a, calendar: true}",
			answer(400, `{"a":"2024-02-29T00:00:00"}`), heldA,
		},
		{
			"calendar, impossible", "body: {pointer: /a, calendar: true}",
			answer(400, `{"a":"2023-02-29T00:00:00"}`),
			[]string{
				`A: no such date at /a: want a date and time that exist; got "2023-02-29T00:00:00"`,
			},
		},
		{
			"calendar, no text", "body: {pointer: /a, calendar: true}", answer(400, `{"a":null}`),
			[]string{`A: wrong type at /a: want a date and time that exist; got null null`},
		},
		{
			"list", "header: {name: Allow, lists: POST}", answer(405, "", "Allow", "GET,  POST"),
			heldA,
		},
		{
			"list on two lines", "header: {name: Allow, lists: POST}",
			answer(405, "", "Allow", "GET", "allow", "POST"), heldA,
		},
		{
			"list without", "header: {name: Allow, lists: POST}",
			answer(405, "", "Allow", "GET, POSTS, post"),
			[]string{`A: missing in the list at header allow: want a list with POST; got "GET, ` +
				`POSTS, post"`},
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
		return []string{`A: far from now at /a: want a time at most 10m0s from now; got "` + got +
			`", ` + far + ` from 2026-03-01T12:00:00Z`}
	}
	date := func(s string) *exchange.Exchange { return answer(400, `{"a":"`+s+`"}`) }
	runOperatorTests(t, []operatorTest{
		{"now", check, date("2026-03-01T12:00:00"), heldA},
		{"now, in another offset", check, date("2026-03-01T14:00:00+02:00"), heldA},
		{"as early as allowed", check, date("2026-03-01T11:50:00Z"), heldA},
		{"as late as allowed", check, date("2026-03-01T12:10:00Z"), heldA},
		{"too early", check, date("2026-03-01T11:49:59Z"), far("2026-03-01T11:49:59Z", "10m1s")},
		{"too late", check, date("2026-03-01T12:10:01Z"), far("2026-03-01T12:10:01Z", "10m1s")},
		{
			"local time without an offset", check, date("2026-03-01T14:00:00"),
			far("2026-03-01T14:00:00", "2h0m0s"),
		},
		{"no date is another rule's", check, date("soon"), nil},
		{
			"no text is", check, answer(400, `{"a":1}`),
			[]string{"A: wrong type at /a: want a time at most 10m0s from now; got number 1"},
		},
		{
			"header", "header: {name: Date, near: 1s}",
			answer(400, "", "Date", "2026-03-01T12:00:01"), heldA,
		},
		{
			"the response's end counts", "body: {pointer: /a, near: 1ns}",
			date("2026-03-01T12:00:00"), heldA,
		},
	})
}
