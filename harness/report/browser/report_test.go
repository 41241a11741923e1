package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// openSome opens what axe is to look at: two entries of each kind and
// state, and in them two exchanges.
const openSome = `(() => {
  const seen = {};
  for (const item of document.querySelectorAll(".item")) {
    const kind = item.className + item.dataset.state;
    seen[kind] = (seen[kind] || 0) + 1;
    if (seen[kind] <= 2) for (const e of [item, ...[...item.querySelectorAll("details")].slice(0, 2)]) e.open = true;
  }
})()`

// TestLooks opens each kind of report in light and dark, wide and on a phone.
func TestLooks(t *testing.T) {
	nobody := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(nobody.Close)
	reports := map[string]string{
		"green": green(t), "red": red(t), "waived": waived(t), "untested": untested(t),
		"hostile": hostile(t, nobody.URL),
	}
	for name, file := range reports {
		for _, scheme := range []string{"light", "dark"} {
			for width, device := range map[int]string{1280: "wide", 390: "phone"} {
				look := name + "-" + scheme + "-" + device
				t.Run(look, func(t *testing.T) {
					tb := open(t, scheme, width)
					tb.load(t, file)
					if got := ask[int](t, tb, `document.documentElement.scrollWidth`); got > width {
						t.Errorf("%d pixels wide on a screen of %d", got, width)
					}
					tb.shoot(t, look)
					tb.do(t, chromedp.Evaluate[chromedp.Void](openSome))
					if device == "wide" { // a phone has the same elements and colours
						tb.axe(t)
					}
					if device == "phone" && scheme == "dark" {
						tb.do(t, chromedp.Click(`[data-open]`))
					}
					if got := ask[int](t, tb, `document.documentElement.scrollWidth`); got > width {
						t.Errorf("open: %d pixels wide on a screen of %d", got, width)
					}
					tb.quiet(t)
				})
			}
		}
	}
}

// TestIsHTML holds the files to the rules of HTML.
func TestIsHTML(t *testing.T) {
	files := []string{
		green(t), red(t), waived(t), untested(t), hostile(t, "http://127.0.0.1:9"), differing(t),
	}
	if out, err := validated(files...); err != nil {
		t.Errorf("%v\n%.3000s", err, out)
	}
	if _, err := validated(write(t,
		"<!doctype html><title>x</title><p><div>lost</p>")); err == nil {
		t.Error("a file that is none passes: this test proves nothing")
	}
}

func validated(files ...string) ([]byte, error) {
	return exec.Command(filepath.Join("node_modules", ".bin", "html-validate"),
		append([]string{"--preset", "standard"}, files...)...).CombinedOutput()
}

// shownItems is how many entries a reader sees, and morePages shows the rest of each long list.
const (
	shownItems = `[...document.querySelectorAll(".item")].filter(e => e.checkVisibility()).length`
	morePages  = `(() => { for (let n = 0; n < 99; n++) {
	  const more = [...document.querySelectorAll(".more")].find(b => b.checkVisibility());
	  if (!more) return;
	  more.click();
	} })()`
)

func TestFilter(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, red(t))
	first := ask[int](t, tb, shownItems)
	tb.do(t, chromedp.Evaluate[chromedp.Void](morePages))
	all := ask[int](t, tb, shownItems)
	if first >= all || first > 200 {
		t.Errorf("of %d entries %d are shown at once", all, first)
	}
	if want := ask[int](t, tb, `document.querySelectorAll(".item").length`); all != want ||
		all < 200 {
		t.Fatalf("%d of %d entries are shown at first", all, want)
	}
	fails := ask[int](t, tb, `document.querySelectorAll(".item[data-state~=fails]").length`)
	for _, step := range []struct {
		name  string
		steps []chromedp.Action[chromedp.Void]
		want  string // an expression
	}{
		{"a word", []chromedp.Action[chromedp.Void]{
			chromedp.SendKeys(`[name=text]`, "not-found.absent-guid"),
		}, `[...document.querySelectorAll(".item")].filter(e => ` +
			`e.textContent.includes("not-found.absent-guid")).length`},
		{"a word of a response", []chromedp.Action[chromedp.Void]{
			chromedp.Click(`[data-reset]`),
			chromedp.SendKeys(`[name=text]`, "InvalidAuthenticationToken"),
		}, `[...document.querySelectorAll(".item")].filter(e => ` +
			`e.textContent.includes("InvalidAuthenticationToken")).length`},
		{"a word that nothing has", []chromedp.Action[chromedp.Void]{
			chromedp.Click(`[data-reset]`), chromedp.SendKeys(`[name=text]`, "no-such-word"),
		}, `0`},
		{
			"reset",
			[]chromedp.Action[chromedp.Void]{chromedp.Click(`[data-reset]`)},
			`document.querySelectorAll(".item").length`,
		},
		{
			"without what holds",
			[]chromedp.Action[chromedp.Void]{chromedp.Click(`[value=holds]`)},
			`document.querySelectorAll(".item:not([data-state=holds])").length`,
		},
		{
			"fails alone",
			[]chromedp.Action[chromedp.Void]{chromedp.Click(`[value=warning]`)},
			`[...document.querySelectorAll(".item")].filter(e => e.dataset.state.split(" ` +
				`").some(s => s !== "holds" && s !== "warning")).length`,
		},
		{"of one level", []chromedp.Action[chromedp.Void]{
			chromedp.Click(`[data-reset]`), chromedp.SendKeys(`[name=level]`, "may"),
		}, `document.querySelectorAll(".item[data-level=may]").length`},
	} {
		tb.do(t, step.steps...)
		got, want := ask[int](t, tb, shownItems), ask[int](t, tb, step.want)
		if got != want || (want == 0) != (step.want == "0") || step.name != "reset" && got >= all {
			t.Errorf("%s: %d entries are shown, want %d of %d", step.name, got, want, all)
		}
		status := ask[string](t, tb, `document.getElementById("shown").textContent`)
		causes := ask[string](t, tb, `(all => all.filter(e => !e.hidden).length + " of " + all.length +
		  " causes")([...document.querySelectorAll(".cause")])`)
		if !strings.HasPrefix(status, causes+", ") {
			t.Errorf("%s: a screen reader reads %q, not %s first", step.name, status, causes)
		}
	}
	if n := ask[int](t, tb, `document.querySelector("label:has([value=fails]) .count").textContent.match(/^\d+ causes?$/) ?
	  document.querySelectorAll(".cause[data-state=fails]").length -
	  parseInt(document.querySelector("label:has([value=fails]) .count").textContent) : -1`); n != 0 {
		t.Error("the filter does not count the causes that fail")
	}
	if fails < 5 || fails >= all {
		t.Errorf("%d of %d entries fail: the run was not what this test needs", fails, all)
	}
	tb.quiet(t)
}

// TestSearchMarks holds that a search marks its hits, and nothing else.
func TestSearchMarks(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, red(t))
	tb.do(t, chromedp.SendKeys(`[name=text]`, "was not"))
	marked := ask[[]string](t, tb, `[...new Set([...(CSS.highlights.get("search") || [])].map(r =>
	  r.toString().toLowerCase()))].sort()`)
	if strings.Join(marked, " ") != "not was" {
		t.Errorf("the search marks %q", marked)
	}
	tb.do(t, chromedp.Click(`[data-reset]`))
	if ask[bool](t, tb, `CSS.highlights.has("search")`) {
		t.Error("after a reset hits are still marked")
	}
	tb.quiet(t)
}

// TestFirstScreen holds that the causes come first, closed and a line each, that nothing is hidden
// below the bar, and that bars begin at one place.
func TestFirstScreen(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, red(t))
	for what, holds := range map[string]string{
		"the causes are the first part": `document.querySelector("main section").id === "causes"`,
		"they are closed":               `!document.querySelector(".cause[open], .about[open]")`,
		"each is a line": `[...document.querySelectorAll(".cause")].every(e =>
		  e.getBoundingClientRect().height < 50)`,
		"their titles say what is wrong": `[...document.querySelectorAll(".cause .text")].some(e =>
		  e.textContent.includes("404: /error/message is"))`,
		"bars begin at one place": `new Set([...document.querySelectorAll(".bar svg")].map(e =>
		  e.getBoundingClientRect().x)).size === 1`,
		"every cause and case has a link": `[...document.querySelectorAll(".cause, .case")].every(e =>
		  e.querySelector("a[href='#" + CSS.escape(e.id).replaceAll("\\", "\\\\") + "']") ||
		  [...e.querySelectorAll("a")].some(a => decodeURIComponent(a.hash) === "#" + e.id))`,
	} {
		if !ask[bool](t, tb, holds) {
			t.Errorf("not so: %s", what)
		}
	}
	for _, id := range []string{"levels", "requirements", "cases"} {
		below := ask[bool](t, tb, `(location.hash = "#`+id+`", new Promise(done => setTimeout(() => done(
		  document.querySelector("#`+id+` h2").getBoundingClientRect().top >=
		  document.getElementById("filter").getBoundingClientRect().bottom), 100)))`)
		if !below {
			t.Errorf("the heading of %s is hidden below the bar", id)
		}
	}
	tb.quiet(t)
}

// TestWrongMember holds that JSON is indented, and the member marked that is wrong.
func TestWrongMember(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, red(t))
	marked := ask[string](t, tb, `[...document.querySelectorAll(".cause")].find(e =>
	  e.textContent.includes("404: /error/message is")).querySelector(".wire mark").textContent`)
	if !strings.HasPrefix(marked, `    "message": "`) {
		t.Errorf("marked is %q", marked)
	}
}

// TestLinks holds that every link leads somewhere, and that one to an entry
// that is closed and hidden opens it.
func TestLinks(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, red(t))
	if lost := ask[[]string](t, tb, `[...document.querySelectorAll("a[href^='#']")].map(a => `+
		`decodeURIComponent(a.hash.slice(1))).filter(id => !document.getElementById(id))`); len(
		lost,
	) > 0 {
		t.Errorf("links that lead nowhere: %q", lost)
	}
	if twice := ask[[]string](t, tb, `(ids => ids.filter((id, i) => ids.indexOf(id) !== `+
		`i))([...document.querySelectorAll("[id]")].map(e => e.id))`); len(twice) > 0 {
		t.Errorf("ids that stand twice: %q", twice)
	}
	tb.do(t, chromedp.Click(`[value=holds]`))
	for _, id := range ask[[]string](t, tb,
		`["case", "requirement"].map(c => document.querySelector(".item[hidden]." + c).id)`) {
		tb.do(t, chromedp.Evaluate[chromedp.Void](`location.hash = "#`+id+`"`),
			chromedp.WaitVisible(`details[open][id="`+id+`"]`))
	}
	if got := ask[string](t, tb, `document.activeElement.tagName`); got != "SUMMARY" {
		t.Errorf("the focus is on %s", got)
	}
	tb.quiet(t)
}

// TestKeyboard goes from the top to an open entry by keys alone.
func TestKeyboard(t *testing.T) {
	tb := open(t, "light", 1280)
	tb.load(t, green(t))
	tb.do(t, chromedp.KeyEvent(kb.Tab))
	if got := ask[string](t, tb, `document.activeElement.className`); got != "to-main" {
		t.Fatalf("the first thing that has the focus is %q", got)
	}
	tb.do(t, chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab))
	if got := ask[string](t, tb, `document.activeElement.tagName`); got != "SUMMARY" {
		t.Fatalf("after the skip link the focus is on %s", got)
	}
	tb.do(t, chromedp.KeyEvent(kb.Enter))
	if !ask[bool](t, tb, `document.activeElement.parentElement.open`) {
		t.Error("Enter does not open an entry")
	}
	if got := ask[string](t, tb,
		`getComputedStyle(document.activeElement).outlineStyle`); got == "none" {
		t.Error("nobody sees where the focus is")
	}
}

// TestWithoutScript holds that all can be read, and that nothing is offered
// that would not work.
func TestWithoutScript(t *testing.T) {
	tb := open(t, "light", 1280)
	call(t, tb, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	tb.load(t, red(t))
	if ask[bool](t, tb,
		`[...document.querySelectorAll("[data-script]")].some(e => e.checkVisibility())`) {
		t.Error("a control is shown that does nothing")
	}
	if got, want := ask[int](t, tb, shownItems),
		ask[int](t, tb, `document.querySelectorAll(".item").length`); got != want || want < 200 {
		t.Errorf("%d of %d entries are shown", got, want)
	}
	tb.do(t, chromedp.Focus(`details.case > summary`), chromedp.KeyEvent(kb.Enter))
	if !ask[bool](t, tb, `document.querySelector("details.case").open`) {
		t.Error("an entry does not open")
	}
	tb.quiet(t)
}

// TestHostile holds that what a target sent is text, and that this test would
// see it if it were more.
func TestHostile(t *testing.T) {
	hits := make(chan string, 100)
	trap := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		hits <- r.URL.Path
	}))
	t.Cleanup(trap.Close)
	tb := open(t, "light", 1280)
	tb.load(t, hostile(t, trap.URL))
	tb.do(t, chromedp.Click(`[data-open]`))
	if got := ask[int](t, tb, `document.querySelectorAll("img, iframe, base, script[src], `+
		`meta[http-equiv=refresh], [onerror]").length`); got > 0 {
		t.Errorf("the target brought %d elements into the page", got)
	}
	if !ask[bool](t, tb,
		`document.body.textContent.includes("onerror=") && !document.title.includes("owned")`) {
		t.Error("what the target sent is not shown as text")
	}
	if ask[bool](t, tb,
		`/[\u0000-\u0008\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent)`) {
		t.Error("characters that turn the writing, or control characters, are in the page")
	}
	tb.quiet(t)
	if n := len(hits); n > 0 {
		t.Errorf("%d requests reached the target's address", n)
	}
}

// mostLoading is how long a browser may take for a very large report.
const mostLoading = 20 * time.Second

// TestLarge holds that a run in which nearly all is wrong can still be used.
func TestLarge(t *testing.T) {
	file := wrong(t)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	tb := open(t, "light", 1280)
	// Other work on the machine need not come between three times.
	var loaded time.Duration
	for range 3 {
		begin := time.Now()
		tb.load(t, file)
		if loaded = time.Since(begin); loaded <= mostLoading {
			break
		}
	}
	findings := ask[int](t, tb, `document.querySelectorAll("dl.finding dt .badge").length +
	  [...document.querySelectorAll(".brief p")].reduce((n, e) =>
	    n + parseInt(e.textContent.match(/(\d+) findings?, as in/)[1]), 0)`)
	took := ask[float64](t, tb, `(() => {
	  const search = document.querySelector("[name=text]");
	  const begin = performance.now();
	  search.value = "innerError";
	  search.dispatchEvent(new Event("input", {bubbles: true}));
	  document.body.offsetHeight;
	  return performance.now() - begin;
	})()`)
	begin := time.Now()
	tb.do(t, chromedp.Click(`[data-reset]`), chromedp.Click(`[data-open]`))
	height := ask[int](t, tb, `document.documentElement.scrollHeight`)
	t.Logf("all open, %d pixels high, after %s", height, time.Since(begin).Round(time.Millisecond))
	t.Logf("%d findings, %d KB: loaded in %s, first search in %.0f ms", findings, info.Size()>>10,
		loaded.Round(time.Millisecond), took)
	if findings < 2000 {
		t.Errorf("%d findings: the run was not what this test needs", findings)
	}
	if info.Size() > 3<<20 || loaded > mostLoading || took > 3000 {
		t.Error("that is too much")
	}
	tb.quiet(t)
}

// TestSees holds that what the other tests look for is found where it is: a
// page that breaks each of their rules.
func TestSees(t *testing.T) {
	hits := make(chan string, 100)
	trap := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		hits <- r.URL.Path
	}))
	t.Cleanup(trap.Close)
	bad := `<!doctype html><title>bad</title><script>console.error("wrong"); throw new ` +
		`Error("worse")</script><p>` + hostileText(trap.URL)
	tb := open(t, "light", 1280)
	tb.load(t, write(t, bad))
	select {
	case <-hits:
	case <-tb.ctx.Done():
		t.Fatal("unescaped, what the hostile target sends calls nobody: TestHostile proves nothing")
	}
	tb.mu.Lock()
	if len(tb.complaints) < 2 || len(tb.requests) == 0 {
		t.Errorf("seen: complaints %q, requests %q", tb.complaints, tb.requests)
	}
	tb.mu.Unlock()

	tb = open(t, "light", 1280)
	tb.load(t, write(t, `<!doctype html><title>bad</title><p style="color:#bbb">pale</p><img `+
		`src="data:,"><button></button>`))
	found := strings.Join(tb.violations(t), "\n")
	for _, rule := range []string{"html-has-lang", "color-contrast", "image-alt", "button-name"} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe does not find %s", rule)
		}
	}
}

func write(t *testing.T, page string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
