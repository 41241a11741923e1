package runner_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
)

// silent is a sender whose target never answers: each request takes until the context ends.
type silent struct{}

func (silent) Send(ctx context.Context, r exchange.Request) *exchange.Exchange {
	<-ctx.Done()
	return &exchange.Exchange{Request: r, Fault: &exchange.Fault{Kind: exchange.Canceled}}
}

func (silent) Close() {}

// TestPreflightIsWithinTheBudget: a target that hangs takes no more than the budget, whatever
// the time of one exchange is.
func TestPreflightIsWithinTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		run := runOver(t, silent{}, "", func(*cases.Options) {})
		run.Options.Budget = 3 * time.Second
		begun := time.Now()
		err := run.Preflight(t.Context())
		if took := time.Since(begun); took != 3*time.Second {
			t.Errorf("it took %v", took)
		}
		if want := "nothing answers at http://127.0.0.1:1/beta within the budget of 3s"; err ==
			nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	})
}

// garbled is a sender whose target sends what is not a response to the request.
type garbled string

func (g garbled) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	return &exchange.Exchange{
		Request: r, RawResponse: []byte(g),
		Fault: &exchange.Fault{Kind: exchange.Malformed, Detail: "is broken"},
	}
}

func (garbled) Close() {}

// TestPreflightTakesABrokenMessageForAnAnswer: what is wrong with it is a requirement's failure,
// but what speaks another protocol is not a target.
func TestPreflightTakesABrokenMessageForAnAnswer(t *testing.T) {
	for came, want := range map[string]string{
		"HTTP/1.1 404 Not Found\r\n": "", "SSH-2.0-OpenSSH_9.9\r\n": "is broken", "": "is broken",
	} {
		run := runOver(t, garbled(came), "", func(*cases.Options) {})
		switch err := run.Preflight(t.Context()); {
		case want == "" && err != nil, want != "" && err == nil:
			t.Errorf("%q: %v", came, err)
		case err != nil && !strings.HasSuffix(err.Error(), want):
			t.Errorf("%q: %v, want %s", came, err, want)
		}
	}
}
