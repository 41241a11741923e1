package suites

import (
	"cmp"
	"crypto/tls"
	"errors"
	"net/http"
	"strings"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/spec"
)

// DefaultURL is the base URL that a RoundTripper is asked for unless
// Options.URL or the document names another.
const DefaultURL = "https://graph.microsoft.com/beta"

// Options says what is judged, by which document. Exactly one of URL, URLFunc,
// Handler and RoundTripper names the target; with the last two, URL may be
// given as well.
type Options struct {
	// URL is the base URL, the part before the document's paths. Of a Handler
	// its path alone counts, the prefix of every request. For a RoundTripper it is
	// what requests are addressed to, and nothing is dialed here. Empty: with
	// either the first server that the document names, which of the embedded ones
	// is DefaultURL; without one no prefix, and for a RoundTripper DefaultURL.
	URL string
	// URLFunc gives the base URL when the first request is about to be sent,
	// for a server that a BeforeSuite starts.
	URLFunc func() string
	// Handler is served on loopback, so that the bytes of its responses are seen.
	Handler http.Handler
	// RoundTripper answers instead of a network: stubs, a recorder. One request
	// is sent at a time. Checks that need the bytes of a connection stay
	// untested, and Run says so. Gock's transport is kept from the network, so
	// that its stubs need neither Token, Fixtures nor AllowEffects.
	RoundTripper http.RoundTripper

	// Document is the contract, or any OpenAPI document, as lint.Load reads it;
	// nil: the embedded one.
	Document *spec.Contract
	// Fixtures are what the target holds, as fixtures.New or fixtures.Load makes
	// them; nil: the embedded ones, which are for targets on loopback, and for
	// stubs, alone.
	Fixtures *fixtures.Set
	// Token is the bearer token. Empty: on loopback verify.LoopbackToken; off it
	// only cases without credentials run. Another RoundTripper than gock's takes
	// any made-up token.
	Token string
	// AllowEffects lets cases run that carry out an action, or would on a
	// broken target. Off loopback (and for a RoundTripper whose URL is, but
	// gock's) they need it, and Fixtures of one's own. With gock's transport it
	// also allows what gock sends on to the network.
	AllowEffects bool

	// Profile names one of the document's; empty: its first.
	Profile string
	// Strict makes broken "should" requirements fail their specs too.
	Strict bool
	// Waivers are known failures, as waiver.Load reads them; nil: none. A spec
	// whose findings are all waived is skipped, with the reason; a waiver that is
	// stale, expired or names nothing fails a spec of its own, and Run. Under
	// ginkgo -p and with filters no process sees the whole run: there what fails
	// no longer goes unnoticed.
	Waivers *waiver.File
	// Only and Skip narrow the run by case or requirement id, * one component,
	// ** many; a pattern that matches nothing is an error.
	Only, Skip []string
	// Timeout is for one exchange; zero: 10s.
	Timeout time.Duration
	// TLS is for https targets; nil: the system's roots.
	TLS *tls.Config

	budget time.Duration // zero: that of verify
}

// placeholder is the URL of a target on loopback whose port is not known yet.
const placeholder = "http://127.0.0.1"

// check refuses options that name no target, or more than one.
func (o Options) check() error {
	named := 0
	for _, given := range []bool{
		o.URLFunc != nil, o.Handler != nil, o.RoundTripper != nil,
		o.URL != "" && o.Handler == nil && o.RoundTripper == nil,
	} {
		if given {
			named++
		}
	}
	switch {
	case named == 0:
		return errors.New("no target: set Options.URL, URLFunc, Handler or RoundTripper")
	case named > 1:
		return errors.New("more than one target: set one of Options.URL, URLFunc, Handler and " +
			"RoundTripper")
	case o.Fixtures != nil && o.Document == nil && o.Fixtures.Len() == 0:
		return errors.New("Options.Fixtures holds nothing: load them with fixtures.Load, or " +
			"leave them out")
	}
	return nil
}

// withDocument fills in the embedded document and fixtures.
func (o Options) withDocument() (Options, error) {
	if err := o.check(); err != nil {
		return o, err
	}
	var err error
	if o.Document == nil {
		if o.Document, err = spec.Embedded(spec.Default); err != nil {
			return o, err
		}
	}
	if o.Fixtures == nil {
		o.Fixtures, err = fixtures.Embedded(o.Document.Kinds)
	}
	return o, err
}

// address is the base URL as far as it is known before anything is opened.
func (o Options) address() string {
	switch {
	case o.RoundTripper != nil:
		if server := o.Document.Server; strings.Contains(server, "://") {
			return cmp.Or(o.URL, server)
		}
		return cmp.Or(o.URL, DefaultURL)
	case o.Handler != nil:
		return placeholder + o.prefix()
	}
	return cmp.Or(o.URL, placeholder)
}

// name is the target's, for the outermost container.
func (o Options) name() string {
	switch {
	case o.RoundTripper != nil:
		return "an http.RoundTripper"
	case o.Handler != nil:
		return "an http.Handler"
	case o.URL != "" && !strings.Contains(o.URL, "@"): // a password is not shown
		return o.URL
	}
	return "a target"
}
