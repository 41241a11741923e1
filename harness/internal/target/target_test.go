package target

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/wire"
)

// away is a target that is not on loopback.
func away(url string) Access {
	return Access{URL: url, Resolving: wire.Resolving{Lookup: leadingTo("192.0.2.1")}}
}

// TestBaseURLs: which URLs are those of a target, and what of a wrong one may be shown.
func TestBaseURLs(t *testing.T) {
	t.Parallel()
	const secret = "hush"
	for _, tt := range []struct {
		url, base string // base is empty where it is wrong
		kind      Problem
		shown     string
	}{
		{url: "http://t.example", base: "http://t.example"},
		{url: " https://t.example:65535/v1//\n", base: "https://t.example:65535/v1"},
		{url: "http://t.example/a%2Fb/", base: "http://t.example/a%2Fb"},
		{url: "http://me:hush@t.example", kind: HasCredentials},
		{url: "http://me:hush@t.example:x", kind: NotURL},
		{url: "a\x00b", kind: NotURL, shown: "a\x00b"},
		{url: "t.example", kind: Incomplete, shown: "t.example"},
		{url: "hush@t.example", kind: Incomplete, shown: "[redacted]@t.example"},
		{url: "ftp://t.example", kind: Incomplete, shown: "ftp://t.example"},
		{url: "http:///v1", kind: Incomplete, shown: "http:///v1"},
		{url: "http://:80", kind: Incomplete, shown: "http://:80"},
		{url: "http://t.example:0", kind: BadPort, shown: "0"},
		{url: "http://t.example:65536", kind: BadPort, shown: "65536"},
		{url: "http://t.example/v1?key=hush", kind: HasQuery, shown: "http://t.example/v1"},
		{url: "http://t.example/v1#hush", kind: HasQuery, shown: "http://t.example/v1"},
	} {
		made, base, err := New(away(tt.url))
		if tt.base != "" {
			if err != nil || base.String() != tt.base || made.URL != tt.base {
				t.Errorf("%q: %v, %v", tt.url, base, err)
			}
			continue
		}
		var wrong *Error
		if !errors.As(err, &wrong) || wrong.Kind != tt.kind || wrong.Target != tt.shown {
			t.Errorf("%q: %+v, want %d of %q", tt.url, wrong, tt.kind, tt.shown)
		} else if text := err.Error() + errorText(wrong.Unwrap()); strings.Contains(text, secret) {
			t.Errorf("%q: %s", tt.url, text)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestRulesOfSafety: off loopback nothing has an effect without the user's word and own ids, and
// the documented token is sent on loopback alone.
func TestRulesOfSafety(t *testing.T) {
	t.Parallel()
	const refused = "it could carry out an action, and the target is not on loopback: say so"
	type outcome struct {
		Token, NoEffects           string
		Given, OnLoopback, InClear bool
		Wrong                      bool
	}
	for _, tt := range []struct {
		name string
		edit func(*Access)
		want outcome
	}{
		{"away", func(*Access) {}, outcome{NoEffects: refused}},
		{"with a token", func(a *Access) {
			a.Token = "t"
		}, outcome{NoEffects: refused, Token: "t", Given: true, InClear: true}},
		{"with a token over https", func(a *Access) {
			a.Token, a.URL = "t", "https://t.example"
		}, outcome{NoEffects: refused, Token: "t", Given: true}},
		{"with a key", func(a *Access) {
			a.Keys = exchange.Header{{Name: "k", Value: "v"}}
		}, outcome{NoEffects: refused, InClear: true}},
		{"with a sign-in", func(a *Access) {
			a.Tokens = issued{}
		}, outcome{NoEffects: refused, Token: TokenToCome, Given: true, InClear: true}},
		{"by word alone", func(a *Access) { a.AllowEffects = true }, outcome{Wrong: true}},
		{"by word and ids", func(a *Access) {
			a.AllowEffects, a.OwnFixtures = true, true
		}, outcome{}},
		{"another reason", func(a *Access) {
			a.NoEffects = "a replay"
		}, outcome{NoEffects: "a replay"}},
		{"isolated", func(a *Access) {
			a.Isolated = true
		}, outcome{OnLoopback: true, Token: LoopbackToken}},
		{"loopback", func(a *Access) {
			a.URL = "http://127.0.0.1"
		}, outcome{OnLoopback: true, Token: LoopbackToken}},
		{"loopback, no effects", func(a *Access) {
			a.URL, a.Token, a.NoEffects = "http://127.0.0.1", "t", "a plan"
		}, outcome{OnLoopback: true, Token: "t", Given: true, NoEffects: "a plan"}},
	} {
		a := away("http://t.example")
		a.HowEffects = "say so"
		tt.edit(&a)
		made, _, err := New(a)
		var wrong *Error
		got := outcome{Wrong: errors.As(err, &wrong) && wrong.Kind == NeedsFixtures}
		if err == nil {
			got = outcome{
				Token: made.Token, NoEffects: made.NoEffects, Given: made.Given,
				OnLoopback: made.OnLoopback, InClear: made.InClear(),
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// issued are tokens of a sign-in.
type issued []string

func (issued) Token(context.Context) (string, error)         { return "", nil }
func (issued) Renew(context.Context, string) (string, error) { return "", nil }
func (i issued) Known() []string                             { return i }

// hiding is a sender with a secret of its own.
type hiding struct{ wire.Sender }

func (hiding) Secrets() []string { return []string{"proxy"} }

// TestSecrets: everything that the user gave is secret, but what everybody knows.
func TestSecrets(t *testing.T) {
	t.Parallel()
	field := func(value string) exchange.Header {
		return exchange.Header{{Name: "n", Value: value}}
	}
	for _, tt := range []struct {
		name string
		to   Target
		want []string
	}{
		{"nothing", Target{}, nil},
		{"a token", Target{Target: given(cases.Credentials{Token: "t"})}, []string{"t"}},
		{"the documented", Target{Target: given(cases.Credentials{Token: LoopbackToken})}, nil},
		{"of a replay", Target{Target: given(cases.Credentials{
			Token: redact.Mark, Headers: field(redact.Mark),
		})}, nil},
		{
			"a sign-in", Target{
				Target: given(cases.Credentials{Token: TokenToCome}),
				Tokens: issued{"one", LoopbackToken, "two"},
			}, []string{"one", "two"},
		},
		{"fields", Target{Target: given(cases.Credentials{
			Headers: field("h"), Query: field("q"), Keys: field("k"),
		})}, []string{"h", "q", "k"}},
		{
			"user and password",
			Target{Target: given(cases.Credentials{Basic: "me:word"})},
			[]string{"word", base64.StdEncoding.EncodeToString([]byte("me:word"))},
		},
		{
			"more",
			Target{Hidden: []string{"id"}, Sender: hiding{NoSender()}},
			[]string{"id", "proxy"},
		},
	} {
		if diff := cmp.Diff(tt.want, tt.to.Secrets()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	to := Target{Hidden: []string{"long-secret"}}
	if got := to.Redact("a long-secret"); got != "a "+redact.Mark {
		t.Errorf("redacted: %s", got)
	}
}

func given(c cases.Credentials) cases.Target { return cases.Target{Credentials: c} }

// TestExpired: a token has ended from the second on that it says itself.
func TestExpired(t *testing.T) {
	t.Parallel()
	end := time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	for _, tt := range []struct {
		expires, now time.Time
		ended        bool
	}{
		{time.Time{}, end, false}, {end, end.Add(-time.Second), false}, {end, end, true},
	} {
		to := Target{TokenExpires: tt.expires}
		got := to.Expired(tt.now)
		const want = "answered 401: the token expired at 2026-03-01T11:00:00Z, in the middle of"
		if strings.HasPrefix(got, want) != tt.ended || (got != "") != tt.ended {
			t.Errorf("%v at %v: %q", tt.expires, tt.now, got)
		}
	}
}

// answering is a RoundTripper that answers 204.
type answering struct{}

func (answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusNoContent, Request: r, Body: http.NoBody, Header: http.Header{},
	}, nil
}

// TestReach: a RoundTripper is the way to a target, where one is given; a plan has none.
func TestReach(t *testing.T) {
	t.Parallel()
	var to Target
	base := &url.URL{Scheme: "http", Host: "t.example"}
	if err := to.Reach(base, answering{}, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	defer to.Sender.Close()
	r := exchange.Request{Method: "GET", Target: "/"}
	e := to.Sender.Send(t.Context(), r)
	if e.Response == nil || e.Response.Status != http.StatusNoContent {
		t.Errorf("got %+v, %+v", e.Response, e.Fault)
	}
	nowhere := NoSender()
	defer nowhere.Close()
	e = nowhere.Send(t.Context(), r)
	if e.Response != nil || e.Fault.Kind != exchange.Canceled {
		t.Errorf("of a plan: %+v, %+v", e.Response, e.Fault)
	}
}
