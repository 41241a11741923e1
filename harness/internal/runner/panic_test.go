package runner_test

import (
	"context"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/plan"
)

// panicking is a sender that panics with what it was to send.
type panicking struct{}

func (panicking) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	value, _ := r.Header.Get("Authorization")
	panic("cannot send " + value)
}

func (panicking) Close() {}

// TestPanicOfToeline: a defect of toeline's own ends no run, is no verdict on the
// target, and tells no token.
func TestPanicOfToeline(t *testing.T) {
	const token = "canary-7f3a9c51d2-of-a-panic"
	p := rig.At(t, plan.Access{URL: "http://127.0.0.1:1/beta", Token: token}, func(o *plan.Options) {
		o.Target.Sender, o.Only, o.Fuzz = panicking{}, []string{"not-found.**"}, 5
	})
	run := p.Start(t.Context())
	defer run.Close()
	o, err := run.Outcome(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if code, _ := o.Exit(); code != plan.ExitUnknown {
		t.Errorf("exit %d", code)
	}
	for _, r := range o.Results {
		if r.Verdict == plan.Skip {
			continue
		}
		if r.Verdict != plan.Undecided || strings.Contains(r.Reason, "canary") {
			t.Errorf("%s: %s, %s", r.Case.ID, r.Verdict, r.Reason)
		}
		if !strings.Contains(r.Reason, "a defect of toeline") || !strings.Contains(r.Reason, "panicking.Send:") {
			t.Errorf("%s does not say where: %s", r.Case.ID, r.Reason)
		}
	}
}

// hanging has no answer where no credentials are sent, and repeats them where
// they are, in what is no HTTP.
type hanging struct{}

func (hanging) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	value, sent := r.Header.Get("Authorization")
	if !sent {
		return &exchange.Exchange{Request: r, Fault: &exchange.Fault{Kind: exchange.Timeout, Detail: "no answer"}}
	}
	return &exchange.Exchange{Request: r, Fault: &exchange.Fault{Kind: exchange.Malformed, Detail: "status line " + value}}
}

func (hanging) Close() {}

func TestUnreachedTellsNoToken(t *testing.T) {
	p := rig.At(t, plan.Access{URL: "http://127.0.0.1:1/beta", Token: "canary-7f3a9c51d2"}, func(o *plan.Options) {
		o.Target.Sender, o.Record = hanging{}, true
	})
	err := p.Preflight(t.Context())
	if err == nil || !strings.Contains(err.Error(), "canary") {
		t.Fatalf("this test tells nothing: %v", err)
	}
	o := p.Unreached(err.Error())
	if _, reason := o.Exit(); strings.Contains(o.CutShort+o.Recording.CutShort+reason, "canary") || !strings.Contains(o.CutShort, redact.Mark) {
		t.Errorf("told: %s; %s; %s", o.CutShort, o.Recording.CutShort, reason)
	}
}
