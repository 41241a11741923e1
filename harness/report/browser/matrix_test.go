package browser

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// matrix is the HTML of several runs side by side, each as name, exit code and
// arguments of verify.
func matrix(t *testing.T, runs ...[]string) string {
	t.Helper()
	file := newFile(t, "matrix.html")
	dir := filepath.Dir(file)
	args := []string{"matrix", "--report", "html=" + file}
	for _, run := range runs {
		made := filepath.Join(dir, run[0]+".json")
		cmd := exec.Command(toeline,
			append([]string{"verify", "--report", "json=" + made}, run[2:]...)...)
		out, _ := cmd.CombinedOutput()
		if got := string(rune('0' + cmd.ProcessState.ExitCode())); got != run[1] {
			t.Fatalf("toeline verify %v: exit %s, want %s\n%s", run[2:], got, run[1], out)
		}
		args = append(args, run[0]+"="+made)
	}
	if out, err := exec.Command(toeline, args...).CombinedOutput(); err != nil {
		t.Fatalf("toeline %v: %v\n%s", args, err, out)
	}
	return file
}

// differing is a mock that differs from a tenant, and a ring of which only a
// part was seen.
func differing(t *testing.T) string {
	return once("differing", func() string { return mockAndTenant(t) })
}

func mockAndTenant(t *testing.T) string {
	mock := serve(t, unchanged, "--defect", "message/absent-period-added")
	return matrix(t, []string{"mock", "1", "--target", mock}, []string{"tenant", "0"},
		[]string{"ring", "0", "--only", "not-found.**"})
}

func TestMatrixLooks(t *testing.T) {
	file := differing(t)
	for _, scheme := range []string{"light", "dark"} {
		for width, device := range map[int]string{1280: "wide", 390: "phone"} {
			look := "matrix-" + scheme + "-" + device
			t.Run(look, func(t *testing.T) {
				tb := open(t, scheme, width)
				tb.load(t, file)
				tb.shoot(t, look)
				tb.do(t, chromedp.Click(`[data-open]`))
				if got := ask[int](t, tb, `document.documentElement.scrollWidth`); got > width {
					t.Errorf("%d pixels wide on a screen of %d", got, width)
				}
				if left := ask[float64](t, tb, `document.querySelector("tr.item td")`+
					`.getBoundingClientRect().left`); left > float64(width)*2/3 {
					t.Errorf("the first status begins at %.0f of %d pixels", left, width)
				}
				if device == "wide" { // a phone has the same elements and colours
					tb.axe(t)
				}
				tb.quiet(t)
			})
		}
	}
}

func TestMatrixTells(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, differing(t))
	if got := ask[string](
		t, tb, `document.querySelector("details[open][data-state=differs] dl").textContent`,
	); !strings.Contains(got, "tenant, ring conform to it; mock breaks it") {
		t.Errorf("the difference reads %q", got)
	}
	if lost := ask[[]string](t, tb, `[...document.querySelectorAll("a[href^='#']")].map(a => `+
		`decodeURIComponent(a.hash.slice(1))).filter(id => !document.getElementById(id))`); len(
		lost,
	) > 0 {
		t.Errorf("links that lead nowhere: %q", lost)
	}
	rows := ask[int](t, tb, `document.querySelectorAll("tr.item").length`)
	tb.do(t, chromedp.Click(`[value=kept]`), chromedp.Click(`[value=notSeen]`))
	left := ask[int](t, tb,
		`[...document.querySelectorAll("tr.item")].filter(e => e.checkVisibility()).length`)
	if rows < 20 || left != 1 {
		t.Errorf("of %d rows the filter leaves %d, want the one that differs", rows, left)
	}
	tb.quiet(t)
}
