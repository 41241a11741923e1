package runner_test

import (
	"context"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/internal/runner"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/verify"
)

// panicking is a sender that panics with what it was to send.
type panicking struct{}

func (panicking) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	value, _ := r.Header.Get("Authorization")
	panic("cannot send " + value)
}

func (panicking) Close() {}

// TestPanicOfToeline: a defect of toeline ends no run, is not a verdict on the target, and reveals
// no token.
func TestPanicOfToeline(t *testing.T) {
	const token = "canary-7f3a9c51d2-of-a-panic"
	run := runOver(t, panicking{}, token,
		func(o *cases.Options) { o.Only, o.Fuzz = []string{"not-found.**"}, 5 })
	run.Start(t.Context())
	defer run.Close()
	if err := run.WaitAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, in := range run.CaseInputs() {
		var reasons []string
		for _, o := range in.Outcomes {
			reasons = append(reasons, o.Inconclusive)
		}
		if in.Tally != nil {
			reasons = append(reasons, in.Tally.Reason)
		}
		for _, reason := range reasons {
			sent++
			if strings.Contains(reason, "canary") || !strings.Contains(reason,
				"a defect of toeline") || !strings.Contains(reason, "panicking.Send:") {
				t.Errorf("%s: %q", in.Case.ID, reason)
			}
		}
	}
	if sent == 0 {
		t.Error("nothing was sent")
	}
}

// runOver is a run of the embedded contract over a sender.
func runOver(
	t *testing.T, sender wire.Sender, token string, edit func(*cases.Options),
) *runner.Run {
	t.Helper()
	to, _, err := target.New(target.Access{
		URL: "http://127.0.0.1:1/beta", Credentials: cases.Credentials{Token: token},
	})
	if err != nil {
		t.Fatal(err)
	}
	to.Sender = sender
	o := cases.Options{Target: to.Target}
	o.Contract, o.Fixtures = rig.Embedded(t)
	if edit != nil {
		edit(&o)
	}
	set, err := cases.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return runner.New(set, to, runner.Options{})
}

// hanging has no answer where no credentials are sent, and repeats them where
// they are, in what is not HTTP.
type hanging struct{}

func (hanging) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	value, sent := r.Header.Get("Authorization")
	if !sent {
		return &exchange.Exchange{
			Request: r, Fault: &exchange.Fault{Kind: exchange.Timeout, Detail: "no response"},
		}
	}
	return &exchange.Exchange{
		Request: r,
		Fault:   &exchange.Fault{Kind: exchange.Malformed, Detail: "status line " + value},
	}
}

func (hanging) Close() {}

func TestUnreachedTellsNoToken(t *testing.T) {
	const token = "canary-7f3a9c51d2"
	err := runOver(t, hanging{}, token, nil).Preflight(t.Context())
	if err == nil || !strings.Contains(err.Error(), "canary") {
		t.Fatalf("this test shows nothing: %v", err)
	}
	s := rig.Prepare(t, verify.Target{URL: "http://127.0.0.1:1/beta", Token: token},
		func(c *verify.Config) { c.Record = true })
	r := s.Unreached(err.Error())
	recorded := r.Recording.(*recording.Recording).CutShort
	if strings.Contains(r.Run.CutShort+recorded+r.Run.Reason, "canary") ||
		!strings.Contains(r.Run.CutShort, redact.Mark) {
		t.Errorf("reported: %s; %s; %s", r.Run.CutShort, recorded, r.Run.Reason)
	}
}
