// Package auth owns bearer tokens: where they come from, when they are refreshed,
// and which resources they are for. Tokens are kept in memory alone, and no error
// holds one. It never sends a token to a target.
package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// How a Source treats the issuer of tokens.
const (
	// maxFetch is the most time that one token may take.
	maxFetch = 60 * time.Second
	// maxEarly is how long before its end a token is refreshed; a short-lived one
	// is refreshed when four fifths of its life are over.
	maxEarly = 5 * time.Minute
	// afterFailure is how long a failure lasts before the next attempt.
	afterFailure = 5 * time.Second
)

// Token is a bearer token with its end.
type Token struct {
	Value string
	// Expires is when it ends; the zero value: unknown.
	Expires time.Time
}

// Getter fetches a new token. Its errors hold no secret.
type Getter func(ctx context.Context) (Token, error)

// Source hands out tokens that have not expired, to many goroutines. Make one
// with NewSource.
type Source struct {
	get   Getter
	check func(value string) error
	now   func() time.Time

	turn     chan struct{} // held by the caller that fetches; the others wait
	current  Token
	renewAt  time.Time // zero: not by itself
	failed   error
	failedAt time.Time

	mu    sync.Mutex
	known []string
}

// NewSource returns a source of tokens. check refuses tokens that the run cannot
// use; nil: none.
func NewSource(get Getter, check func(value string) error) *Source {
	return &Source{get: get, check: check, now: time.Now, turn: make(chan struct{}, 1)}
}

// Token returns a token that is not about to expire. It fetches one if it has none, or an old
// one.
func (s *Source) Token(ctx context.Context) (string, error) {
	done, err := s.mine(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	now := s.now()
	if s.current.Value != "" && (s.renewAt.IsZero() || now.Before(s.renewAt)) {
		return s.current.Value, nil
	}
	if err := s.fetch(ctx); err != nil &&
		(s.current.Value == "" || !now.Before(s.current.Expires)) {
		return "", err
	}
	return s.current.Value, nil
}

// Renew returns another token than one that was refused: one that was fetched
// meanwhile, or else a new one.
func (s *Source) Renew(ctx context.Context, refused string) (string, error) {
	done, err := s.mine(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	if s.current.Value != refused && s.current.Value != "" {
		return s.current.Value, nil
	}
	if err := s.fetch(ctx); err != nil {
		return "", err
	}
	if s.current.Value == refused {
		return "", errors.New("the same token came again")
	}
	return s.current.Value, nil
}

// Known lists every token that was handed out: all of them are secrets.
func (s *Source) Known() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.known)
}

// mine waits for the turn, which done gives back.
func (s *Source) mine(ctx context.Context) (done func(), err error) {
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Source) fetch(ctx context.Context) error {
	now := s.now()
	if s.failed != nil && now.Sub(s.failedAt) < afterFailure {
		return s.failed
	}
	ctx, cancel := context.WithTimeout(ctx, maxFetch)
	defer cancel()
	got, err := s.get(ctx)
	if err == nil {
		got.Value = strings.TrimSpace(got.Value)
		err = s.fit(got)
	}
	if err != nil {
		s.failed, s.failedAt = err, now
		return err
	}
	if got.Expires.IsZero() {
		got.Expires = ReadClaims(got.Value).Expires
	}
	s.current, s.failed, s.renewAt = got, nil, time.Time{}
	if !got.Expires.IsZero() {
		s.renewAt = got.Expires.Add(-min(maxEarly, got.Expires.Sub(now)/5))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.known, got.Value) {
		s.known = append(s.known, got.Value)
	}
	return nil
}

func (s *Source) fit(t Token) error {
	if err := Valid(t.Value); err != nil {
		return err
	}
	if s.check != nil {
		return s.check(t.Value)
	}
	return nil
}

// Valid returns why a text cannot be a bearer token in a header. The error does
// not hold the text.
func Valid(token string) error {
	if token == "" {
		return errors.New("the token is empty")
	}
	for i := range len(token) {
		if token[i] <= ' ' || token[i] > '~' {
			return errors.New("a bearer token has no white space and no characters beyond ASCII; " +
				"give the token alone, without the word Bearer")
		}
	}
	return nil
}

// signIn adds how errors of this package begin.
func signIn(how string, err error) error { return fmt.Errorf("sign-in by %s: %w", how, err) }
