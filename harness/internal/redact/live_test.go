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
	if got := l.String("s3cret-token another-key"); got != "[redacted] another-key" {
		t.Errorf("before: %q", got)
	}
	secrets = append(secrets, "another-key")
	if got := l.String("s3cret-token another-key"); got != "[redacted] [redacted]" {
		t.Errorf("after: %q", got)
	}
	reason, got := "got another-key", "s3cret-token"
	ex := &exchange.Exchange{Origin: "another-key"}
	kept := l.Evidence(ex, &reason, &got)
	if reason != "got [redacted]" || got != "[redacted]" || kept.Origin != Mark ||
		ex.Origin != "another-key" {
		t.Errorf("%q, %q, %q of %q", reason, got, kept.Origin, ex.Origin)
	}
	if l.Evidence(nil) != nil || l.Exchange(ex).Origin != Mark {
		t.Error("no exchange became one, or one was left as it was")
	}
}
