package plain_test

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

func fuzzed(
	t *testing.T, contract *spec.Contract, url string, n int, seed uint64, only ...string,
) *result.Report {
	t.Helper()
	report, err := verify.Run(t.Context(), verify.Config{
		Contract: contract, Target: verify.Target{URL: url}, Fuzz: n, Seed: seed, Only: only,
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestFuzzOfHealthyServices: no input at random finds anything where there is nothing to find, and
// what was created is removed.
func TestFuzzOfHealthyServices(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/items.yaml")
	s, url := serveItems(t, contract, "")
	for seed := range uint64(4) {
		report := fuzzed(t, contract, url, 40, seed+1)
		if failed := failedOf(report); len(failed) > 0 || report.Run.ExitCode != 0 {
			t.Errorf("seed %d: exit %d, failed: %v", seed+1, report.Run.ExitCode, failed)
		}
		for _, c := range report.Cases {
			if c.Unjudged > 0 {
				t.Errorf("%s: %d are not judged: %s", c.ID, c.Unjudged, c.Reason)
			}
		}
	}
	if len(s.held) > 0 || s.created < 250 {
		t.Errorf("%d items are left of %d", len(s.held), s.created)
	}
}

// TestFuzzFinds: what no other case finds is found by inputs at random, under a requirement that
// says it, and shown by the smallest input.
func TestFuzzFinds(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/items.yaml")
	for defect, want := range map[string]struct{ only, requirement, request string }{
		"emoji": {"createItem.fuzz", "createItem-OK", `{"count":1,"name":"😀"}`},
		"length": {
			"putItem.fuzz", "putItem-OK", `{"count":1,"name":"` + strings.Repeat("a", 17) + `"}`,
		},
		"int32": {"createItem.fuzz", "createItem-OK", `{"count":2147483648,"name":"FRESH"}`},
		"tag":   {"createItem.fuzz", "createItem-OK", `{"count":1,"name":"FRESH","tags":["%"]}`},
		"unit": {
			"createItem.fuzz", "createItem-OK",
			`{"count":1,"name":"FRESH","size":{"unit":"m","width":1}}`,
		},
		"space": {
			"createItem.fuzz-broken", "createItem-BODY-code-pattern",
			`{"code":"quugbml ","count":1,"name":"FRESH"}`,
		},
		"case":   {"listItems.fuzz-broken", "listItems-PARAM-sort", "/items?sort=NAME"},
		"query":  {"listItems.fuzz", "listItems-OK", "/items?q=%27"},
		"header": {"listItems.fuzz", "listItems-OK", "/items X-Tag: @"},
		"cookie": {"listItems.fuzz", "listItems-OK", "/items?q=x Cookie: theme=dark"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			_, url := serveItems(t, contract, defect)
			if failed := failedOf(fuzzed(t, contract, url, 0, 1)); len(failed) > 0 {
				t.Fatalf("found without inputs at random: %v", failed)
			}
			report := fuzzed(t, contract, url, 300, 3, want.only)
			if diff := cmp.Diff([]string{want.requirement}, failedOf(report)); diff != "" {
				t.Fatalf("failed (-want +got)\n%s", diff)
			}
			c := report.Cases[slices.IndexFunc(report.Cases,
				func(c result.Case) bool { return len(c.Findings) > 0 })]
			found := &c.Findings[0]
			if got := shownOf(c.Exchange(found)); got != want.request {
				t.Errorf("the smallest input is %s, want %s", got, want.request)
			}
			if defect == "emoji" {
				again := fuzzed(t, contract, url, 300, 3, want.only)
				if got := again.Cases[0].Findings[0].Reproduce; got != found.Reproduce {
					t.Errorf("the same seed finds %s, and before %s", got, found.Reproduce)
				}
			}
			repeats(t, found)
		})
	}
}

// shownOf is what of a request the fuzz case chose: its body, or its target and the headers that
// not every request has.
func shownOf(e *result.Exchange) string {
	if body := string(e.Request.Content.Bytes()); body != "" {
		return freshName.ReplaceAllString(body, `"FRESH"`)
	}
	shown := e.Request.Target
	for _, f := range e.Request.Header {
		if f.Name != "User-Agent" && f.Name != "Accept" {
			shown += " " + f.Name + ": " + f.Value
		}
	}
	return shown
}

var freshName = regexp.MustCompile(`"[a-z]{12}"`)

// repeats runs the line that repeats a finding, where there is a shell that can.
func repeats(t *testing.T, found *result.Finding) {
	t.Helper()
	for _, tool := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			return
		}
	}
	out, err := exec.CommandContext(t.Context(), "sh", "-c", found.Reproduce).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "HTTP/1.1 "+found.Got) {
		t.Errorf("%s: %v\n%s", found.Reproduce, err, out)
	}
}
