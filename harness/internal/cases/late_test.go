package cases_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// stepped is a contract with a case of two steps, of which STEP is the second.
const stepped = `
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: list
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: q, in: query, schema: {type: string}}
      responses: {"200": {description: all}}
    post:
      operationId: make
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {description: made}}
      x-conformance:
        cases:
          - id: thing.life
            text: t
            fresh: {new: word}
            steps:
              - request: {body: {value: {a: 1}}}
                checks: [{id: R, status: 201}]
                save: {id: {pointer: /id}, all: {content: true}, where: {header: Location}}
              - STEP
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: sid, in: cookie, schema: {type: string}}
    get: {operationId: get, responses: {"200": {description: it}}}
    delete: {operationId: remove, responses: {"204": {description: gone}}}
    put:
      operationId: put
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: changed}}
x-conformance:
  version: 1
  requirements: [{id: R, level: must, text: T., source: s, basis: stated}]
`

// steppedSet returns the cases of that contract, with one as the second step.
func steppedSet(t *testing.T, step string) (*cases.Set, *cases.Case) {
	t.Helper()
	doc, err := spec.Load("t.yaml", []byte(strings.Replace(stepped, "STEP", step, 1)))
	if err != nil {
		t.Fatal(err)
	}
	target := onLoopback
	target.URL, target.BasePath = "http://127.0.0.1:1/v1", "/v1"
	s, err := cases.New(cases.Options{Contract: doc, Fixtures: &fixtures.Set{}, Target: target})
	if err != nil {
		t.Fatal(err)
	}
	return s, s.Cases[0]
}

// written is a request as text, without the fields that every request may have.
func written(r *cases.Request) string {
	text := r.Method + " " + r.Target
	for _, f := range r.Header {
		switch f.Name {
		case "If-Match", "Cookie":
			text += " " + f.Name + "=" + f.Value
		}
	}
	return strings.TrimSpace(text + " " + string(r.Body))
}

// TestLateValues: a step has the values that are known when it is sent; the plan has their names.
func TestLateValues(t *testing.T) {
	t.Parallel()
	saved := map[string]any{
		"id": json.Number("7"), "all": `{"item":{"id":"a b"},"old":[1,2]}`, "where": "",
	}
	for _, tt := range []struct{ name, step, planned, sent string }{
		{
			"a saved number", "{operation: get, request: {id: saved.id}}",
			"GET /v1/things/{saved.id}", "GET /v1/things/7",
		},
		{
			"a part of a saved content", "{operation: get, request: {id: saved.all/item/id}}",
			"GET /v1/things/{saved.all/item/id}", "GET /v1/things/a%20b",
		},
		{
			"a part that is not there", "{operation: get, request: {id: saved.all/id}}",
			"GET /v1/things/{saved.all/id}", "saved.all/id is not known",
		},
		{
			"no text for a path", "{operation: get, request: {id: saved.where}}",
			"GET /v1/things/{saved.where}", "saved.where is not a text that a path can have",
		},
		{
			"a template", `{operation: get, request: {id: {template: "x-{saved.id}"}}}`,
			"GET /v1/things/x-{saved.id}", "GET /v1/things/x-7",
		},
		{
			"a number that grows", "{operation: list, request: {page: {count: {from: 1, by: 2}}}}",
			"GET /v1/things?page=1", "GET /v1/things?page=5",
		},
		{
			"a parameter that may be left out",
			"{operation: list, request: {page: {saved: all/page, optional: true}}}",
			"GET /v1/things", "GET /v1/things",
		},
		{
			"a header and a cookie",
			"{operation: get, request: {id: saved.id, sid: saved.id, " +
				`headers: {If-Match: "{saved.id}"}}}`,
			"GET /v1/things/{saved.id} If-Match={saved.id} Cookie=sid=%7Bsaved.id%7D",
			"GET /v1/things/7 If-Match=7 Cookie=sid=7",
		},
		{
			"a header of what is not known",
			`{operation: get, request: {id: saved.id, headers: {If-Match: "{saved.all/tag}"}}}`,
			"GET /v1/things/{saved.id} If-Match={saved.all/tag}", "saved.all/tag is not known",
		},
		{
			"a saved content", "{operation: put, request: {id: saved.id, body: saved.all}}",
			"PUT /v1/things/{saved.id} {saved.all}",
			`PUT /v1/things/7 {"item":{"id":"a b"},"old":[1,2]}`,
		},
		{
			"a saved content that is changed",
			"{operation: put, request: {id: saved.id, body: {saved: all, " +
				"set: {/item/id: saved.id, /n: {literal: null}}, remove: [/old/0]}}}",
			"PUT /v1/things/{saved.id} {saved.all}",
			`PUT /v1/things/7 {"item":{"id":7},"n":null,"old":[2]}`,
		},
		{
			"a content that is not known",
			"{operation: put, request: {id: saved.id, body: {saved: all/none}}}",
			"PUT /v1/things/{saved.id} {saved.all/none}", "saved.all/none is not known",
		},
		{
			"a text", `{operation: put, request: {id: saved.id, body: {text: "<{saved.id}>"}}}`,
			"PUT /v1/things/{saved.id} <{saved.id}>", "PUT /v1/things/7 <7>",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, c := steppedSet(t, tt.step)
			got := written(&c.Instances[0].Requests[1])
			if diff := cmp.Diff(tt.planned, got); diff != "" {
				t.Errorf("planned (-want +got):\n%s", diff)
			}
			r, err := s.Bind(c, 0, 1, &cases.Values{Saved: saved, Repetition: 2})
			got = written(&r)
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.sent, got); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSavedURL: a request goes to a saved URL, read from where it came, and to no other server.
func TestSavedURL(t *testing.T) {
	t.Parallel()
	const plain = "{operation: list, url: saved.where}"
	for _, tt := range []struct {
		step  string
		saved any // nil: nothing is saved
		want  string
	}{
		{plain, nil, "GET /v1/things"},
		{plain, "/other?page=2", "GET /other?page=2"},
		{plain, "next?page=2", "GET /v1/things/next?page=2"},
		{plain, "http://127.0.0.1:1/x%20y", "GET /x%20y"},
		{plain, "HTTP://127.0.0.1:1", "GET /"},
		{plain, "http://127.0.0.1:2/x", "saved.where leads to another server than the target"},
		{plain, "https://127.0.0.1:1/x", "saved.where leads to another server than the target"},
		{plain, "//other.example/x", "saved.where leads to another server than the target"},
		{plain, "", "saved.where is not a valid URL"},
		{plain, "http://[", "saved.where is not a valid URL"},
		{"{operation: get, url: saved.where}", nil, "saved.where is not known"},
		{"{operation: get, url: saved.where, request: {id: saved.id}}", nil, "GET /v1/things/7"},
		{"{operation: get, url: saved.where, request: {id: saved.id}}", "/x", "GET /x"},
	} {
		s, c := steppedSet(t, tt.step)
		if got := c.Instances[0].Requests[1].Target; got != "{saved.where}" {
			t.Errorf("%s: the plan has %s", tt.step, got)
		}
		v := &cases.Values{
			Saved: map[string]any{"id": "7"}, From: map[string]string{"where": "/v1/things/7"},
		}
		if tt.saved != nil {
			v.Saved["where"] = tt.saved
		}
		r, err := s.Bind(c, 0, 1, v)
		got := written(&r)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s, %v: got %s, want %s", tt.step, tt.saved, got, tt.want)
		}
	}
}

// TestFieldsOfATarget: what a target sent is no header field of its own.
func TestFieldsOfATarget(t *testing.T) {
	t.Parallel()
	s, c := steppedSet(t, `{operation: list, request: {headers: {If-Match: "{saved.id}"}}}`)
	for text, bad := range map[string]bool{
		`"a b"`: false, "a\r\nX: 1": true, "a\nb": true, "a\x00": true,
	} {
		_, err := s.Bind(c, 0, 1, &cases.Values{Saved: map[string]any{"id": text}})
		const want = "the value of If-Match has characters that no header can have"
		if (err != nil) != bad || bad && err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestFreshValues: each kind has its form, is the same for one number, and new for another.
func TestFreshValues(t *testing.T) {
	t.Parallel()
	for kind, form := range map[string]string{
		"uuid": "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
		"word": "[a-z]{12}", "name": "[A-Z][a-z]{5,8}%20[A-Z][a-z]{5,8}",
		"email": "[a-z]{12}%40example[.]com", "url": "https%3A%2F%2Fexample[.]com%2F[a-z]{12}",
		"number": "[1-9][0-9]{8}", "digits": "[0-9]{12}", "hex": "[0-9a-f]{16}",
		`{pattern: "x[0-9]{9}"}`: "x[0-9]{9}",
	} {
		s, c := steppedSet(t, "{operation: get, request: {id: {fresh: "+kind+"}}}")
		target := func(seed uint64, turn int) string {
			r, err := s.Bind(c, 0, 1, &cases.Values{Fresh: seed, Repetition: turn})
			if err != nil {
				t.Error(err)
			}
			return r.Target
		}
		one := target(1, 0)
		if !regexp.MustCompile("^/v1/things/" + form + "$").MatchString(one) {
			t.Errorf("%s: %s is not of the form %s", kind, one, form)
		}
		if one != target(1, 0) || one == target(2, 0) || one == target(1, 1) {
			t.Errorf("%s: %s, then %s, %s and %s", kind, one, target(1, 0), target(2, 0),
				target(1, 1))
		}
	}
	_, c := steppedSet(t, "{operation: get, request: {id: saved.new}}")
	one, other := c.Fresh(0, 1), c.Fresh(1, 1)
	if !cmp.Equal(one, c.Fresh(0, 1)) || one["new"] == other["new"] || len(one) != 1 {
		t.Errorf("of the case: %v, %v", one, other)
	}
}

// TestLikeASavedID: the value has the form of the saved one, and is not that.
func TestLikeASavedID(t *testing.T) {
	t.Parallel()
	s, c := steppedSet(t, "{operation: get, request: {id: {like: id}}}")
	if got := c.Instances[0].Requests[1].Target; got != "/v1/things/{saved.id}" {
		t.Errorf("the plan has %s", got)
	}
	for id, want := range map[string]string{
		"cus_12345678": "^/v1/things/cus_[0-9]{8}$", "~": "is not an id", "": "not known",
	} {
		v := &cases.Values{Saved: map[string]any{"id": id}}
		if id == "" {
			delete(v.Saved, "id")
		}
		r, err := s.Bind(c, 0, 1, v)
		got := r.Target
		if err != nil {
			got = err.Error()
		}
		if !regexp.MustCompile(want).MatchString(got) || strings.HasSuffix(got, "_12345678") {
			t.Errorf("%q: got %s, want %s", id, got, want)
		}
	}
}

// TestShownAgain: a request that was sent is made again with texts for what was known late, and is
// otherwise the same.
func TestShownAgain(t *testing.T) {
	t.Parallel()
	saved := map[string]any{"id": "cus_12345678", "where": "/x", "new": "w"}
	text := func(name string, f *spec.Fresh, value any) any {
		if f != nil {
			return "new-" + name
		}
		return "as-" + name
	}
	for _, tt := range []struct{ step, want string }{
		{"{operation: get, request: {id: saved.id}}", "/v1/things/as-id"},
		{"{operation: get, request: {id: saved.new}}", "/v1/things/new-new"},
		{"{operation: get, request: {id: {fresh: word}}}", "/v1/things/new-1%230id"},
		{"{operation: get, request: {id: {like: id}}}", "cus_"},
		{"{operation: get, request: {id: saved.all/id}}", ""},
		{"{operation: list, request: {page: {count: {from: 4}}}}", "/v1/things?page=4"},
		{"{operation: list, url: saved.where}", "as-where"},
		{"{operation: list}", ""},
	} {
		s, c := steppedSet(t, tt.step)
		r, err := s.Bind(c, 0, 1, &cases.Values{Saved: saved, Fresh: 3})
		sent := cases.Sent{Request: &r, Case: c, Step: 1}
		if err != nil {
			sent.Request = &c.Instances[0].Requests[1]
			sent.Request.Saved = saved
		}
		again, ok := s.Again(c, sent, 3, text)
		switch {
		case tt.want == "cus_" && again.Target == r.Target: // the same id that names nothing
		case ok != (tt.want != "") || ok && again.Target != tt.want:
			t.Errorf("%s: %t, %s, want %s", tt.step, ok, again.Target, tt.want)
		}
	}
}

// TestEffectOfALateRequest: what a step removes is known to be an effect before it is sent, and
// such a request is sent alone.
func TestEffectOfALateRequest(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, step := range []string{"get", "put", "remove"} {
		body := ""
		if step == "put" {
			body = ", body: {value: {}}"
		}
		s, c := steppedSet(t, "{operation: "+step+", request: {id: saved.id"+body+"}}")
		r, err := s.Bind(c, 0, 1, &cases.Values{Saved: map[string]any{"id": "7"}})
		got[step] = fmt.Sprint(r.Effect, r.Alone, r.Saved["id"], err)
	}
	want := map[string]string{
		"get": "nonefalse7<nil>", "put": "executestrue7<nil>", "remove": "executestrue7<nil>",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
