package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/plan"
)

func TestDefectTellsNoToken(t *testing.T) {
	const token = "canary-7f3a9c51d2-of-a-panic"
	target := &plan.Target{Token: token, Headers: exchange.Header{{Name: "X-Key", Value: "key-canary-55aa-77bb"}}}
	run := func(header string) (err error) {
		defer tellDefect(target, &err)
		panic("not expected: " + header + " key-canary-55aa-77bb")
	}
	err := run("Authorization: Bearer " + token)
	if exit.CodeOf(err) != plan.ExitUnknown || strings.Contains(err.Error(), "7f3a9c51d2") || strings.Contains(err.Error(), "55aa-77bb") {
		t.Errorf("exit %d: %v", exit.CodeOf(err), err)
	}
	if !strings.Contains(err.Error(), "please report it: not expected: Authorization: Bearer [redacted] [redacted]") || !strings.Contains(err.Error(), "defect_test.go") {
		t.Errorf("it does not tell what and where: %v", err)
	}
}

// A panic where no target is known is no wrong usage, and tells nothing that
// the environment keeps.
func TestDefectOfACommand(t *testing.T) {
	t.Setenv("MY_API_TOKEN", "canary-7f3a9c51d2-of-a-command")
	var out, errs bytes.Buffer
	code := execute(t.Context(), []string{"verify"}, app{stdout: &out, stderr: &errs, getenv: func(string) (string, bool) { panic("not expected: canary-7f3a9c51d2-of-a-command") }})
	if told := out.String() + errs.String(); code != plan.ExitUnknown || strings.Contains(told, "7f3a9c51d2") || !strings.Contains(told, "toeline: a defect of toeline, please report it: not expected: [redacted]\n") {
		t.Errorf("exit %d: %s", code, told)
	}
}

// panicking is a sender that panics with what it was to send.
type panicking struct{}

func (panicking) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	value, _ := r.Header.Get("Authorization")
	panic("cannot send " + value + " canary-7f3a9c51d2-of-editions to " + r.Target)
}

func (panicking) Close() {}

// A panic of what asks first whether anything answers is caught, though it is
// no run's yet, and with many editions too.
func TestDefectOfEditions(t *testing.T) {
	t.Parallel()
	v, _ := newVerifyFlags(app{stdout: io.Discard, stderr: io.Discard, getenv: func(string) (string, bool) { return "", false }})
	p := rig.At(t, plan.Access{URL: "http://127.0.0.1:1/beta", Token: "canary-7f3a9c51d2-of-editions"}, func(o *plan.Options) {
		o.Target.Sender = panicking{}
	})
	err := v.judgeEditions(t.Context(), []*plan.Plan{p, p})
	if exit.CodeOf(err) != plan.ExitUnknown || strings.Contains(err.Error(), "7f3a9c51d2") {
		t.Errorf("exit %d: %v", exit.CodeOf(err), err)
	}
	if told := err.Error(); !strings.Contains(told, "please report it: cannot send  [redacted] to /beta/") || !strings.Contains(told, "panicking.Send:") {
		t.Errorf("it does not tell what and where: %v", err)
	}
}
