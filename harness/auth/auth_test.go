package auth_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/auth/entratest"
)

const graph = "https://graph.microsoft.com"

// counting gives tokens that live for a time, and counts them.
func counting(given *atomic.Int64, life time.Duration) auth.Getter {
	return func(context.Context) (auth.Token, error) {
		return auth.Token{
			Value: fmt.Sprintf("token-%d", given.Add(1)), Expires: time.Now().Add(life),
		}, nil
	}
}

func TestTokensAreRenewedBeforeTheyExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var given atomic.Int64
		s := auth.NewSource(counting(&given, time.Hour), nil)
		for range 180 { // three hours
			token, err := s.Token(t.Context())
			if err != nil || token != fmt.Sprintf("token-%d", given.Load()) {
				t.Fatalf("%s, %v", token, err)
			}
			time.Sleep(time.Minute)
		}
		if n := given.Load(); n != 4 || len(s.Known()) != 4 {
			t.Errorf("%d tokens given, %d known, want 4: one every 55 minutes", n, len(s.Known()))
		}
	})
}

func TestOneFetchForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var given atomic.Int64
		slow := func(ctx context.Context) (auth.Token, error) {
			time.Sleep(time.Second)
			return counting(&given, time.Hour)(ctx)
		}
		s := auth.NewSource(slow, nil)
		token, _ := s.Token(t.Context())
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				if got, err := s.Renew(t.Context(), token); err != nil || got != "token-2" {
					t.Errorf("%s, %v", got, err)
				}
			})
		}
		all.Wait()
		if given.Load() != 2 {
			t.Errorf("%d tokens given, want 2", given.Load())
		}
	})
}

// TestFailures: while a token is still valid, failures are not returned; after that every caller
// gets the failure, and the issuer is not asked in every call.
func TestFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var given, failed atomic.Int64
		s := auth.NewSource(func(ctx context.Context) (auth.Token, error) {
			if given.Load() > 0 {
				failed.Add(1)
				return auth.Token{}, errors.New("down")
			}
			return counting(&given, time.Hour)(ctx)
		}, nil)
		for range 59 {
			if _, err := s.Token(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
		}
		time.Sleep(time.Minute)
		before := failed.Load()
		for range 100 {
			if _, err := s.Token(t.Context()); err == nil || err.Error() != "down" {
				t.Fatal(err)
			}
		}
		if n := failed.Load() - before; before == 0 || n != 1 {
			t.Errorf("asked %d times at once, and %d before", n, before)
		}
	})
}

func TestTokensThatAreNotFit(t *testing.T) {
	for _, value := range []string{"", "two words", "umläut", "line\nbreak"} {
		s := auth.NewSource(func(context.Context) (auth.Token, error) {
			return auth.Token{Value: value}, nil
		}, nil)
		if token, err := s.Token(t.Context()); err == nil ||
			value != "" && strings.Contains(err.Error(), value) {
			t.Errorf("%q: got %q, %v", value, token, err)
		}
	}
	s := auth.NewSource(func(context.Context) (auth.Token, error) {
		return auth.Token{Value: "t"}, nil
	}, func(string) error { return errors.New("no") })
	if _, err := s.Token(t.Context()); err == nil || len(s.Known()) > 0 {
		t.Errorf("%v, %v", err, s.Known())
	}
}

func TestAudience(t *testing.T) {
	for _, tc := range []struct {
		audience string
		ok       bool
	}{
		{graph, true},
		{graph + "/", true},
		{"HTTPS://Graph.Microsoft.com", true},
		{"00000003-0000-0000-c000-000000000000", true}, // an application's id may be anyone's
		{"api://some-gateway", false},
		{"https://management.azure.com", false},
		{"https://graph.microsoft.com.evil.example", false},
		{"http://graph.microsoft.com", false},
	} {
		token := (&entratest.Server{Audience: tc.audience}).Issue("")
		if err := auth.CheckAudience(token, graph,
			"https://gateway.example"); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.audience, err)
		}
	}
	for _, token := range []string{"opaque", "a.b.c", "..", "a.e30.c"} {
		if err := auth.CheckAudience(token, graph); err != nil {
			t.Errorf("%s: %v", token, err)
		}
	}
}

func TestExpiry(t *testing.T) {
	token := (&entratest.Server{}).Issue(graph)
	if err := auth.CheckExpiry(token, time.Now()); err != nil {
		t.Error(err)
	}
	if err := auth.CheckExpiry(token, time.Now().Add(2*time.Hour)); err == nil ||
		strings.Contains(err.Error(), token) {
		t.Error(err)
	}
}

func TestCommand(t *testing.T) {
	end := time.Unix(2000000000, 0)
	for _, tc := range []struct {
		line    string
		want    string
		expires time.Time
		failure string // in the error
	}{
		{line: "echo plain", want: "plain"},
		{line: "printf '\\n plain \\n\\n'", want: "plain"},
		{line: `echo '{"token":"t","expires":"2033-05-18T03:33:20Z"}'`, want: "t", expires: end},
		{line: `echo '{"access_token":"t","expires_on":"2000000000"}'`, want: "t", expires: end},
		{line: `echo '{"accessToken":"t","expiresOn":"2033-05-18 ` +
			`05:33:20.000000","expires_on":2000000000}'`, want: "t", expires: end},
		{
			line: `echo ` +
				`'{"kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2033-05-18T03:33:20Z"}}'`,
			want: "t", expires: end,
		},
		{line: "true", failure: "printed nothing"},
		{line: "echo two words", failure: "several words"},
		{line: `echo '{"token": canary'`, failure: "begins like JSON"},
		{line: `echo '{"tokn":"canary"}'`, failure: "has no token"},
		{
			line:    "echo canary; echo 'not logged in' >&2; exit 3",
			failure: `(echo): exit status 3; the last line on stderr: "not logged in"`,
		},
		{line: "echo eyJjYW5hcnkiOiJjYW5hcnkifQ.eyJhIjoiYiJ9.canary >&2; exit 1", failure: "[…]"},
		{line: "no-such-program-anywhere", failure: "exit status 127"},
		{line: "yes canary | head -c 3000000", failure: "printed over"},
	} {
		got, err := auth.Command(tc.line)(t.Context())
		if tc.failure != "" {
			if err == nil || !strings.Contains(err.Error(), tc.failure) ||
				strings.Contains(err.Error(), "canary") {
				t.Errorf("%s: %v", tc.line, err)
			}
			continue
		}
		if err != nil || got.Value != tc.want || !got.Expires.Equal(tc.expires) {
			t.Errorf("%s: %+v, %v", tc.line, got, err)
		}
	}
}

func TestCommandEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := auth.Command("sleep 60")(ctx); err == nil {
		t.Error("no error")
	}
}
