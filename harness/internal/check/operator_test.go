package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
)

// operatorTest is one check against one response. Its id is A.
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
		{
			"another code", "status: 404", answer(400, ""),
			[]string{"A: wrong status at status: want 404; got 400 Bad Request"},
		},
		{
			"code without a name", "status: 404", answer(499, ""),
			[]string{"A: wrong status at status: want 404; got 499"},
		},
		{"one of two", "status: [405, 501]", answer(501, ""), heldA},
		{
			"none of two", "status: [405, 501]", answer(500, ""),
			[]string{"A: wrong status at status: want 405 or 501; got 500 Internal Server Error"},
		},
		{"class, lowest", "status: 2XX", answer(200, ""), heldA},
		{"class, highest", "status: 2XX", answer(299, ""), heldA},
		{
			"below the class", "status: 2XX", answer(199, ""),
			[]string{"A: wrong status at status: want 2XX; got 199"},
		},
		{
			"above the class", "status: 2XX", answer(300, ""),
			[]string{"A: wrong status at status: want 2XX; got 300 Multiple Choices"},
		},
		{"not", "notStatus: [411, 415]", answer(204, ""), heldA},
		{"not, but is", "notStatus: [411, 415]", answer(415, ""), []string{
			"A: wrong status at status: want not 411 or 415; got 415 Unsupported Media Type",
		}},
		{
			"not a class, but is", "notStatus: 2XX", answer(204, ""),
			[]string{"A: wrong status at status: want not 2XX; got 204 No Content"},
		},
		{"when another", "status: 404, when: {status: [400, 404]}", answer(500, ""), nil},
		{
			"when this", "status: 404, when: {status: [400, 404]}", answer(400, ""),
			[]string{"A: wrong status at status: want 404; got 400 Bad Request"},
		},
		{"when not this", "status: 401, when: {notStatus: 404}", answer(404, ""), nil},
		{
			"when not another", "status: 401, when: {notStatus: 404}", answer(403, ""),
			[]string{"A: wrong status at status: want 401; got 403 Forbidden"},
		},
		{
			"when both say yes", "status: 401, when: {status: 4XX, notStatus: 404}",
			answer(401, ""), heldA,
		},
		{
			"when one says no", "status: 401, when: {status: 4XX, notStatus: 404}", answer(404, ""),
			nil,
		},
	})
}

func TestWellFormed(t *testing.T) {
	const surplus = " at message: want nothing after the end of the response until the next " +
		"request; got "
	followed := func(e *exchange.Exchange, extra string) *exchange.Exchange {
		e.Response.Surplus = []byte(extra)
		return e
	}
	const want = " at message: want a complete HTTP/1.1 response within the limits; got it broke"
	runOperatorTests(t, []operatorTest{
		{"seen", "http: wellFormed", answer(200, ""), heldA},
		{"hidden", "http: wellFormed", notRaw(answer(200, "")), []string{"unseen A"}},
		{
			"malformed", "http: wellFormed", broken(exchange.Malformed, nil),
			[]string{"A: malformed HTTP" + want},
		},
		{
			"over a limit", "http: wellFormed", broken(exchange.Limit, nil),
			[]string{"A: over a limit" + want},
		},
		{
			"content over the limit", "http: wellFormed",
			broken(exchange.Unread, answer(200, "")), nil,
		},
		{
			"malformed behind a status", "http: wellFormed",
			broken(exchange.Malformed, answer(200, "")),
			[]string{"A: malformed HTTP" + want},
		},
		{
			"broken, and hidden", "http: wellFormed", notRaw(broken(exchange.Limit, nil)),
			[]string{"A: over a limit" + want},
		},
		{
			"followed", "http: wellFormed", followed(answer(200, "{}"), "x"),
			[]string{"A: bytes that nothing asked for" + surplus + `1 bytes: x`},
		},
		{"a 204 with content", "http: wellFormed", followed(answer(204, ""), "x"), heldA},
		{
			"a 204 and another response", "http: wellFormed",
			followed(answer(204, ""), "HTTP/1.1 200"),
			[]string{"A: bytes that nothing asked for" + surplus + `12 bytes: HTTP/1.1 200`},
		},
		{
			"HEAD with content", "http: wellFormed", followed(method("HEAD", answer(200, "")), "x"),
			heldA,
		},
		{
			"when is about a status, so a message without one is judged",
			"http: wellFormed, when: {status: 404}", broken(exchange.Malformed, nil),
			[]string{"A: malformed HTTP" + want},
		},
	})
}

func TestMediaType(t *testing.T) {
	const key = "Content-Type"
	missing := []string{
		"A: missing at header content-type: want application/json; got no Content-Type",
	}
	wrong := func(got string) []string {
		return []string{
			"A: wrong media type at header content-type: want application/json; got " + got,
		}
	}
	one := "mediaType: application/json"
	runOperatorTests(t, []operatorTest{
		{"exact", one, answer(400, "{}", key, "application/json"), heldA},
		{"letter case", one, answer(400, "{}", "content-TYPE", "Application/JSON"), heldA},
		{
			"parameters", one,
			answer(400, "{}", key, "application/json; charset=utf-8;odata.metadata=minimal"), heldA,
		},
		{"space before a parameter", one, answer(400, "{}", key, " application/json\t;x=y"), heldA},
		{
			"problem", one, answer(400, "{}", key, "application/problem+json"),
			wrong("application/problem+json"),
		},
		{"prefix", one, answer(400, "{}", key, "application/jsonp"), wrong("application/jsonp")},
		{
			"parameter alone", one, answer(400, "{}", key, ";application/json"),
			wrong(";application/json"),
		},
		{"empty", one, answer(400, "{}", key, ""), wrong("")},
		{"missing", one, answer(400, "{}"), missing},
		{"neither type nor content", one, answer(400, ""), nil},
		{"a type without content", one, answer(400, "", key, "text/html"), wrong("text/html")},
		{"a right type without content", one, answer(400, "", key, "application/json"), heldA},
		{
			"two the same", one,
			answer(400, "{}", key, "application/json", key, "application/json;x=y"), heldA,
		},
		{
			"the second is wrong", one,
			answer(400, "{}", key, "application/json", key, "text/plain"), wrong("text/plain"),
		},
		{
			"the first is wrong", one,
			answer(400, "{}", key, "text/plain", key, "application/json"), wrong("text/plain"),
		},
		{
			"one of two", "mediaType: [text/plain, application/json]",
			answer(400, "{}", key, "application/json"), heldA,
		},
		{
			"none of two", "mediaType: [text/plain, application/json]",
			answer(400, "{}", key, "text/html"),
			[]string{"A: wrong media type at header content-type: want text/plain or " +
				"application/json; got text/html"},
		},
		{"HEAD", one, method("HEAD", answer(400, "", key, "text/html")), nil},
		{
			"a fault", one, broken(exchange.Malformed, answer(400, "{}", key, "text/html")),
			wrong("text/html"),
		},
		{
			"control characters are made visible", one, answer(400, "{}", key, "text/\x1bhtml"),
			wrong("text/\uFFFDhtml"),
		},
	})
}
