package report_test

import (
	"path/filepath"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// lasting is an inconclusive run, the same each time.
func lasting(t *testing.T) *result.Report {
	return run(t, target{change: throttled, facts: facts(), options: func(o *verify.Config) {
		o.Only, o.Concurrency = []string{"not-found.absent-guid"}, 1
	}})
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*result.Report{
		"red": run(t, target{
			change: wrongCode, facts: facts(),
			options: only("not-found.absent-guid", "unsupported-action.**"),
		}),
		"inconclusive": lasting(t),
		"waived":       withWaivers(t),
		"hostile": run(t,
			target{change: hostile, facts: facts(), options: only("not-found.absent-guid")}),
	} {
		golden.File(t, filepath.Join("testdata", name+".md"),
			write(t, report.Markdown{}, normal(t, r)))
	}
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*result.Report{
		"red": run(t, target{
			change: wrongCode, facts: facts(),
			options: only("not-found.absent-guid", "unsupported-action.**"),
		}),
		"inconclusive": lasting(t),
		"waived":       withWaivers(t),
	} {
		golden.File(t, filepath.Join("testdata", name+".github.txt"),
			write(t, report.GitHub{}, normal(t, r)))
	}
}

// What a target sends is not a command of its own, and what separates the parts
// of a command is escaped in them.
func TestGitHubEscapes(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: wrongCode, facts: facts(), options: only("not-found.absent-guid")})
	r.Causes[0].Where = "header a,b:c%"
	r.Causes[0].Example.Got = "100%\n::error::not ours\r\n ::stop-commands::x"
	got := write(t, report.GitHub{}, r)
	for line := range strings.Lines(got) {
		if !strings.HasPrefix(line, "::error file=") {
			t.Errorf("the target wrote a line: %s", line)
		}
	}
	for _, want := range []string{
		"title=ERA-NF-2 404%3A header a%2Cb%3Ac%25 is 100%25",
		`got 100%25\n::error::not ours\r\n :\x3astop-commands::x`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// GitHub shows ten annotations of a level; the last says how many more.
func TestGitHubOfManyCauses(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: wrongCode, facts: facts(), options: only("not-found.absent-guid")})
	for range 49 {
		r.Causes = append(r.Causes, r.Causes[0])
	}
	got := write(t, report.GitHub{}, r)
	if n := strings.Count(got, "::error "); n != 10 ||
		!strings.Contains(got, "and 41 more errors") {
		t.Errorf("%d annotations: %s", n, got)
	}
}
