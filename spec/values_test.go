package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnseen(t *testing.T) {
	op := Operation{Statuses: []string{"200", "201", "4XX", "default"}}
	for _, test := range []struct {
		came []int
		want []string
	}{
		{nil, []string{"200", "201", "4XX", "default"}},
		{[]int{200, 404}, []string{"201", "default"}},
		{[]int{500}, []string{"200", "201", "4XX"}},
		{[]int{200, 201, 418, 503}, nil},
	} {
		got := op.Unseen(test.came)
		if len(got) == 0 {
			got = nil
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.came, diff)
		}
	}
}

func TestWhenHoldsForMediaTypes(t *testing.T) {
	for _, test := range []struct {
		of   Strings
		came string
		want bool
	}{
		{nil, "text/html", true},
		{Strings{"application/json"}, "application/json; charset=utf-8", true},
		{Strings{"text/*"}, "text/csv", true},
		{Strings{"application/json", "text/plain"}, "text/csv", false},
	} {
		if got := (When{MediaType: test.of}).HoldsFor(test.came); got != test.want {
			t.Errorf("%v holds for %s: %t", test.of, test.came, got)
		}
	}
}

func TestNamesEmbedded(t *testing.T) {
	embedded := []string{"published", "scim-users"}
	for _, test := range []struct {
		given, file string
		want        bool
	}{
		{"published", "", true},
		{"", "scim-users.yaml", true},
		{"published.yaml", "published.yaml", false},
		{"", "mine.yaml", false},
		{"", "published", false},
	} {
		if got := NamesEmbedded(test.given, test.file, embedded); got != test.want {
			t.Errorf("%q, %q: %t", test.given, test.file, got)
		}
	}
}

func TestRequestAuth(t *testing.T) {
	for _, test := range []struct {
		auth    RequestAuth
		text    string
		carries bool
	}{
		{RequestAuth{}, "valid", true},
		{RequestAuth{All: NoAuth}, "none", false},
		{RequestAuth{All: WrongToken, Scheme: "key"}, "wrongToken of key", true},
	} {
		if test.auth.String() != test.text || test.auth.Carries() != test.carries {
			t.Errorf("%+v: %s, carries some: %t", test.auth, test.auth, test.auth.Carries())
		}
	}
}

// TestSent holds what is known of a request's content before it is sent.
func TestSent(t *testing.T) {
	doc := load(t)
	op := &doc.Operations[0]
	do, _ := op.Case("do")
	got, ok := op.Sent(&do.Request)
	if diff := cmp.Diff(map[string]any{"what": "wash"}, got); diff != "" || !ok {
		t.Errorf("%t, content (-want +got):\n%s", ok, diff)
	}
	if _, ok := op.Sent(&Request{}); ok {
		t.Error("a request without a body has content")
	}
	if _, ok := op.Sent(&Request{Body: &Body{Example: "absent"}}); ok {
		t.Error("an example that is not there has content")
	}
}

// TestRequestsOfSteps holds which requests of a case of steps are known only when they are sent,
// and which saved values they use.
func TestRequestsOfSteps(t *testing.T) {
	doc, err := Load("f", []byte(stepped))
	if err != nil {
		t.Fatal(err)
	}
	things, ok := doc.Operation("POST /things")
	if !ok || len(things.Cases) != 1 {
		t.Fatalf("POST /things: %t, %d cases", ok, len(things.Cases))
	}
	late := []bool{true, false, true, true}
	for i, part := range things.Cases[0].Parts(things) {
		if part.Case.Late() != late[i] && part.Step.URL.Name == "" {
			t.Errorf("part %d is known only when it is sent: %t", i, part.Case.Late())
		}
	}
	for text, want := range map[string]bool{"a {saved.id/x} b": true, "{id}": false} {
		c := Case{Request: Request{Body: &Body{Text: &text}}}
		if c.Late() != want || (len(c.Uses(&Operation{})) == 1) != want {
			t.Errorf("a body %q is known only when it is sent: %t", text, c.Late())
		}
	}
	whole := Case{Request: Request{Body: &Body{Saved: SavedRef{Name: "a", Pointer: "/b"}}}}
	if uses := whole.Uses(&Operation{}); !whole.Late() || len(uses) != 1 ||
		uses[0].Saved.String() != "saved.a/b" {
		t.Errorf("a saved body is used as %v", uses)
	}
}

func TestCountAndNames(t *testing.T) {
	for i, want := range []int{3, 4, 5} {
		if got := (Count{From: 3}).At(i); got != want {
			t.Errorf("repetition %d of a count from 3: %d", i, got)
		}
	}
	if got := (Count{From: 0, By: 20}).At(2); got != 40 {
		t.Errorf("repetition 2 by 20: %d", got)
	}
	for text, ref := range map[string]Ref{
		"saved.a/b": {Kind: RefSaved, Name: "a", Property: "/b"},
		"sent/x":    {Kind: RefSent, Name: "/x"},
	} {
		if got, ok := parseRef(text); !ok || got != ref || got.String() != text {
			t.Errorf("%s is read as %+v, written %s", text, got, got)
		}
	}
	requirements := Requirements(load(t).Requirements)
	if r, ok := requirements.Find("T-4"); !ok || r.Text != "Four." {
		t.Errorf("T-4: %+v, %t", r, ok)
	}
	if _, ok := requirements.Find("T-99"); ok {
		t.Error("there is a requirement T-99")
	}
}

func TestOperationBodiesAndHeaders(t *testing.T) {
	op := Operation{Parameters: []Parameter{
		{Name: "If-Match", In: "header", Required: true}, {Name: "ETag", In: "header"},
	}}
	if !op.RequiresHeader("if-match") || op.RequiresHeader("etag") {
		t.Error("If-Match alone is required, in any letter case")
	}
	if got := load(t).Operations[0].BodyMedia("text/plain"); got.Schema != nil ||
		got.Type != "text/plain" {
		t.Errorf("content that is not documented: %+v", got)
	}
	if got := load(t).Operations[0].BodyMedia("application/json"); got.Schema == nil {
		t.Errorf("documented content has no schema: %+v", got)
	}
}
