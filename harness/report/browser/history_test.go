package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// history is the page of runs of two contracts, more of one than columns of words would have room
// for, and of a file that is not a report.
func history(t *testing.T) string { return once("history", func() string { return manyRuns(t) }) }

func manyRuns(t *testing.T) string {
	t.Helper()
	dir := filepath.Dir(newFile(t, "reports"))
	save := func(name, code string, args ...string) {
		file := filepath.Join(dir, name+".json")
		cmd := exec.Command(toeline, append([]string{"verify", "--report", "json=" + file},
			args...)...)
		out, _ := cmd.CombinedOutput()
		if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != code {
			t.Fatalf("toeline verify %v: exit %s, want %s\n%s", args, got, code, out)
		}
	}
	wrong := serve(t, spoil)
	for i := range 7 {
		save("green"+strconv.Itoa(i), "0")
		time.Sleep(2 * time.Millisecond) // runs are in the order of their beginnings
		save("red"+strconv.Itoa(i), "1", "--target", wrong)
	}
	save("other", "0", "--document", "close-ediscovery-case", "--only", "not-found.**",
		"--target", serve(t, unchanged))
	if err := os.WriteFile(filepath.Join(dir, "cut.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	file := newFile(t, "history.html")
	if out, err := exec.Command(toeline, "history", dir, "--report", "html="+file).
		CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// TestHistoryLooks holds that the latest of many runs is in sight where it is read on a desk, and
// that a phone has all of it.
func TestHistoryLooks(t *testing.T) {
	file := history(t)
	for _, scheme := range []string{"light", "dark"} {
		for width, device := range map[int]string{1280: "wide", 390: "phone"} {
			look := "history-" + scheme + "-" + device
			t.Run(look, func(t *testing.T) {
				tb := open(t, scheme, width)
				tb.load(t, file)
				tb.shoot(t, look)
				if got := ask[int](t, tb, `document.documentElement.scrollWidth`); got > width {
					t.Errorf("%d pixels wide on a screen of %d", got, width)
				}
				if device == "wide" {
					if right := ask[float64](t, tb, `Math.max(...[...document.querySelectorAll(
					  "tr.item .mark")].map(e => e.getBoundingClientRect().right))`); right > 1280 {
						t.Errorf("the latest run is at %.0f of 1280 pixels", right)
					}
					tb.axe(t)
				}
				tb.quiet(t)
			})
		}
	}
}

// TestHistoryTells holds that each row has a sign for each run of its contract, which says what it
// is, that a filter leaves the rows of a state, and that what was not read is named.
func TestHistoryTells(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, history(t))
	for what, holds := range map[string]string{
		"a sign for each run": `[...document.querySelectorAll("tr.item")].every(e =>
		  e.querySelectorAll(".mark").length === 14)`,
		"signs say what they are": `[...document.querySelectorAll("tr.item .mark.failed")].every(e =>
		  /^run \d+: failed$/.test(e.title) && e.textContent === "F")`,
		"two contracts": `document.querySelectorAll("section[id^=runs-]").length === 2`,
		"what was not read is named": `document.querySelector(".notice").textContent.includes(
		  "cut.json")`,
	} {
		if !ask[bool](t, tb, holds) {
			t.Errorf("not so: %s", what)
		}
	}
	tb.do(t, chromedp.Click(`[value=flaky]`))
	if n := ask[int](t, tb, `[...document.querySelectorAll("tr.item[data-state=flaky]")].filter(
	  e => e.checkVisibility()).length`); n > 0 {
		t.Errorf("%d flaky requirements are shown that were filtered out", n)
	}
	tb.quiet(t)
}
