package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	stdhtml "html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/result"
)

func TestHTMLShowsAll(t *testing.T) {
	t.Parallel()
	for name, r := range runs(t) {
		if name == "preflight" {
			continue
		}
		got := write(t, html.Writer{}, r)
		text := unescaped(got)
		for _, known := range r.Requirements {
			if !strings.Contains(got, `id="req-`+known.ID+`"`) ||
				!strings.Contains(got, stdhtml.EscapeString(known.Text)) {
				t.Errorf("%s: %s is not shown", name, known.ID)
			}
		}
		for _, c := range r.Cases {
			if !strings.Contains(got, `id="case-`+c.ID+`"`) {
				t.Errorf("%s: %s is not shown", name, c.ID)
			}
			for _, f := range c.Findings {
				if !strings.Contains(text, f.Reproduce) {
					t.Errorf("%s: %s: no curl line for request %d", name, c.ID, f.Instance)
				}
			}
		}
		for _, c := range r.Causes {
			if !strings.Contains(text, c.Verify) {
				t.Errorf("%s: no line repeats %s", name, c.Verify)
			}
		}
		for _, line := range append([]string{r.Identical}, r.Run.Notes...) {
			if !strings.Contains(text, line) {
				t.Errorf("%s: %s is not reported", name, line)
			}
		}
		causes, notes := strings.Index(text, `id="causes"`), strings.Index(text, "<strong>Note:")
		if causes > notes && notes >= 0 {
			t.Errorf("%s: a note is before the causes", name)
		}
	}
}

func unescaped(text string) string { return stdhtml.UnescapeString(text) }

// The page of a run that reached no target says so, and nothing else.
func TestHTMLOfNobody(t *testing.T) {
	t.Parallel()
	got := write(t, html.Writer{},
		unreached(t, "nothing answers at http://127.0.0.1:8765/beta: connection refused"))
	if !strings.Contains(got, "INCONCLUSIVE") ||
		!strings.Contains(got, "connection refused; no request was judged") ||
		strings.Contains(got, "<h2") {
		t.Errorf("got %s", got)
	}
}

// The policy of the file allows the style and the script in it, and nothing else.
func TestHTMLPolicy(t *testing.T) {
	t.Parallel()
	got := write(t, html.Writer{},
		run(t, target{change: hostile, facts: facts(), options: only("not-found.**")}))
	policy := unescaped(
		regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).
			FindStringSubmatch(got)[1],
	)
	for _, element := range []string{"style", "script"} {
		inline := regexp.MustCompile(
			`(?s)<`+element+`>(.*?)</`+element+`>`,
		).FindAllStringSubmatch(got, -1)
		if len(inline) != 1 {
			t.Fatalf("%d of %s", len(inline), element)
		}
		sum := sha256.Sum256([]byte(inline[0][1]))
		if want := element + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"';"; !strings.Contains(policy, want) {
			t.Errorf("no %s in %s", want, policy)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %s", policy)
	}
	for _, loads := range []string{" src=", "@import", "url(", " style="} {
		if strings.Contains(got, loads) {
			t.Errorf("the file holds %q", loads)
		}
	}
}

// A page stays of a size that browsers take, says what it left out, and still shows every
// finding.
func TestHTMLOfMuch(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: wrongCode, facts: facts(), options: only("not-found.absent-guid")})
	content := strings.Repeat("x", 16<<10)
	for i := range r.Cases[0].Exchanges {
		r.Cases[0].Exchanges[i].Response.Content = &result.Content{Text: content, Size: 1 << 20}
	}
	first := r.Cases[0]
	for i := range 999 {
		next := first
		next.Situation = fmt.Sprint("another ", i/2)
		r.Cases = append(r.Cases, next)
	}
	got := write(t, html.Writer{}, r)
	if n := len(got); n > 24<<20 {
		t.Errorf("%d bytes", n)
	}
	for _, want := range []string{
		"[cut: 1048576 bytes in all]", "this exchange is left out here: the JSON report has it",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say: %s", want)
		}
	}
	inFull := strings.Count(got, `class="finding failed"`)
	inBrief := strings.Count(got, `1 finding, as in <a `)
	reported, want := inFull+inBrief, 1000*len(first.Findings)
	if reported != want || inBrief == 0 {
		t.Errorf("%d findings are reported, want %d", reported, want)
	}
}

// The page of a run with fifteen causes is below a megabyte, begins with a line for each cause, and
// has a link to each.
func TestHTMLOfFifteenCauses(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: func(r *http.Request, a *answer) {
		a.header.Del("Request-Id")
		wrongCode(r, a)
		for _, edit := range [][2]string{
			{" not found", " was not found"},
			{`"date"`, `"when"`},
			{`"request-id"`, `"id"`},
			{`"BadRequest"`, `"Bad"`},
			{"Invalid ", "Oops: invalid "},
			{"Unsupported", "Un"},
			{`"client-request-id":`, `"client":7,"x":`},
			{"Action type", "The type"},
		} {
			a.body = bytes.ReplaceAll(a.body, []byte(edit[0]), []byte(edit[1]))
		}
		switch a.status {
		case http.StatusUnauthorized:
			a.status = http.StatusForbidden
		case http.StatusNotFound:
			a.header.Set("Content-Type", "text/html")
		}
	}, facts: facts()})
	got := write(t, html.Writer{}, r)
	if n := len(r.Causes); n < 15 || len(got) > 1<<20 {
		t.Errorf("%d causes, %d bytes", n, len(got))
	}
	first := strings.Index(got, `<section id="causes"`)
	if first < 0 || first != strings.Index(got, "<section ") ||
		strings.Count(got, `<details class="item cause `) != len(r.Causes) ||
		strings.Contains(got[first:], " open>\n<summary><h3>") {
		t.Error("it does not begin with all causes, closed")
	}
	for _, cause := range regexp.MustCompile(`class="item cause [a-z]+" id="([^"]+)"`).
		FindAllStringSubmatch(got, -1) {
		if !strings.Contains(got, `<a href="#`+cause[1]+`">#`) {
			t.Errorf("no link to %s", cause[1])
		}
	}
}

func TestHTMLMarksTheDifference(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: wrongCode, facts: facts(), options: only("not-found.absent-guid")})
	for _, tt := range []struct{ expected, got, want string }{
		{`"task 1 not found"`, `"task 1 was not found"`, `"task 1 <mark>was </mark>not found"`},
		{`"naïve value of it"`, `"naive value of it"`, `"na<mark>i</mark>ve value of it"`},
		{`"NotFound"`, `"Gone"`, `"Gone"`},
		{`404`, `405`, `405`},
		{`"a <b> in it here"`, `"a <i> in it here"`, `"a <<mark>i</mark>> in it here"`},
	} {
		r.Causes[0].Example.Expected, r.Causes[0].Example.Got = tt.expected, tt.got
		if text := unescaped(write(t, html.Writer{}, r)); !strings.Contains(
			text,
			`<dd class="got">`+tt.want+`</dd>`,
		) {
			t.Errorf("%s and %s: not %s", tt.expected, tt.got, tt.want)
		}
	}
}

func TestHTMLTellsWaivers(t *testing.T) {
	t.Parallel()
	got := write(t, html.Writer{}, withWaivers(t))
	for _, want := range []string{
		`<details class="item cause waived"`, `<details class="item cause failed"`,
		`<input type="checkbox" name="state" value="waived" checked>`,
		"waivers.yaml:3", "mocks, until 2027-01-31, https://issues.example/7", "waivers.yaml:9",
		"fails this run",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
}

// A run that was cut short says so before anything else.
func TestCutShortIsTold(t *testing.T) {
	t.Parallel()
	r := run(t, target{facts: facts(), options: only("not-found.absent-guid")})
	r.Run.CutShort = "interrupted after 3 of 12 requests"
	for name, h := range map[string]report.Handler{
		"html": html.Writer{}, "markdown": report.Markdown{}, "sarif": report.SARIF{},
	} {
		if !strings.Contains(write(t, h, r), r.Run.CutShort) {
			t.Errorf("%s does not show it", name)
		}
	}
}
