package suites

import (
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/result"
)

func TestLabelsLeaveOutWhatGinkgoRefuses(t *testing.T) {
	for _, id := range []string{"a/b", "a,b", "a b", "(a|b)&!c", ":a", "a:"} {
		if _, err := types.ValidateAndCleanupLabel(label(id), types.CodeLocation{}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestVisible(t *testing.T) {
	if got := visible("a\x1b[31mb\nc ü"); got != "a\uFFFD[31mb\uFFFDc ü" {
		t.Errorf("got %q", got)
	}
	inconclusive := message{
		came: result.Case{ID: "a.b", Verdict: result.Inconclusive, Reason: "no response"},
	}
	if got := inconclusive.failure(); !strings.HasPrefix(got, "a.b is inconclusive: no response") {
		t.Errorf("got %q", got)
	}
}
