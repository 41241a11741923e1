package clients

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/strict"
)

const notes = `openapi: 3.0.3
info: {title: Notes, version: "1"}
paths:
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}, example: n1}]
    get:
      operationId: getNote
      responses:
        2XX:
          description: the note
          headers: {X-Rate: {schema: {type: integer, minimum: 3}}}
          content:
            text/*:
              examples: {short: {value: hello}, "long one": {value: hello hello}}
        "401": {description: no token}
        "409":
          description: busy
          headers: {Location: {schema: {type: string, example: /elsewhere}}}
          content: {application/xml: {schema: {type: object, xml: {name: error}, properties:
            {code: {type: string, enum: [busy]}}}}}
        4XX: {description: wrong, content: {application/*: {schema: {type: object,
          required: [why], properties: {why: {type: string, enum: [no]}}}}}}
        default: {description: broken, content: {"*/*": {schema: {type: object}}}}
    delete: {operationId: dropNote, responses: {default: {description: done}}}
`

// TestDerivedResponses holds which response is played for each documented one: a status of its
// range that is not documented itself, its examples, and content of its media type.
func TestDerivedResponses(t *testing.T) {
	t.Parallel()
	doc := describedBy(t, notes)
	type played struct {
		Status      int
		Type, Text  string
		Rate, Chall string
	}
	got := map[string]played{}
	made, err := Derive(doc, "getNote")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{
		"success.200.short", "success.200.long-one", "error.401", "error.409", "error.404",
		"error.500",
	} {
		c, ok := made.Case(id)
		if !ok || len(c.Play) == 0 {
			t.Errorf("no case %s, or it plays nothing", id)
			continue
		}
		p := c.Play[len(c.Play)-1]
		one := played{Status: p.Status.Code}
		for _, h := range p.Headers.Entries {
			switch h.Key {
			case "Content-Type":
				one.Type = h.Value
			case "X-Rate":
				one.Rate = h.Value
			case "WWW-Authenticate":
				one.Chall = h.Value
			case "Location":
				t.Errorf("%s: a Location that would be a redirect", id)
			}
		}
		if p.Text != nil {
			one.Text = *p.Text
		}
		got[id] = one
	}
	want := map[string]played{
		"success.200.short": {Status: 200, Type: "text/plain", Text: "hello", Rate: "3"},
		"success.200.long-one": {
			Status: 200, Type: "text/plain", Text: "hello hello", Rate: "3",
		},
		"error.401": {Status: 401, Chall: `Bearer realm="toeline"`},
		"error.409": {
			Status: 409, Type: "application/xml", Text: "<error><code>busy</code></error>",
		},
		"error.404": {Status: 404, Type: "application/json"},
		"error.500": {Status: 500, Type: "application/json"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("played (-want +got):\n%s", diff)
	}
	if made, err = Derive(doc, "dropNote"); err != nil {
		t.Fatal(err)
	}
	if c, ok := made.Case("success.200"); !ok || c.Play[0].Status.Code != 200 {
		t.Errorf("the default of an operation without another success: %+v", c)
	}
}

// TestCasesOverTLS: a response that leads to plain HTTP is only played over TLS.
func TestCasesOverTLS(t *testing.T) {
	t.Parallel()
	leaves := Play{Headers: strict.Ordered[string]{Entries: []strict.Entry[string]{
		{Key: "Location", Value: "{" + PlaceInsecure + "}/x"},
	}}}
	for _, test := range []struct {
		c    Case
		want bool
	}{
		{Case{}, false},
		{Case{Play: []Play{{}, leaves}}, true},
		{Case{TLS: "expired"}, true},
	} {
		if got := test.c.NeedsTLS(); got != test.want {
			t.Errorf("%+v needs TLS: %t", test.c, got)
		}
	}
	yes, no := true, false
	for _, test := range []struct {
		p    Play
		want bool
	}{
		{Play{Status: statusOf(204)}, true},
		{Play{Status: statusOf(404)}, false},
		{Play{Status: statusOf(404), Executes: &yes}, true},
		{Play{Status: statusOf(204), Executes: &no}, false},
	} {
		if got := test.p.Carries(); got != test.want {
			t.Errorf("%d carries the action out: %t", test.p.Status.Code, got)
		}
	}
	most := 3
	if r := (&Range{AtLeast: 2, AtMost: &most}); r.Has(1) || !r.Has(2) || r.Has(4) {
		t.Error("a range from 2 to 3")
	}
	if r := (&Range{AtLeast: 2}); !r.Has(100) {
		t.Error("a range without an end")
	}
}

// TestDeriveOfWhatIsNotThere: each mistake has its own words.
func TestDeriveOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	doc := describedBy(t, notes)
	if _, err := Derive(doc, "getNotes"); err == nil ||
		!strings.Contains(err.Error(), `did you mean "getNote"?`) {
		t.Errorf("a misspelt name: %v", err)
	}
}
