package target

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/redact"
)

// TokenToCome is used in a plan for a token that the Target's Tokens will return: it is fetched
// when a request is sent, since it may expire before. It is not a secret.
const TokenToCome = "token-of-the-sign-in"

// Tokens gives the bearer tokens of a run. It is safe for use by many
// goroutines.
type Tokens interface {
	// Token returns one that has not expired.
	Token(ctx context.Context) (string, error)
	// Renew returns another than one that the target refused.
	Renew(ctx context.Context, refused string) (string, error)
	// Known returns all that were issued: none of them may be in an output.
	Known() []string
}

// Secrets returns what no output about a target may contain. The documented token is left out:
// it would redact the name of this program in every report.
func (t *Target) Secrets() []string {
	var all []string
	known := t.Token == LoopbackToken || t.Token == TokenToCome || t.Token == redact.Mark
	if t.Token != "" && !known {
		all = append(all, t.Token)
	}
	if t.Tokens != nil {
		for _, token := range t.Tokens.Known() {
			if token != LoopbackToken { // everybody knows it, and it is in our own lines
				all = append(all, token)
			}
		}
	}
	for _, f := range slices.Concat(t.Headers, t.Query, t.Keys) {
		if f.Value != redact.Mark { // of a replay
			all = append(all, f.Value)
		}
	}
	// A user name is not a secret: many are words that the outputs have anyway.
	if _, password, ok := strings.Cut(t.Basic, ":"); ok {
		all = append(all, password, base64.StdEncoding.EncodeToString([]byte(t.Basic)))
	}
	all = append(all, t.Hidden...)
	if way, ok := t.Sender.(interface{ Secrets() []string }); ok {
		all = append(all, way.Secrets()...)
	}
	return all
}

// Redactor redacts by all the secrets of the target that are known when it is
// used.
func (t *Target) Redactor() *redact.Live { return redact.NewLive(t.Secrets) }

// Expired says that the token has ended by its own word; empty: not that
// is known.
func (t *Target) Expired(now time.Time) string {
	if t.TokenExpires.IsZero() || now.Before(t.TokenExpires) {
		return ""
	}
	return "answered 401: the token expired at " + t.TokenExpires.UTC().Format(time.RFC3339) +
		", in the middle of the run; give a fresh one, or sign in by --auth azure or --auth " +
		"command, which renew it"
}
