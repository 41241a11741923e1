package mock_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/mock"
)

// request is one, and what its response is.
type request struct {
	name, method, target, body string
	header                     []string // NAME: VALUE
	status                     int
	// want is in the content, or in a header as "NAME: VALUE"; not is in neither.
	want, not string
}

func serve(t *testing.T, file string, o mock.Options) *mock.Handler {
	t.Helper()
	doc, err := load(file)
	if err != nil {
		t.Fatal(err)
	}
	o.Contract = doc
	return mock.New(o)
}

// serveIDs is serve with fixtures, given as YAML.
func serveIDs(t *testing.T, file, ids string) *mock.Handler {
	t.Helper()
	doc, err := load(file)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Load("f", []byte(ids), doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return mock.New(mock.Options{Contract: doc, Fixtures: held})
}

func (r request) check(t *testing.T, h http.Handler) {
	t.Helper()
	req := httptest.NewRequest(r.method, r.target, strings.NewReader(r.body))
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, field := range r.header {
		name, value, _ := strings.Cut(field, ": ")
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	var all strings.Builder
	_ = w.Result().Header.Write(&all)
	content, _ := io.ReadAll(w.Result().Body)
	all.Write(content)
	if w.Code != r.status {
		t.Errorf("%s: %d, want %d: %s", r.name, w.Code, r.status, all.String())
	}
	if !strings.Contains(all.String(), r.want) {
		t.Errorf("%s: no %q in %s", r.name, r.want, all.String())
	}
	if r.not != "" && strings.Contains(all.String(), r.not) {
		t.Errorf("%s: %q in %s", r.name, r.not, all.String())
	}
}

// TestResponses holds what is answered with an example, by its name, by a schema, and what to a
// request that is wrong.
func TestResponses(t *testing.T) {
	h := serve(t, "testdata/examples.yaml", mock.Options{})
	for _, r := range []request{
		{name: "an example", method: "GET", target: "/pets/12", status: 200, want: `"name":"Rex"`},
		{
			name: "the digits of an id", method: "GET", target: "/pets/1234567890123456789",
			status: 200, want: `"id":1234567890123456789`,
		},
		{
			name: "an example by its name", method: "GET", target: "/pets/12", status: 200,
			header: []string{"Prefer: example=tom"}, want: `"name":"Tom"`,
		},
		{
			name: "an example of another status", method: "GET", target: "/pets/12", status: 404,
			header: []string{"Prefer: example=gone"}, want: `"message":"gone"`,
		},
		{
			name: "an example that is not there", method: "GET", target: "/pets/12", status: 400,
			header: []string{"Prefer: example=max"}, want: "there are: gone, rex, tom",
		},
		{
			name: "a status", method: "GET", target: "/pets/12", status: 404,
			header: []string{"Prefer: code=404"}, want: `"message":"gone"`,
		},
		{
			name: "a status that is not described", method: "GET", target: "/pets/12", status: 400,
			header: []string{"Prefer: code=418"}, want: "no response of the preferred status",
		},
		{name: "an unknown id", method: "GET", target: "/pets/999", status: 404, want: "gone"},
		{name: "no such path", method: "GET", target: "/cats", status: 404, want: "no such path"},
		{
			name: "no such method", method: "PATCH", target: "/pets/12", status: 405,
			want: "Allow: GET",
		},
		{
			name: "a type that is not offered", method: "GET", target: "/pets/12", status: 406,
			header: []string{"Accept: text/html"},
		},
		{
			name: "a range", method: "GET", target: "/pets/12", status: 200,
			header: []string{"Accept: text/html;q=0.9, */*;q=0.1"}, want: "Rex",
		},
		{
			name: "what was sent comes back", method: "POST", target: "/pets", status: 201,
			body: `{"id":5,"name":"Max"}`, want: `"name":"Rex"`, // there is no schema
		},
		{
			name: "a representation", method: "POST", target: "/pets", status: 201,
			body: `{"id":5,"name":"Max"}`, want: "<pet/>",
			header: []string{"Accept: application/xml"},
		},
		{
			name: "content that breaks its schema", method: "POST", target: "/pets", status: 422,
			body: `{"id":"x"}`, want: "wrong",
		},
		{name: "no content", method: "POST", target: "/pets", status: 422, want: "wrong"},
		{name: "no JSON", method: "POST", target: "/pets", status: 422, body: "{", want: "wrong"},
	} {
		r.check(t, h)
	}
}

// TestRefusals holds in which way several documents refuse what is wrong.
func TestRefusals(t *testing.T) {
	bodies := serve(t, "testdata/bodies.yaml", mock.Options{})
	defaults := serve(t, "testdata/defaults.yaml", mock.Options{})
	query := serve(t, "testdata/styles-query.yaml", mock.Options{})
	for _, test := range []struct {
		h http.Handler
		request
	}{
		{bodies, request{
			name: "another type", method: "POST", target: "/json", body: "x", status: 415,
			header: []string{"Content-Type: text/plain"}, want: `"code"`,
		}},
		{bodies, request{
			name: "what is readOnly and writeOnly", method: "POST", target: "/json", status: 201,
			body: `{"name":"abc","size":1,"owner":{"email":"a@b.c"}}`, want: `"name":"abc"`,
			not: "secret",
		}},
		{bodies, request{
			name: "a required header", method: "POST", target: "/json", status: 201,
			body: `{"name":"abc","size":1,"owner":{"email":"a@b.c"}}`, want: "Location: ",
		}},
		{bodies, request{
			name: "a member that is wrong", method: "POST", target: "/json", status: 400,
			body: `{"name":"abc","size":1,"owner":{"email":"nobody"}}`, want: `"message"`,
		}},
		{bodies, request{
			name: "a form", method: "POST", target: "/form", status: 204,
			body: "user=a&roles=b&roles=c", header: []string{formType},
		}},
		{bodies, request{
			name: "a form that is wrong", method: "POST", target: "/form", status: 400,
			body: "user=a", header: []string{formType},
		}},
		{bodies, request{
			name: "too much", method: "PUT", target: "/bytes", status: 400,
			body:   strings.Repeat("x", 9<<20),
			header: []string{"Content-Type: application/octet-stream"},
		}},
		{defaults, request{
			name: "a default", method: "GET", target: "/users/999", status: 404, want: `"message"`,
		}},
		{defaults, request{
			name: "a class", method: "PUT", target: "/users/1", body: "[]", status: 400,
			want: `"message"`,
		}},
		{defaults, request{
			name: "what is sent comes back", method: "PUT", target: "/users/2", status: 200,
			body: `{"name":"Max"}`, want: `"id":2,"name":"Max"`,
		}},
		{query, request{
			name: "a parameter that is missing", method: "GET", target: "/search", status: 422,
			want: "detail",
		}},
		{query, request{
			name: "below the base path", method: "GET", status: 200, want: "X-Total: ",
			target: "/api/v2/search?q=x&tag=red&tag=green&where[size]=s&from=1",
			header: []string{trace, "Cookie: session=abcd"},
		}},
		{query, request{
			name: "a member of a deep object", method: "GET", status: 422,
			target: "/search?q=x&where[size]=m",
			header: []string{trace, "Cookie: session=abcd"},
		}},
		{query, request{
			name: "a cookie that is wrong", method: "GET", status: 422, target: "/search?q=x",
			header: []string{trace, "Cookie: session=abc"},
		}},
	} {
		test.request.check(t, test.h)
	}
}

const (
	formType = "Content-Type: application/x-www-form-urlencoded"
	trace    = "X-Trace: 3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b"
)

// TestCredentials holds which credentials are taken, of every kind.
func TestCredentials(t *testing.T) {
	h := serve(t, "testdata/security.yaml", mock.Options{Token: "s3cret:word"})
	for _, r := range []request{
		{
			name: "none", method: "GET", target: "/bearer", status: 401,
			want: "Www-Authenticate: Bearer",
		},
		{name: "none needed", method: "GET", target: "/open", status: 200},
		{name: "none, optional", method: "GET", target: "/optional", status: 200},
		{
			name: "a token", method: "GET", target: "/bearer", status: 200,
			header: []string{"Authorization: bearer s3cret:word"},
		},
		{
			name: "a wrong token", method: "GET", target: "/bearer", status: 401,
			header: []string{"Authorization: Bearer toeline"},
		},
		{
			name: "a token of OAuth", method: "GET", target: "/oauth", status: 200,
			header: []string{"Authorization: Bearer s3cret:word"},
		},
		{name: "a default", method: "GET", target: "/oauth", status: 401, want: "message"},
		{
			name: "Basic", method: "GET", target: "/basic", status: 200,
			header: []string{"Authorization: Basic czNjcmV0OndvcmQ="},
		},
		{
			name: "no Basic", method: "GET", target: "/basic", status: 401,
			header: []string{"Authorization: Basic czNjcmV0Ong="}, want: "Basic realm",
		},
		{
			name: "a key", method: "GET", target: "/key", status: 200,
			header: []string{"X-Api-Key: s3cret:word"},
		},
		{name: "no key", method: "GET", target: "/query?api_key=x", status: 403},
		{
			name: "a key of a query", method: "GET", target: "/query?api_key=s3cret:word",
			status: 200,
		},
		{
			name: "a key of a cookie", method: "GET", target: "/cookie", status: 200,
			header: []string{"Cookie: sid=s3cret:word"},
		},
		{
			name: "one of two", method: "GET", target: "/either", status: 200,
			header: []string{"X-Api-Key: s3cret:word"},
		},
		{
			name: "one of both", method: "GET", target: "/both", status: 401,
			header: []string{"X-Api-Key: s3cret:word"},
		},
		{
			name: "both", method: "GET", target: "/both", status: 200,
			header: []string{"X-Api-Key: s3cret:word", "Authorization: Bearer s3cret:word"},
		},
		{name: "before the id", method: "DELETE", target: "/things/999", status: 401},
	} {
		r.check(t, h)
	}
}

// TestIDs holds that the ids of fixtures are known and no others, and that those which are made are
// written as fixtures that can be read.
func TestIDs(t *testing.T) {
	h := serveIDs(t, "testdata/methods.yaml", "note_ids: [{id: \"a b\"}]\nlines: [{id: \"7\"}]")
	for _, r := range []request{
		{name: "known", method: "GET", target: "/notes/a%20b", status: 200, want: `"id":"a b"`},
		{name: "unknown", method: "GET", target: "/notes/b", status: 404},
		{name: "what is fixed comes first", method: "GET", target: "/notes/mine", status: 200},
		{name: "both known", method: "GET", target: "/notes/a%20b/lines/7?method=get", status: 200},
		{name: "one known", method: "GET", target: "/notes/a%20b/lines/8?method=get", status: 404},
		{name: "another method", method: "LINK", target: "/notes/a%20b", status: 204},
	} {
		r.check(t, h)
	}
	doc, err := load("testdata/methods.yaml")
	if err != nil {
		t.Fatal(err)
	}
	made := mock.New(mock.Options{Contract: doc}).Fixtures()
	again, err := fixtures.Load("made", []byte(made), doc.Kinds)
	if err != nil || again.Len() < 6 {
		t.Errorf("%v:\n%s", err, made)
	}
}

// TestWhatRequestsMake holds that what a request creates or changes is what others find, and that
// what was known from the beginning stays.
func TestWhatRequestsMake(t *testing.T) {
	h := serveIDs(t, "testdata/stored.yaml", "shelf_ids: [{id: \"1\"}, {id: \"2\"}, {id: \"3\"}]")
	for _, r := range []request{
		{name: "not yet", method: "GET", target: "/shelves/4", status: 404},
		{
			name: "created", method: "POST", target: "/shelves", status: 201,
			body: `{"name":"high","pin":"1"}`, want: `"id":4,"name":"high","width":80}`,
		},
		{
			name: "where it is", method: "POST", target: "/shelves", status: 201,
			body: `{"name":"low"}`, want: "Location: /shelves/5",
		},
		{name: "read", method: "GET", target: "/shelves/4", status: 200, want: `"name":"high"`},
		{
			name: "listed", method: "GET", target: "/shelves", status: 200,
			want: `"id":5,"name":"low"`,
		},
		{
			name: "changed", method: "PATCH", target: "/shelves/4", status: 200,
			body: `{"width":5}`, want: `"name":"high","width":5`,
		},
		{name: "as it was", method: "GET", target: "/shelves/4", status: 200, want: `"width":5`},
		{
			name: "below it", method: "PUT", target: "/shelves/4/books/1234567890123", status: 200,
			body: `{"title":"Go"}`, want: `"isbn":"1234567890123"`,
		},
		{
			name: "read below it", method: "GET", target: "/shelves/4/books/1234567890123",
			status: 200, want: `"title":"Go"`,
		},
		{
			name: "listed below it", method: "GET", target: "/shelves/4/books", status: 200,
			want: `"title":"Go"`,
		},
		{
			name: "not below another", method: "GET", target: "/shelves/1/books/1234567890123",
			status: 404,
		},
		{
			name: "replaced", method: "PUT", target: "/shelves/4/books/1234567890123", status: 200,
			body: `{"title":"C","pages":7}`, want: `"pages":7,"title":"C"`,
		},
		{
			name: "removed below", method: "DELETE", target: "/shelves/4/books/1234567890123",
			status: 204,
		},
		{name: "gone", method: "GET", target: "/shelves/4/books/1234567890123", status: 404},
		{name: "removed", method: "DELETE", target: "/shelves/4", status: 204},
		{name: "removed again", method: "DELETE", target: "/shelves/4", status: 404},
		{name: "not listed", method: "GET", target: "/shelves", status: 200, not: "high"},
		{name: "of the beginning", method: "DELETE", target: "/shelves/1", status: 204},
		{name: "still there", method: "GET", target: "/shelves/1", status: 200, want: `"id":1`},
		{
			name: "of the beginning, changed", method: "PATCH", target: "/shelves/1", status: 200,
			body: `{"name":"odd"}`, want: `"name":"odd"`,
		},
		{name: "still changed", method: "GET", target: "/shelves/1", status: 200, want: "odd"},
	} {
		if r.method == "PATCH" {
			r.header = []string{"Content-Type: application/merge-patch+json"}
		}
		r.check(t, h)
	}
}

// TestWhatIsWrapped holds the same of resources inside of a member, and that the ids of a list are
// known.
func TestWhatIsWrapped(t *testing.T) {
	h := serveIDs(t, "testdata/wrapped.yaml", "goal_gids: [{id: \"12345\"}]\nusers: [{id: \"50\"}]")
	for _, r := range []request{
		{
			name: "created", method: "POST", target: "/goals", status: 201,
			body: `{"data":{"name":"high"}}`, want: `{"data":{"gid":"goal_gid-1","name":"high"}}`,
		},
		{
			name: "read", method: "GET", target: "/goals/goal_gid-1", status: 200,
			want: `{"data":{"gid":"goal_gid-1","name":"high"}}`,
		},
		{
			name: "listed", method: "GET", target: "/goals", status: 200,
			want: `{"gid":"goal_gid-1","name":"high"}]}`,
		},
		{name: "a list", method: "GET", target: "/users", status: 200, want: `"id":50`},
		{name: "of what is known", method: "GET", target: "/users/50", status: 200},
		{name: "and of nothing else", method: "GET", target: "/users/1000", status: 404},
	} {
		r.check(t, h)
	}
}

// TestLog holds that a request is a line, which does not show the token.
func TestLog(t *testing.T) {
	var lines []string
	h := serve(t, "testdata/methods.yaml", mock.Options{
		Token: "s3cret", Log: func(line string) { lines = append(lines, line) },
	})
	request{name: "a", method: "GET", target: "/notes/s3cret", status: 404}.check(t, h)
	request{name: "b", method: "GET", target: "/notes%0A", status: 404}.check(t, h)
	all := strings.Join(lines, "\n")
	if len(lines) != 2 || strings.Contains(all, "s3cret") || strings.Count(all, "\n") != 1 ||
		!strings.Contains(lines[1], `404 "GET" "/notes%0A": no such path`) {
		t.Errorf("%q", lines)
	}
}
