package runner_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/auth/entratest"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// TestTokensInTheMiddleOfARun: a token that is refused after it was taken is
// renewed once; a target that refuses the new one too is judged by that.
func TestTokensInTheMiddleOfARun(t *testing.T) {
	conforming := rig.Reference(t, "")
	refuseUnsupported := func(s *entratest.Server) http.Handler {
		guarded := s.Guard(conforming, verify.LoopbackToken)
		_, held := rig.Embedded(t)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for _, item := range held.Resources("tasks") {
				if strings.Contains(r.URL.Path, item.ID) &&
					item.Properties["actionType"] == "disableUser" {
					r.Header.Set("Authorization", "Bearer refused")
				}
			}
			guarded.ServeHTTP(w, r)
		})
	}
	refuseOne := func(s *entratest.Server) http.Handler {
		guarded := s.Guard(conforming, verify.LoopbackToken)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/213213/") {
				time.Sleep(time.Second) // of the bubble's time: all others are answered by then
				r.Header.Set("Authorization", "Bearer refused")
			}
			guarded.ServeHTTP(w, r)
		})
	}
	// The token that one request is sent again with ends too, after others were
	// answered with it.
	refuseTwice := func(s *entratest.Server) http.Handler {
		guarded := s.Guard(conforming, verify.LoopbackToken)
		var refused atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Millisecond)
			if strings.Contains(r.URL.Path, "/213213/") && refused.Add(1) <= 2 {
				time.Sleep(4 * time.Millisecond)
				r.Header.Set("Authorization", "Bearer refused")
			}
			guarded.ServeHTTP(w, r)
		})
	}
	for _, tc := range []struct {
		name   string
		issuer *entratest.Server
		target func(*entratest.Server) http.Handler
		only   []string
		exit   int
		least  int // tokens
		most   int
		note   string
	}{
		{
			name: "good for all", issuer: &entratest.Server{}, exit: result.ExitPassed, least: 1,
			most: 1,
		},
		{
			name: "good for 100 requests", issuer: &entratest.Server{Uses: 100},
			only: []string{"not-found.**", "invalid-guid.**"}, exit: result.ExitPassed, least: 5,
			most: 9, note: "the token was refused in the middle",
		},
		{
			name: "refused where it must not be", issuer: &entratest.Server{},
			target: refuseUnsupported, exit: result.ExitFailed, least: 2, most: 2,
		},
		{
			name: "one refused", issuer: &entratest.Server{}, target: refuseOne,
			only: []string{"not-found.**", "invalid-guid.page-example"}, exit: result.ExitFailed,
			least: 2, most: 4,
		},
		{
			name: "one whose new token ends too", issuer: &entratest.Server{}, target: refuseTwice,
			only: []string{"invalid-guid.**"}, exit: result.ExitPassed, least: 3, most: 3,
			note: "2 new ones",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			source := auth.NewSource(issuing(tc.issuer), nil)
			handler := tc.issuer.Guard(conforming, verify.LoopbackToken)
			if tc.target != nil {
				handler = tc.target(tc.issuer)
			}
			o := signedIn(t, inProcess{handler}, source, verify.Config{Only: tc.only})
			if code, why := o.Run.ExitCode, o.Run.Reason; code != tc.exit {
				t.Errorf("exit %d: %s; %v", code, why, o.Run.Notes)
			}
			if n := tc.issuer.Given(); n < tc.least || n > tc.most {
				t.Errorf("%d tokens were taken, want %d to %d", n, tc.least, tc.most)
			}
			if !strings.Contains(strings.Join(o.Run.Notes, "\n"), tc.note) {
				t.Errorf("notes: %q", o.Run.Notes)
			}
			if len(source.Known()) != tc.issuer.Given() {
				t.Errorf("%d of %d tokens are redacted", len(source.Known()), tc.issuer.Given())
			}
			for _, res := range o.Cases {
				for _, e := range res.Exchanges {
					if h := fmt.Sprint(e.Request.Header); strings.Contains(h, ".c2lnbmF0dXJl") {
						t.Fatalf("%s shows a token: %s", res.ID, h)
					}
				}
			}
		})
	}
}

func issuing(s *entratest.Server) auth.Getter {
	return func(context.Context) (auth.Token, error) {
		return auth.Token{Value: s.Issue("https://graph.microsoft.com")}, nil
	}
}

func signedIn(
	t *testing.T, rt http.RoundTripper, tokens verify.Tokens, c verify.Config,
) *result.Report {
	t.Helper()
	c.Target.Tokens = tokens
	report, _ := judged(t, rt, c)
	return report
}

// TestExpiredTokenOfAVariable: it says nothing about the contract.
func TestExpiredTokenOfAVariable(t *testing.T) {
	for _, expired := range []bool{true, false} {
		var c verify.Config
		if c.Target.TokenExpires = time.Now().Add(time.Hour); expired {
			// a bubble's time begins in 2000
			c.Target.TokenExpires = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		issuer := &entratest.Server{Uses: 50}
		c.Target.Token = issuer.Issue("https://graph.microsoft.com")
		got, _ := judged(t, inProcess{issuer.Guard(rig.Reference(t, ""), verify.LoopbackToken)}, c)
		if want := map[bool]int{
			true: result.ExitInconclusive, false: result.ExitFailed,
		}[expired]; got.Run.ExitCode != want {
			t.Errorf("expired: %v: exit %d, want %d", expired, got.Run.ExitCode, want)
		}
	}
}
