package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
)

// operatorTest is one check against one answer. Its id is A.
type operatorTest struct {
	name, check string
	exchange    *exchange.Exchange
	want        []string
}

func runOperatorTests(t *testing.T, tests []operatorTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := contract(t, "", "{id: A, "+test.check+"}")
			if diff := cmp.Diff(test.want, summary(Judge(input(doc, test.exchange)))); diff != "" {
				t.Errorf("judgement (-want +got):\n%s", diff)
			}
		})
	}
}

var heldA = []string{"held A"}

func TestStatus(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"code", "status: 404", answer(404, ""), heldA},
		{"another code", "status: 404", answer(400, ""), []string{"A: wrong status at status: want 404; got 400 Bad Request"}},
		{"code without a name", "status: 404", answer(499, ""), []string{"A: wrong status at status: want 404; got 499"}},
		{"one of two", "status: [405, 501]", answer(501, ""), heldA},
		{"none of two", "status: [405, 501]", answer(500, ""), []string{"A: wrong status at status: want 405 or 501; got 500 Internal Server Error"}},
		{"class, lowest", "status: 2XX", answer(200, ""), heldA},
		{"class, highest", "status: 2XX", answer(299, ""), heldA},
		{"below the class", "status: 2XX", answer(199, ""), []string{"A: wrong status at status: want 2XX; got 199"}},
		{"above the class", "status: 2XX", answer(300, ""), []string{"A: wrong status at status: want 2XX; got 300 Multiple Choices"}},
		{"not", "notStatus: [411, 415]", answer(204, ""), heldA},
		{"not, but is", "notStatus: [411, 415]", answer(415, ""), []string{"A: wrong status at status: want not 411 or 415; got 415 Unsupported Media Type"}},
		{"not a class, but is", "notStatus: 2XX", answer(204, ""), []string{"A: wrong status at status: want not 2XX; got 204 No Content"}},
		{"when another", "status: 404, when: {status: [400, 404]}", answer(500, ""), nil},
		{"when this", "status: 404, when: {status: [400, 404]}", answer(400, ""), []string{"A: wrong status at status: want 404; got 400 Bad Request"}},
		{"when not this", "status: 401, when: {notStatus: 404}", answer(404, ""), nil},
		{"when not another", "status: 401, when: {notStatus: 404}", answer(403, ""), []string{"A: wrong status at status: want 401; got 403 Forbidden"}},
		{"when both say yes", "status: 401, when: {status: 4XX, notStatus: 404}", answer(401, ""), heldA},
		{"when one says no", "status: 401, when: {status: 4XX, notStatus: 404}", answer(404, ""), nil},
	})
}

func TestWellFormed(t *testing.T) {
	const surplus = " at message: want nothing after the end of the answer until the next request; got "
	followed := func(e *exchange.Exchange, extra string) *exchange.Exchange {
		e.Response.Surplus = []byte(extra)
		return e
	}
	const want = " at message: want a complete HTTP/1.1 answer within the limits; got it broke"
	runOperatorTests(t, []operatorTest{
		{"seen", "http: wellFormed", answer(200, ""), heldA},
		{"hidden", "http: wellFormed", notRaw(answer(200, "")), []string{"unseen A"}},
		{"malformed", "http: wellFormed", broken(exchange.Malformed, nil), []string{"A: malformed HTTP" + want}},
		{"over a limit", "http: wellFormed", broken(exchange.Limit, nil), []string{"A: over a limit" + want}},
		{"malformed behind a status", "http: wellFormed", broken(exchange.Malformed, answer(200, "")), []string{"A: malformed HTTP" + want}},
		{"broken, and hidden", "http: wellFormed", notRaw(broken(exchange.Limit, nil)), []string{"A: over a limit" + want}},
		{"followed", "http: wellFormed", followed(answer(200, "{}"), "x"), []string{"A: bytes that nothing asked for" + surplus + `1 bytes: x`}},
		{"a 204 with content", "http: wellFormed", followed(answer(204, ""), "x"), heldA},
		{"a 204 and another answer", "http: wellFormed", followed(answer(204, ""), "HTTP/1.1 200"), []string{"A: bytes that nothing asked for" + surplus + `12 bytes: HTTP/1.1 200`}},
		{"HEAD with content", "http: wellFormed", followed(method("HEAD", answer(200, "")), "x"), heldA},
		{"when is about a status, so a message without one is judged", "http: wellFormed, when: {status: 404}", broken(exchange.Malformed, nil), []string{"A: malformed HTTP" + want}},
	})
}

func TestMediaType(t *testing.T) {
	const key = "Content-Type"
	missing := []string{"A: missing at header content-type: want application/json; got no Content-Type"}
	wrong := func(got string) []string {
		return []string{"A: wrong media type at header content-type: want application/json; got " + got}
	}
	one := "mediaType: application/json"
	runOperatorTests(t, []operatorTest{
		{"exact", one, answer(400, "{}", key, "application/json"), heldA},
		{"letter case", one, answer(400, "{}", "content-TYPE", "Application/JSON"), heldA},
		{"parameters", one, answer(400, "{}", key, "application/json; charset=utf-8;odata.metadata=minimal"), heldA},
		{"space before a parameter", one, answer(400, "{}", key, " application/json\t;x=y"), heldA},
		{"problem", one, answer(400, "{}", key, "application/problem+json"), wrong("application/problem+json")},
		{"prefix", one, answer(400, "{}", key, "application/jsonp"), wrong("application/jsonp")},
		{"parameter alone", one, answer(400, "{}", key, ";application/json"), wrong(";application/json")},
		{"empty", one, answer(400, "{}", key, ""), wrong("")},
		{"missing", one, answer(400, "{}"), missing},
		{"neither type nor content", one, answer(400, ""), nil},
		{"a type without content", one, answer(400, "", key, "text/html"), wrong("text/html")},
		{"a right type without content", one, answer(400, "", key, "application/json"), heldA},
		{"two alike", one, answer(400, "{}", key, "application/json", key, "application/json;x=y"), heldA},
		{"the second is wrong", one, answer(400, "{}", key, "application/json", key, "text/plain"), wrong("text/plain")},
		{"the first is wrong", one, answer(400, "{}", key, "text/plain", key, "application/json"), wrong("text/plain")},
		{"one of two", "mediaType: [text/plain, application/json]", answer(400, "{}", key, "application/json"), heldA},
		{
			"none of two", "mediaType: [text/plain, application/json]", answer(400, "{}", key, "text/html"),
			[]string{"A: wrong media type at header content-type: want text/plain or application/json; got text/html"},
		},
		{"HEAD", one, method("HEAD", answer(400, "", key, "text/html")), nil},
		{"a fault", one, broken(exchange.Malformed, answer(400, "{}", key, "text/html")), wrong("text/html")},
		{"control characters are made visible", one, answer(400, "{}", key, "text/\x1bhtml"), wrong("text/\uFFFDhtml")},
	})
}

func TestNoContent(t *testing.T) {
	surplus := func(e *exchange.Exchange, extra string) *exchange.Exchange {
		e.Response.Surplus = []byte(extra)
		return e
	}
	finding := func(got string) []string {
		return []string{"A: content where none belongs at content: want no byte of content; got " + got}
	}
	runOperatorTests(t, []operatorTest{
		{"none", "content: none", answer(204, ""), heldA},
		{"none, as far as can be seen", "content: none", notRaw(answer(204, "")), []string{"unseen A"}},
		{"a byte", "content: none", answer(200, "x"), finding("1 bytes: x")},
		{"a byte, the rest hidden", "content: none", notRaw(answer(200, "x")), finding("1 bytes: x")},
		{"bytes behind the end", "content: none", surplus(answer(204, ""), "{}"), finding("2 bytes: {}")},
		{"both", "content: none", surplus(answer(200, "ab"), "cd"), finding("4 bytes: abcd")},
		{"HEAD", "content: none", method("HEAD", answer(200, "")), heldA},
		{"a broken message that begins without", "content: none", broken(exchange.Malformed, answer(204, "")), nil},
		{"a broken message that begins with", "content: none", broken(exchange.Malformed, answer(200, "x")), finding("1 bytes: x")},
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
	const where = "A: wrong encoding at message content: want valid UTF-8 without a byte order mark; got "
	runOperatorTests(t, []operatorTest{
		{"ASCII", "content: utf8", answer(400, "{}"), heldA},
		{"characters", "content: utf8", answer(400, `"é…😀"`), heldA},
		{"nothing", "content: utf8", answer(400, ""), heldA},
		{"the replacement character", "content: utf8", answer(400, `"`+"\uFFFD"+`"`), heldA},
		{"a mark", "content: utf8", answer(400, "\xef\xbb\xbf{}"), []string{where + "a byte order mark"}},
		{"a mark alone", "content: utf8", answer(400, "\xef\xbb\xbf"), []string{where + "a byte order mark"}},
		{"a mark inside", "content: utf8", answer(400, "\"\xef\xbb\xbf\""), heldA},
		{"first byte", "content: utf8", answer(400, "\xff{}"), []string{where + "no UTF-8 at byte 0"}},
		{"last byte", "content: utf8", answer(400, "\"é\xe9"), []string{where + "no UTF-8 at byte 3"}},
		{"Latin-1", "content: utf8", answer(400, "{\"a\":\"\xe9\"}"), []string{where + "no UTF-8 at byte 6"}},
		{"behind the replacement character", "content: utf8", answer(400, "\uFFFD\xff"), []string{where + "no UTF-8 at byte 3"}},
		{"surrogate", "content: utf8", answer(400, "\xed\xa0\x80"), []string{where + "no UTF-8 at byte 0"}},
		{"HEAD", "content: utf8", method("HEAD", answer(400, "\xff")), nil},
		{"a fault", "content: utf8", broken(exchange.Malformed, answer(400, "\xff")), nil},
	})
}

func TestOneJSONValue(t *testing.T) {
	not := func(got string) []string {
		return []string{"A: not JSON at content: want one JSON value; got " + got}
	}
	more := func(got string) []string {
		return []string{"A: more than one value at message end: want one JSON value, then white space only; got " + got}
	}
	deep := strings.Repeat("[", 200_000)
	deepest := strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999)
	runOperatorTests(t, []operatorTest{
		{"object", "content: json", answer(400, `{"a":[1,null,true,"x"]}`), heldA},
		{"scalar", "content: json", answer(400, `null`), heldA},
		{"white space around", "content: json", answer(400, " \t\r\n{} \t\r\n"), heldA},
		{"mark", "content: json", answer(400, "\xef\xbb\xbf{}"), heldA},
		{"mark, and nothing else", "content: json", answer(400, "\xef\xbb\xbf"), not("no content: \uFFFD")},
		{"mark, and no JSON", "content: json", answer(400, "\xef\xbb\xbf<html>"), not("no JSON: invalid character '<' looking for beginning of value: \uFFFD<html>")},
		{"not UTF-8, and no rule on it", "content: json", answer(400, "\xff\xfe{\x00"), not("no JSON: invalid character 'ÿ' looking for beginning of value: \uFFFD\uFFFD{\uFFFD")},
		{"empty", "content: json", answer(400, ""), not("no content")},
		{"white space", "content: json", answer(400, " \n"), not("no content:   ")},
		{"truncated", "content: json", answer(400, `{"a":`), not(`JSON that ends too early, after 5 bytes: {"a":`)},
		{"truncated in a text", "content: json", answer(400, `"a`), not(`JSON that ends too early, after 2 bytes: "a`)},
		{"HTML", "content: json", answer(400, "<p>"), not("no JSON: invalid character '<' looking for beginning of value: <p>")},
		{"a comma too many", "content: json", answer(400, "[1,]"), not("no JSON: invalid character ']' looking for beginning of value: [1,]")},
		{"a byte behind", "content: json", answer(400, "{}x"), more("1 bytes after the value: x")},
		{"a brace behind", "content: json", answer(400, "{} \n} "), more("2 bytes after the value: } ")},
		{"two values", "content: json", answer(400, "{}\n{}"), more("2 bytes after the value: {}")},
		{"a NUL behind", "content: json", answer(400, "{}\x00"), more("1 bytes after the value: \uFFFD")},
		{"vertical tab is no white space", "content: json", answer(400, "{}\v"), more("1 bytes after the value: \uFFFD")},
		{"number beyond float64", "content: json", answer(400, "1e999"), heldA},
		{"deep", "content: json", answer(400, deepest), heldA},
		{"too deep", "content: json", answer(400, deep), not("no JSON: invalid character '[' exceeded max depth: " + deep[:149] + "…")},
		{"HEAD", "content: json", method("HEAD", answer(400, "x")), nil},
		{"a fault", "content: json", broken(exchange.Malformed, answer(400, "x")), nil},
		{"a fault, and JSON", "content: json", broken(exchange.Malformed, answer(400, "{}")), nil},
	})
}

func TestUniqueNames(t *testing.T) {
	const where = "A: a name twice at message names: want members of different names; got two members "
	runOperatorTests(t, []operatorTest{
		{"different", "content: uniqueNames", answer(400, `{"a":1,"A":2}`), heldA},
		{"same", "content: uniqueNames", answer(400, `{"a":1,"a":1}`), []string{where + "/a"}},
		{"behind a mark", "content: uniqueNames", answer(400, "\xef\xbb\xbf"+`{"a":1,"a":1}`), []string{where + "/a"}},
		{"no JSON", "content: uniqueNames", answer(400, `{"a":1,"a":1`), nil},
		{"trailing bytes", "content: uniqueNames", answer(400, `{"a":1,"a":1} x`), []string{where + "/a"}},
		{"the second value is another's business", "content: uniqueNames", answer(400, `{} {"a":1,"a":1}`), heldA},
		{"HEAD", "content: uniqueNames", method("HEAD", answer(400, `{"a":1,"a":1}`)), nil},
		{"a fault", "content: uniqueNames", broken(exchange.Limit, answer(400, `{"a":1,"a":1}`)), nil},
	})
}
