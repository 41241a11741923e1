package check

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func TestNoContent(t *testing.T) {
	surplus := func(e *exchange.Exchange, extra string) *exchange.Exchange {
		e.Response.Surplus = []byte(extra)
		return e
	}
	finding := func(got string) []string {
		return []string{
			"A: content where none belongs at content: want no byte of content; got " + got,
		}
	}
	runOperatorTests(t, []operatorTest{
		{"none", "content: none", answer(204, ""), heldA},
		{
			"none, as far as can be seen", "content: none", notRaw(answer(204, "")),
			[]string{"unseen A"},
		},
		{"a byte", "content: none", answer(200, "x"), finding("1 bytes: x")},
		{
			"a byte, the rest hidden", "content: none", notRaw(answer(200, "x")),
			finding("1 bytes: x"),
		},
		{
			"bytes behind the end", "content: none", surplus(answer(204, ""), "{}"),
			finding("2 bytes: {}"),
		},
		{"both", "content: none", surplus(answer(200, "ab"), "cd"), finding("4 bytes: abcd")},
		{"HEAD", "content: none", method("HEAD", answer(200, "")), heldA},
		{
			"a broken message that begins without", "content: none",
			broken(exchange.Malformed, answer(204, "")), nil,
		},
		{
			"a broken message that begins with", "content: none",
			broken(exchange.Malformed, answer(200, "x")), finding("1 bytes: x"),
		},
	})
	e := surplus(answer(200, strings.Repeat("a", 8)), "b")
	before := e.Response.Body[:8:8]
	doc := contract(t, "", "{id: A, content: none}")
	Judge(input(doc, e))
	if string(before) != "aaaaaaaa" || string(e.Response.Surplus) != "b" {
		t.Error("the exchange was changed")
	}
}

func TestEncoding(t *testing.T) {
	const where = "A: wrong encoding at message content: want valid UTF-8 without a byte order " +
		"mark; got "
	runOperatorTests(t, []operatorTest{
		{"ASCII", "content: utf8", answer(400, "{}"), heldA},
		{"characters", "content: utf8", answer(400, `"é…😀"`), heldA},
		{"nothing", "content: utf8", answer(400, ""), heldA},
		{"the replacement character", "content: utf8", answer(400, `"`+"\uFFFD"+`"`), heldA},
		{
			"a mark", "content: utf8", answer(400, "\xef\xbb\xbf{}"),
			[]string{where + "a byte order mark"},
		},
		{
			"a mark alone", "content: utf8", answer(400, "\xef\xbb\xbf"),
			[]string{where + "a byte order mark"},
		},
		{"a mark inside", "content: utf8", answer(400, "\"\xef\xbb\xbf\""), heldA},
		{
			"first byte", "content: utf8", answer(400, "\xff{}"),
			[]string{where + "no UTF-8 at byte 0"},
		},
		{
			"last byte", "content: utf8", answer(400, "\"é\xe9"),
			[]string{where + "no UTF-8 at byte 3"},
		},
		{
			"Latin-1", "content: utf8", answer(400, "{\"a\":\"\xe9\"}"),
			[]string{where + "no UTF-8 at byte 6"},
		},
		{
			"behind the replacement character", "content: utf8", answer(400, "\uFFFD\xff"),
			[]string{where + "no UTF-8 at byte 3"},
		},
		{
			"surrogate", "content: utf8", answer(400, "\xed\xa0\x80"),
			[]string{where + "no UTF-8 at byte 0"},
		},
		{"HEAD", "content: utf8", method("HEAD", answer(400, "\xff")), nil},
		{"a fault", "content: utf8", broken(exchange.Malformed, answer(400, "\xff")), nil},
	})
}

func TestOneJSONValue(t *testing.T) {
	not := func(got string) []string {
		return []string{"A: not JSON at content: want one JSON value; got " + got}
	}
	more := func(got string) []string {
		return []string{"A: more than one value at message end: want one JSON value, then white " +
			"space only; got " + got}
	}
	deep := strings.Repeat("[", 200_000)
	deepest := strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999)
	runOperatorTests(t, []operatorTest{
		{"object", "content: json", answer(400, `{"a":[1,null,true,"x"]}`), heldA},
		{"scalar", "content: json", answer(400, `null`), heldA},
		{"white space around", "content: json", answer(400, " \t\r\n{} \t\r\n"), heldA},
		{"mark", "content: json", answer(400, "\xef\xbb\xbf{}"), heldA},
		{
			"mark, and nothing else", "content: json", answer(400, "\xef\xbb\xbf"),
			not("no content: \uFFFD"),
		},
		{
			"mark, and no JSON", "content: json", answer(400, "\xef\xbb\xbf<html>"),
			not("no JSON: invalid character '<' looking for beginning of value: \uFFFD<html>"),
		},
		{"not UTF-8, and no rule on it", "content: json", answer(400, "\xff\xfe{\x00"), not("no " +
			"JSON: invalid character 'ÿ' looking for beginning of value: \uFFFD\uFFFD{\uFFFD")},
		{"empty", "content: json", answer(400, ""), not("no content")},
		{"white space", "content: json", answer(400, " \n"), not("no content:   ")},
		{
			"truncated", "content: json", answer(400, `{"a":`),
			not(`JSON that ends too early, after 5 bytes: {"a":`),
		},
		{
			"truncated in a text", "content: json", answer(400, `"a`),
			not(`JSON that ends too early, after 2 bytes: "a`),
		},
		{
			"HTML", "content: json", answer(400, "<p>"),
			not("no JSON: invalid character '<' looking for beginning of value: <p>"),
		},
		{
			"a comma too many", "content: json", answer(400, "[1,]"),
			not("no JSON: invalid character ']' looking for beginning of value: [1,]"),
		},
		{"a byte behind", "content: json", answer(400, "{}x"), more("1 bytes after the value: x")},
		{
			"a brace behind", "content: json", answer(400, "{} \n} "),
			more("2 bytes after the value: } "),
		},
		{"two values", "content: json", answer(400, "{}\n{}"), more("2 bytes after the value: {}")},
		{
			"a NUL behind", "content: json", answer(400, "{}\x00"),
			more("1 bytes after the value: \uFFFD"),
		},
		{
			"vertical tab is no white space", "content: json", answer(400, "{}\v"),
			more("1 bytes after the value: \uFFFD"),
		},
		{"number beyond float64", "content: json", answer(400, "1e999"), heldA},
		{"deep", "content: json", answer(400, deepest), heldA},
		{
			"too deep", "content: json", answer(400, deep),
			not("no JSON: invalid character '[' exceeded max depth: " + deep[:149] + "…"),
		},
		{"HEAD", "content: json", method("HEAD", answer(400, "x")), nil},
		{"a fault", "content: json", broken(exchange.Malformed, answer(400, "x")), nil},
		{"a fault, and JSON", "content: json", broken(exchange.Malformed, answer(400, "{}")), nil},
	})
}

func TestUniqueNames(t *testing.T) {
	const where = "A: a name twice at message names: want members of different names; got two " +
		"members "
	runOperatorTests(t, []operatorTest{
		{"different", "content: uniqueNames", answer(400, `{"a":1,"A":2}`), heldA},
		{"same", "content: uniqueNames", answer(400, `{"a":1,"a":1}`), []string{where + "/a"}},
		{
			"behind a mark", "content: uniqueNames", answer(400, "\xef\xbb\xbf"+`{"a":1,"a":1}`),
			[]string{where + "/a"},
		},
		{"no JSON", "content: uniqueNames", answer(400, `{"a":1,"a":1`), nil},
		{
			"trailing bytes", "content: uniqueNames", answer(400, `{"a":1,"a":1} x`),
			[]string{where + "/a"},
		},
		{
			"the second value is another's business", "content: uniqueNames",
			answer(400, `{} {"a":1,"a":1}`), heldA,
		},
		{"HEAD", "content: uniqueNames", method("HEAD", answer(400, `{"a":1,"a":1}`)), nil},
		{
			"a fault", "content: uniqueNames", broken(exchange.Limit, answer(400, `{"a":1,"a":1}`)),
			nil,
		},
	})
}
