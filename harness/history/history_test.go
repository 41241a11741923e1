package history_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/history"
	pages "example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// run is a report in which requirements have the statuses of a word: . passed, F failed, w waived,
// ? untested, and a space for one that it did not judge.
func run(day int, statuses string) history.Entry {
	r := &result.Report{Run: result.Run{
		Target: "http://mock/\x1b[2J", Started: time.Date(2026, 1, day, 3, 4, 5, 0, time.UTC),
		Document: result.Document{Title: "Orders <b>"},
	}}
	for i, c := range statuses {
		known := result.Requirement{
			ID:    fmt.Sprintf("R-%d", i),
			Level: "must",
			Text:  "A <i> rule.",
		}
		switch c {
		case ' ':
			continue
		case '.':
			known.Status = result.Passed
		case '?':
			known.Status = result.Untested
		case 'w':
			known.Waived, known.Status = true, result.Failed
		default:
			known.Status = result.Failed
		}
		r.Requirements = append(r.Requirements, known)
	}
	return history.Entry{File: fmt.Sprintf("%d.json", day), Report: r}
}

// example has, in an order that is not that of time, runs in which R-0 fails since the third, R-1
// is flaky, R-2 is fixed, R-3 never fails, R-4 fails waived, and R-5 is new and fails in all.
func example() *history.History {
	return history.Of([]history.Entry{
		run(4, "FF..wF"), run(1, "..F.w "), run(2, ".FF.w "), run(3, "F..?wF"),
	})
}

func TestHistoryText(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := example().WriteText(&b, pages.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\n  R-0  must    ..FF  fails since 2026-01-03 03:04, failed in 2 of 4\n",
		"\n  R-1  must    .F.F  flaky, fails now, failed in 2 of 4\n",
		"\n  R-2  must    FF..  fixed, failed in 2 of 4\n",
		"\n  R-4  must    wwww  fails in all, failed in 4 of 4\n",
		"\n  R-5  must      FF  fails in all, failed in 2 of 2\n",
		"\n    1  2026-01-01 03:04  exit 0  2 failed  1.json  http://mock/\\x1b[2J\n",
		"\n4 runs: of 6 requirements 3 fail now, 1 is flaky, 1 is fixed, 1 never failed\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "R-3") || strings.Index(b.String(), "R-1") <
		strings.Index(b.String(), "R-5") {
		t.Errorf("the order is wrong:\n%s", b.String())
	}
}

func TestHistoryHTML(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := example().WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	for want, n := range map[string]int{
		`data-state="fails"`: 3, `data-state="flaky"`: 1, `data-state="fixed"`: 1,
		`<span class="count">3 requirements</span>`: 1, `<strong>FAILING</strong>`: 1,
		`<span class="mark failed" role="img" title="run 4: failed"`: 3,
		`title="run 1: not judged"`:                                  1, `Orders &lt;b&gt;`: 4,
		`<b>`: 0, `<i>`: 0, "\x1b": 0, "1.json": 1,
	} {
		if got := strings.Count(b.String(), want); got != n {
			t.Errorf("%q is there %d times, want %d", want, got, n)
		}
	}
}

// Requirements of one name are not the same ones in two contracts, and a file that cannot be read
// is named.
func TestSeveralContracts(t *testing.T) {
	t.Parallel()
	other := func(day int, statuses string) history.Entry {
		e := run(day, statuses)
		e.Report.Run.Document.Title = "Invoices"
		return e
	}
	h := history.Of([]history.Entry{run(1, "F"), other(2, "."), run(3, "F"), other(4, "F")})
	h.Unread = []string{"5.json: it is not JSON <b>"}
	var b, page strings.Builder
	if err := errors.Join(h.WriteText(&b, pages.Options{}), h.WriteHTML(&page)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"History of reports  Orders <b>, Invoices\n", "\nCONTRACT  Orders <b>\n",
		"\n  R-0  must    FF  fails in all, failed in 2 of 2\n", "\nCONTRACT  Invoices\n",
		"\n  R-0  must    .F  fails since 2026-01-04 03:04, failed in 1 of 2\n",
		"\nNOT READ  5.json: it is not JSON <b>\n",
		"\n4 runs of 2 contracts: of 2 requirements 2 fail now, 0 are flaky, 0 are fixed, ",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	for want, n := range map[string]int{
		"by runs <small>Invoices</small>": 1, `data-state="fails"`: 2, "JSON &lt;b&gt;": 1,
		`id="requirements-2"`: 1,
	} {
		if got := strings.Count(page.String(), want); got != n {
			t.Errorf("%q is there %d times, want %d", want, got, n)
		}
	}
}

// A long history shows the latest runs, and counts all.
func TestLongHistory(t *testing.T) {
	t.Parallel()
	var all []history.Entry
	for i := range 100 {
		all = append(all, run(i+1, map[bool]string{true: "F", false: "."}[i == 0]))
	}
	var b strings.Builder
	if err := history.Of(all).WriteText(&b, pages.Options{}); err != nil {
		t.Fatal(err)
	}
	want := "R-0  must    " + strings.Repeat(".", 60) + "  fixed, failed in 1 of 100\n"
	if got := b.String(); !strings.Contains(got, want) ||
		!strings.Contains(got, "latest 60 of 100 runs") {
		t.Error(got)
	}
}
