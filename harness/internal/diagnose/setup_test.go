package diagnose

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// below answers as the contract wants below a base path, and otherwise like another target. It
// refuses what has no token.
func below(base string, other answers) answers {
	return func(s *cases.Step, r *cases.Request) *exchange.Response {
		switch {
		case !strings.HasPrefix(r.Target, base+"/security/"):
			return other(s, r)
		case !hasToken(r):
			return response(http.StatusUnauthorized, "")
		}
		return right(s, r)
	}
}

// guarded is the page of a framework behind a gateway that wants a token.
func guarded(s *cases.Step, r *cases.Request) *exchange.Response {
	if !hasToken(r) {
		return response(http.StatusUnauthorized, "")
	}
	return page(s, r)
}

// run is the diagnosis of requests to a target, which it may ask for more.
func run(all []Answered, set *cases.Set, target answers) *Run {
	return &Run{
		Contract: set.Options.Contract, Fixtures: set.Options.Fixtures,
		URL: set.Options.Target.URL, BasePath: set.Options.Target.BasePath, Redact: unredacted,
		Ask: func(r *cases.Request) *exchange.Exchange {
			for _, a := range all {
				path := strings.TrimPrefix(a.Request.Target, set.Options.Target.BasePath)
				header := without(a.Request.Header, "client-request-id")
				if strings.HasSuffix(r.Target, path) && slices.Equal(header, r.Header) {
					return &exchange.Exchange{Response: target(a.Step, r)}
				}
			}
			return &exchange.Exchange{Response: target(all[0].Step, r)}
		},
	}
}

// TestWrongBasePath: where the contract's paths are elsewhere, the line says where; where they are
// nowhere that is known, it says nothing.
func TestWrongBasePath(t *testing.T) {
	t.Parallel()
	no := always(http.StatusMethodNotAllowed, "no")
	for _, tt := range []struct {
		name, path string
		target     answers
		only       []string
		status     string
		want       string // the base path that is proposed; empty: nothing is wrong
	}{
		{"none", "", below("/beta", page), nil, "404 Not Found", "/beta"},
		{"another version", "/v1.0", below("/beta", page), nil, "404 Not Found", "/beta"},
		{"a part", "/api", below("/api/beta", guarded), nil, "404 Not Found", "/api/beta"},
		{"no method", "", below("/beta", no), nil, "405 Method Not Allowed", "/beta"},
		{"too much", "/beta", below("", page), nil, "404 Not Found", ""},
		{
			"one case", "", below("/beta", page),
			[]string{"invalid-guid.word"},
			"404 Not Found",
			"/beta",
		},
		{
			"a refusal shows it", "", below("/beta", page),
			[]string{"success.isolateDevice", "not-found.absent-guid"},
			"404 Not Found", "/beta",
		},
		{
			"a refusal here, too", "", below("/beta", guarded),
			[]string{"success.isolateDevice", "not-found.absent-guid"},
			"", "",
		},
		{"no request to ask", "", below("/beta", page), []string{"success.isolateDevice"}, "", ""},
		{"nowhere", "/v1", page, nil, "", ""},
		{"the right one", "/beta", below("/beta", page), nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, set := planned(t, tt.path, tt.only...)
			all = by(tt.target, all)
			want := ""
			if tt.want != "" || tt.status != "" {
				want = "the contract's paths are not below http://127.0.0.1" + tt.path +
					", where every request is answered " + tt.status +
					": try http://127.0.0.1" + tt.want
			}
			got := run(all, set, tt.target).SetUp(all, false)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestOtherBasesAreAskedWithoutTheID: a request to another base path is another request.
func TestOtherBasesAreAskedWithoutTheID(t *testing.T) {
	t.Parallel()
	all, set := planned(t, "")
	all = by(page, all)
	r, asked := run(all, set, page), 0
	r.Ask = func(request *cases.Request) *exchange.Exchange {
		asked++
		if id, has := request.Header.Get("client-request-id"); has || !request.Alone {
			t.Errorf("asked with the id %q, alone: %t", id, request.Alone)
		}
		return nil
	}
	if got := r.SetUp(all, false); got != "" || asked == 0 {
		t.Errorf("asked %d times: %q", asked, got)
	}
}

// TestRefusedToken: a token that is refused everywhere is said in one line, with when it expired
// or how one is given.
func TestRefusedToken(t *testing.T) {
	t.Parallel()
	const wrong = "every request with the token is answered 401 Unauthorized: " +
		"is the token right?"
	refused := always(http.StatusUnauthorized, "")
	for _, tt := range []struct {
		name   string
		target answers
		edit   func(*Run)
		want   string
	}{
		{"wrong", refused, func(*Run) {}, wrong},
		{"expired", refused, func(r *Run) {
			r.TokenExpires = time.Unix(1, 0)
		}, wrong + " It expired at 1970-01-01T00:00:01Z"},
		{"not expired", refused, func(r *Run) {
			r.TokenExpires = time.Now().Add(time.Hour)
		}, wrong},
		{"documented", refused, func(r *Run) {
			r.Documented, r.HowToken = "toeline", "set T"
		}, wrong + ` None was given, and "toeline" was sent: set T`},
		{"right", right, func(*Run) {}, ""},
	} {
		all, set := planned(t, "/beta")
		all = by(tt.target, all)
		r := run(all, set, tt.target)
		tt.edit(r)
		if diff := cmp.Diff(tt.want, r.SetUp(all, false)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		for i, a := range all { // as with a key in another field
			bare := *a.Request
			bare.Header = without(bare.Header, "Authorization")
			all[i].Request = &bare
		}
		want := strings.ReplaceAll(tt.want, "the token ", "the key ")
		if diff := cmp.Diff(want, r.SetUp(all, false)); diff != "" {
			t.Errorf("%s, a key (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestMissingFixtures: a target that finds none of the resources is said in one line, when
// everything was sent.
func TestMissingFixtures(t *testing.T) {
	t.Parallel()
	gone := func(s *cases.Step, r *cases.Request) *exchange.Response {
		if len(r.Named) > 0 && hasToken(r) {
			return response(http.StatusNotFound, r.Target)
		}
		return right(s, r)
	}
	all, set := planned(t, "/beta")
	for _, tt := range []struct {
		name       string
		target     answers
		file       string
		everything bool
		want       string
	}{
		{
			"embedded", gone, "", true, "the target holds none of the tasks of the fixtures: N " +
				"for them, and each is answered 404 Not Found; load the tasks of the fixtures " +
				"into the target",
		},
		{
			"of a file", gone, "own.yaml", true, "the target holds none of the tasks of " +
				"own.yaml: N for them, and each is answered 404 Not Found; load the tasks of " +
				"own.yaml into the target",
		},
		{"so far", gone, "", false, ""},
		{"there", right, "", true, ""},
	} {
		some := by(tt.target, all)
		r := run(some, set, tt.target)
		held := *r.Fixtures
		held.File, held.Embedded = tt.file, tt.file == ""
		r.Fixtures = &held
		got := r.SetUp(some, tt.everything)
		if _, rest, ok := strings.Cut(got, ": "); ok {
			number, _, _ := strings.Cut(rest, " for")
			got = strings.Replace(got, number, "N", 1)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if got := run(nil, set, right).SetUp(nil, true); got != "" {
		t.Errorf("nothing was sent: %q", got)
	}
	if kind := run(nil, set, right).kindOf("no id of theirs"); kind != "resources" {
		t.Errorf("an unknown id is one of %s", kind)
	}
}

// TestBaseHint: the base path of a target that none of the contract's servers has.
func TestBaseHint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		servers    []string
		base, want string
	}{
		{nil, "/v1", ""},
		{[]string{"https://a.example/"}, "", ""},
		{[]string{"https://a.example/v1/"}, "/v1", ""},
		{[]string{"/v1", "https://a.example/v2"}, "/v2", ""},
		{
			[]string{"/v1", "https://a.example/v2", "/v1/"}, "", "the document's servers have " +
				"the base path /v1 or /v2, and the target has none: try http://t/v1",
		},
		{
			[]string{"/v1"}, "/api", "the document's servers have the base path /v1, and the " +
				"target has /api: try http://t/api/v1",
		},
		{[]string{"http://["}, "", ""},
	} {
		contract := &spec.Contract{}
		contract.Servers = tt.servers
		r := Run{Contract: contract, URL: "http://t" + tt.base, BasePath: tt.base}
		if diff := cmp.Diff(tt.want, r.BaseHint()); diff != "" {
			t.Errorf("%q, %q (-want +got):\n%s", tt.servers, tt.base, diff)
		}
	}
}
