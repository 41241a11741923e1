package redact

import (
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func TestLive(t *testing.T) {
	secrets := []string{"s3cret-token"}
	l := NewLive(func() []string { return secrets })
	if first := l.Now(); first != l.Now() {
		t.Error("the same secrets made another redactor")
	}
	if got := l.String("s3cret-token next-token"); got != "[redacted] next-token" {
		t.Errorf("before: %q", got)
	}
	secrets = append(secrets, "next-token")
	if got := l.String("s3cret-token next-token"); got != "[redacted] [redacted]" {
		t.Errorf("after: %q", got)
	}
	reason, got := "got next-token", "s3cret-token"
	ex := &exchange.Exchange{Origin: "next-token"}
	kept := l.Evidence(ex, &reason, &got)
	if reason != "got [redacted]" || got != "[redacted]" || kept.Origin != Mark || ex.Origin != "next-token" {
		t.Errorf("%q, %q, %q of %q", reason, got, kept.Origin, ex.Origin)
	}
	if l.Evidence(nil) != nil || l.Exchange(ex).Origin != Mark {
		t.Error("no exchange became one, or one was left as it was")
	}
}
