package verify_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

func TestTargetErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		url     string
		effects bool
		kind    verify.TargetProblem
		text    string
	}{
		{url: "http://[", kind: verify.NotURL, text: "the target is not a valid URL"},
		{url: "http://me:secret@host", kind: verify.HasCredentials, text: "user name or password"},
		{url: "", kind: verify.Incomplete, text: "give http:// or https://"},
		{url: "host/beta", kind: verify.Incomplete, text: "the target host/beta"},
		{url: "ftp://host", kind: verify.Incomplete, text: "the target ftp://host"},
		{
			url: "http://host?key=secret", kind: verify.HasQuery,
			text: "the target http://host: a base URL",
		},
		{url: "http://host#part", kind: verify.HasQuery, text: "no fragment"},
		{
			url: "https://api.example.com/beta", effects: true, kind: verify.NeedsFixtures,
			text: "effects at api.example.com",
		},
	} {
		c := config(t, tt.url)
		c.Target.AllowEffects = tt.effects
		_, err := verify.Prepare(c)
		var target *verify.TargetError
		if !errors.As(err, &target) || target.Kind != tt.kind {
			t.Errorf("%s: %v", tt.url, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, tt.text) ||
			strings.Contains(text, "secret") {
			t.Errorf("%s: %s", tt.url, text)
		}
	}
}

func TestOptionErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		edit   func(*verify.Config)
		option string
		text   string
	}{
		{"concurrency", func(c *verify.Config) { c.Concurrency = -1 }, "Concurrency", "at least 1"},
		{"rate", func(c *verify.Config) { c.Rate = -1 }, "Concurrency", "not below zero"},
		{"only", func(c *verify.Config) {
			c.Only = []string{"no-such-case"}
		}, "Only", "no-such-case"},
		{"skip", func(c *verify.Config) {
			c.Skip = []string{"no-such-case"}
		}, "Skip", "no-such-case"},
	} {
		c := config(t, loopback)
		tt.edit(&c)
		_, err := verify.Prepare(c)
		var option *verify.OptionError
		if !errors.As(err, &option) || option.Option != tt.option {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestOtherErrors(t *testing.T) {
	t.Parallel()
	c := config(t, loopback)
	c.Skip = c.Only
	if _, err := verify.Prepare(c); !errors.Is(err, verify.ErrNoCase) {
		t.Errorf("nothing is left: %v", err)
	}
	for name, prepare := range map[string]func(verify.Config) (*verify.Session, error){
		"Prepare": verify.Prepare, "Outline": verify.Outline,
	} {
		if _, err := prepare(verify.Config{}); err == nil ||
			!strings.Contains(err.Error(), "Contract") {
			t.Errorf("%s without a contract: %v", name, err)
		}
	}
	c = config(t, loopback)
	c.Replay = "a file"
	if _, err := verify.Prepare(c); err == nil || !strings.Contains(err.Error(), "har.Read") {
		t.Errorf("a replay of a string: %v", err)
	}
	if _, err := verify.Run(t.Context(), config(t, "")); err == nil {
		t.Error("a run without a target")
	}
}

func TestParseTarget(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{
		loopback: true, "http://localhost": true, "https://[::1]:8443/": true,
		"https://api.example.com": false, "http://10.0.0.1": false, "no URL": false,
	} {
		if got := verify.IsLoopback(url); got != want {
			t.Errorf("%s is on loopback: %t", url, got)
		}
	}
	if base, _, err := verify.ParseTarget("http://host/beta/"); err != nil || base.Path != "/beta" {
		t.Errorf("%v, %v", base, err)
	}
}

// tokens are those of a sign-in that nothing calls.
type tokens struct{ verify.Tokens }

func TestInClear(t *testing.T) {
	t.Parallel()
	secret := []result.Field{{Name: "X-Key", Value: "secret"}}
	for _, tt := range []struct {
		name   string
		target verify.Target
		want   bool
	}{
		{"a token", verify.Target{URL: "http://host", Token: "x"}, true},
		{"a sign-in", verify.Target{URL: "http://host", Tokens: tokens{}}, true},
		{"a header", verify.Target{URL: "HTTP://host", Headers: secret}, true},
		{"no secret", verify.Target{URL: "http://host"}, false},
		{"https", verify.Target{URL: "https://host", Token: "x", Headers: secret}, false},
		{"loopback", verify.Target{URL: loopback, Token: "x", Headers: secret}, false},
		{"not a URL", verify.Target{URL: "http://[", Token: "x"}, false},
	} {
		if got := tt.target.InClear(); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}
