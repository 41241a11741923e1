package verify

import (
	"context"
	"crypto/tls"
	"net/http"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// LoopbackToken is the documented token that is sent on loopback when the user
// has none. The reference server takes it.
const LoopbackToken = "toeline"

// Config says what is judged, by which contract. Contract is needed, and
// Target.URL where something is sent.
type Config struct {
	Contract *spec.Contract
	// Fixtures are what the target holds; nil: the embedded ones, which are for
	// targets on loopback alone.
	Fixtures *fixtures.Set
	Target   Target

	// Profile names one of the contract's; empty: the first, or none.
	Profile string
	// Strict makes failed "should" requirements fail the run.
	Strict bool
	// RequireAll makes a gating requirement that was not tested fail the run.
	RequireAll bool
	// Only and Skip are patterns of case or requirement ids: * is one component,
	// ** many.
	Only, Skip []string
	// Level leaves requirements below it out; empty: none.
	Level spec.Level
	// Fuzz is how many inputs at random each fuzz case sends.
	Fuzz int
	// Seed is that of random ids: the same seed sends the same.
	Seed uint64

	Concurrency int           // parallel exchanges; zero: 16
	Rate        float64       // requests a second over all; zero: no limit
	Budget      time.Duration // of the whole run; zero: 2m
	// CleanupBudget is how long cases may clean up after the end of the run; zero: 10s.
	CleanupBudget time.Duration

	// Waivers are known failures, as a waiver file's Rules returns them.
	Waivers []result.WaiverRule
	// Journal gets every request with an effect, before it is sent and after.
	Journal Journal
	// Notify is called with one line, once, when the run begins to wait because the target asks
	// for it.
	Notify func(line string)
	// Record keeps every exchange, for a report in the HAR format.
	Record bool
	// Replay is a recording that is judged instead of a target, as har.Read returns it; nil: the
	// target is judged.
	Replay any

	// Version is the tool's, for the report; empty: "(devel)".
	Version string
	// Invocation is how the run was invoked, for lines that repeat it. Settings
	// are those that are not the default, before they are redacted.
	Invocation result.Invocation
	Settings   []result.Setting
}

// Target is what is judged, and how it is reached.
type Target struct {
	// URL is the base URL, the part before the contract's paths.
	URL string
	// Token is the bearer token; empty: on loopback LoopbackToken, and elsewhere
	// only cases without credentials run. TokenExpires is when it ends, where
	// that is known.
	Token        string
	TokenExpires time.Time
	// Tokens gives the tokens of a sign-in, instead of Token.
	Tokens Tokens
	// Basic is for the schemes of HTTP Basic; the zero value: none was given.
	Basic Basic
	// Keys are the credentials of one security scheme each, whose name a field has: a key, a token
	// or "user:password".
	Keys []result.Field
	// Headers and Query are sent with every request, and are as secret as the token.
	Headers, Query []result.Field
	// AllowEffects allows actions to be carried out off loopback; then Fixtures must be the
	// user's own.
	AllowEffects bool
	// NoEffects says why nothing is carried out, on loopback neither; empty: AllowEffects decides.
	NoEffects string
	// Timeout is for one exchange; zero: 10s.
	Timeout time.Duration
	// MaxBody is for the content of one response, in bytes; zero: 1 MiB. The content of a longer
	// one is not judged.
	MaxBody int
	// TLS is for https; nil: the system's roots.
	TLS *tls.Config
	// RoundTripper answers instead of a network; nil: connections are made.
	// Stubs that share a list need Config.Concurrency 1.
	RoundTripper http.RoundTripper
	// Isolated says that the RoundTripper reaches nothing beyond this program. All that holds for a
	// target on loopback holds for it: effects are allowed, and no token is needed.
	Isolated bool
	// Advice completes the reasons of cases that are left out: how to give a
	// token, and how to allow effects. Empty: in the words of this package.
	Advice Advice
}

// Advice says, in the words of a caller, what to do about a case that is left
// out.
type Advice struct {
	Token, Basic, Effects string
	// Key is about one scheme, whose name {scheme} represents.
	Key string
}

// Basic is a user with a password, as HTTP Basic has them.
type Basic struct{ User, Password string }

// Tokens gives the bearer tokens of a run. It is safe for use by many
// goroutines.
type Tokens interface {
	// Token returns one that has not expired.
	Token(ctx context.Context) (string, error)
	// Renew returns another than one that the target refused.
	Renew(ctx context.Context, refused string) (string, error)
	// Known lists all that were given: none of them may be shown.
	Known() []string
}

// Journal records every request that has an effect, or would have one on a broken
// target. It is safe for use by many goroutines.
type Journal interface {
	// Sending is called before a request is sent, which it is not where that
	// fails.
	Sending(e result.Effect) error
	// Answered is called after.
	Answered(e result.Effect, a result.Answer) error
	// Left is called for what a run made and did not remove, with the request that would have.
	Left(e result.Effect, why string) error
}
