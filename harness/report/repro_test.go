package report_test

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

// The script lists the causes, sends none of them unasked, and each by its number; "all" leaves out
// what carries out an action.
func TestReproScript(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	r := run(t, target{change: func(r *http.Request, a *answer) {
		wrongCode(r, a)
		a.header.Del("Request-Id")
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.URL.Path)
	}, facts: facts(), options: only("not-found.absent-guid", "success.**")})
	r.Causes[1].Cases = []string{"success.isolateDevice"} // which executes
	r.Causes[1].Example.Reproduce = "echo carried out again"
	file := filepath.Join(t.TempDir(), "repro.sh")
	if err := report.WriteFile(file, report.Repro{}, r); err != nil {
		t.Fatal(err)
	}
	script := func(args ...string) string {
		out, _ := exec.CommandContext(t.Context(), "sh", append([]string{file}, args...)...).
			CombinedOutput()
		return string(out)
	}
	count := func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(seen)
	}
	sent := count()
	list := script()
	if len(r.Causes) != 2 || strings.Count(list, "\n") != 2 || count() != sent ||
		!strings.HasPrefix(list, `1  ERA-NF-2  404: /error/code is "ItemNotFound", expected`) {
		t.Errorf("%d requests, and the list is\n%s", count()-sent, list)
	}
	if got := script("1"); !strings.Contains(got, "ItemNotFound") || count() != sent+1 {
		t.Errorf("%d requests: %s", count()-sent, got)
	}
	if got := script("all"); strings.Contains(got, "carried out again") || count() != sent+2 {
		t.Errorf("all: %d requests: %s", count()-sent, got)
	}
	if got := script("2"); got != "carried out again\n" {
		t.Errorf("2: %s", got)
	}
	if got := script("9"); !strings.Contains(got, "no cause 9") {
		t.Errorf("9: %s", got)
	}
	if err := report.WriteFile(file, report.Repro{}, &result.Report{}); err != nil {
		t.Fatal(err)
	}
	if got := script() + script("all"); got != "" {
		t.Errorf("without causes: %s", got)
	}
}
