package report_test

import (
	"bytes"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// facts are those of a run against a server that was started by hand.
func facts() invoked {
	return invoked{
		Version:    "1.2.3",
		Invocation: result.Invocation{Target: "http://127.0.0.1:8765/beta"},
	}
}

// hostile spoils an answer with what terminals, logs and XML files trip over.
func hostile(r *http.Request, a *answer) {
	if a.status != http.StatusNotFound {
		return
	}
	a.header.Set("X-Evil", "\xff \u009b2J \u202efdp")
	if strings.Contains(r.URL.Path, "microsoft.graph") {
		a.header.Set("X-Worse", "\x1b[31mred\x1b[0m") // not even HTTP
	}
	a.body = []byte(
		"{\"error\":\"\x1b]0;owned\a\x1b[2J\u202eexe.txt\x00\xff\ufffe \r\nFAIL  not ours]]>\"}",
	)
}

// throttled answers one situation with a request to come back much later.
func throttled(_ *http.Request, a *answer) {
	if a.status == http.StatusNotFound {
		a.status = http.StatusServiceUnavailable
		a.header.Set("Retry-After", "86400")
		a.body = nil
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		name  string
		in    target
		page  page.Options
		lines int // at most; 0: any
	}{
		{name: "green.txt", in: target{facts: invoked{Version: "1.2.3"}}, lines: 25},
		{
			name: "red.txt",
			in: target{
				change:  wrongCode,
				facts:   facts(),
				options: only("not-found.absent-guid", "unsupported-action.**"),
			},
		},
		{
			name: "red-narrow-color.txt",
			in: target{
				change:  wrongCode,
				facts:   facts(),
				options: only("not-found.absent-guid"),
			},
			page: page.Options{Color: true, Width: 60},
		},
		{
			name: "hostile.txt",
			in: target{
				change:  hostile,
				facts:   facts(),
				options: only("not-found.absent-guid", "qualified-path.absent-guid"),
			},
		},
		{
			name: "inconclusive.txt",
			in: target{
				change:  throttled,
				facts:   facts(),
				options: func(o *verify.Config) { o.Concurrency = 1 },
			},
		},
		{
			name: "warnings.txt",
			in: target{
				change:  func(_ *http.Request, a *answer) { a.header.Del("Request-Id") },
				facts:   facts(),
				options: only("not-found.**"),
			},
		},
		{
			name: "alike.txt",
			in: target{
				change: func(_ *http.Request, a *answer) {
					*a = answer{http.StatusTeapot, http.Header{}, []byte("{}")}
				},
				facts: facts(),
			},
		},
		{name: "untested.txt", in: target{facts: facts(), options: func(o *verify.Config) {
			o.Fixtures = &fixtures.Set{File: "nothing.yaml"}
		}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := write(t, text.Writer{Options: tt.page}, normal(t, run(t, tt.in)))
			golden.File(t, filepath.Join("testdata", tt.name), got)
			if n := strings.Count(got, "\n"); tt.lines > 0 && n > tt.lines {
				t.Errorf("%d lines, want at most %d", n, tt.lines)
			}
		})
	}
}

func TestTextOfNobody(t *testing.T) {
	t.Parallel()
	r := unreached(t, "nothing answers at http://127.0.0.1:8765/beta: connection refused")
	golden.File(t, filepath.Join("testdata", "preflight.txt"), write(t, text.Writer{}, r))
	if r.Run.ExitCode != result.ExitInconclusive {
		t.Errorf("exit code %d", r.Run.ExitCode)
	}
}

// The report of a target with fifty causes begins with a line for each, has the first ten in full,
// and shows an exchange once.
func TestTextOfManyCauses(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: wrongCode, facts: facts(), options: only("not-found.absent-guid")})
	for i := range 49 {
		c := r.Causes[0]
		c.Where, c.Requests = fmt.Sprintf("/error/code%d", i), 100+i
		r.Causes = append(r.Causes, c)
	}
	got := write(t, text.Writer{}, r)
	list, inFull, _ := strings.Cut(got, "\n\n 1  ")
	for i := range 49 { // the one that most requests show comes first
		line := fmt.Sprintf("\n  %2d  404: /error/code%d is ", i+1, 48-i)
		if strings.Count(list, line) != 1 {
			t.Errorf("the list has no %q", line)
		}
	}
	for what, want := range map[string]int{
		"\n    expected ": 10, "\n    exchange    as of 1 above": 9, "curl ": 1, "    > POST": 1,
		"The first 10 are shown in full; -v shows all.": 1,
	} {
		if n := strings.Count(inFull, what); n != want {
			t.Errorf("%q is shown %d times, want %d", what, n, want)
		}
	}
	verbose := write(t, text.Writer{Verbose: true}, r)
	if n := strings.Count(verbose, "\n    expected "); n != 50 {
		t.Errorf("-v shows %d causes in full, want 50", n)
	}
}

// Header fields that say nothing about a finding are left out, and the last line is one line.
func TestTextLeavesOut(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: func(_ *http.Request, a *answer) {
		a.header.Set("X-Served-By", "node 7")
		a.header.Set("Request-Id", "no guid")
	}, facts: facts(), options: func(c *verify.Config) {
		c.Only, c.Strict = []string{"not-found.**"}, true
	}})
	short, long := write(t, text.Writer{}, r), write(t, text.Writer{Verbose: true}, r)
	for field, inShort := range map[string]bool{
		"! Request-Id: no guid": true, "< Content-Type: ": true, "> Authorization: ": true,
		"< X-Served-By: node 7": false, "< Date: ": false, "> User-Agent: ": false,
	} {
		if strings.Contains(short, field) != inShort || !strings.Contains(long, field) {
			t.Errorf("%s: shown %t, with -v %t", field, strings.Contains(short, field),
				strings.Contains(long, field))
		}
	}
	r.Causes[0].Where, r.Causes[0].Example.Where = "/error/code", "/error/code"
	const marked = "\n    < {\n    <   \"error\": {\n    !     \"code\": "
	if of := write(t, text.Writer{}, r); !strings.Contains(of, marked) {
		t.Errorf("not %q in\n%s", marked, of)
	}
	summary := write(t, text.Writer{Summary: true, Options: page.Options{Width: 40}}, r)
	if strings.Count(summary, "\n") != 1 || !strings.HasPrefix(summary, "FAIL  ") ||
		!strings.HasSuffix(short, "\n"+summary) {
		t.Errorf("the last line is %q", summary)
	}
}

// On a terminal the marked difference is coloured; elsewhere it is underlined.
func TestTextMarksTheDifference(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: func(_ *http.Request, a *answer) {
		a.body = bytes.ReplaceAll(a.body, []byte(" not found"), []byte(" was not found"))
	}, facts: facts(), options: only("not-found.absent-guid")})
	color := write(t, text.Writer{Options: page.Options{Color: true}}, r)
	if !strings.Contains(color, " \x1b[31;1mwas \x1b[0mnot found") ||
		strings.Contains(color, "^^^^") {
		t.Error(color)
	}
	lines := strings.Split(write(t, text.Writer{}, r), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "    got ") })
	if at < 0 || strings.Index(lines[at], "was not found") != strings.Index(lines[at+1], "^^^^") {
		t.Error(strings.Join(lines, "\n"))
	}
}

// Whatever a target sends, a terminal only ever shows it.
func TestTextIsHarmless(t *testing.T) {
	t.Parallel()
	r := run(t,
		target{
			change: hostile, facts: facts(),
			options: only("not-found.**", "qualified-path.absent-guid"),
		})
	for format, text := range map[string]string{
		"text": write(t, text.Writer{}, r), "junit": write(t, report.JUnit{}, r),
		"html":     write(t, html.Writer{}, r),
		"markdown": write(t, report.Markdown{}, r), "github": write(t, report.GitHub{}, r),
		"sarif": write(t, report.SARIF{}, r),
	} {
		if !utf8.ValidString(text) {
			t.Errorf("%s: no UTF-8", format)
		}
		for _, c := range text {
			if c != '\n' && !unicode.IsPrint(c) {
				t.Errorf("%s: holds %U", format, c)
			}
		}
		if format != "html" && strings.Contains(text, "\nFAIL  not ours") {
			t.Errorf("%s: the target wrote a verdict", format)
		}
	}
}

func TestNoSecretInAnyFormat(t *testing.T) {
	t.Parallel()
	const token, key = "s3cret-token-of-the-user", "k3y-of-the-gateway"
	r := run(t, target{
		token: token, headers: []result.Field{{Name: "X-Gateway-Key", Value: key}},
		change: func(r *http.Request, a *answer) {
			a.body = append(a.body, fmt.Sprint(r.Header)...)
			a.header.Set("X-Echo", r.Header.Get("X-Gateway-Key"))
		},
		facts: invoked{
			Invocation: result.Invocation{
				Target: "http://127.0.0.1:8765/beta?" + token,
				Variables: result.Variables{
					TokenEnv:  "MY_TOKEN",
					HeaderEnv: map[string]string{"X-Gateway-Key": "GATEWAY_KEY"},
				},
			},
		},
		options: only("not-found.**"),
	})
	for _, format := range report.Formats() {
		h, err := report.For(format)
		if err != nil {
			t.Fatal(err)
		}
		text := write(t, h, r)
		if strings.Contains(text, token) || strings.Contains(text, key) {
			t.Errorf("%s shows a secret", format)
		}
		if len(r.Causes) == 0 {
			t.Fatal("nothing was found")
		}
	}
	for _, want := range []string{
		`-H 'Authorization: Bearer '"$MY_TOKEN"`, `-H 'X-Gateway-Key: '"$GATEWAY_KEY"`,
	} {
		if got := r.Causes[0].Example.Reproduce; !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if got, want := r.Causes[0].Verify, "toeline verify --target "+
		"'http://127.0.0.1:8765/beta?[redacted]' --token-env MY_TOKEN --header-env "+
		"X-Gateway-Key=GATEWAY_KEY --only "; !strings.HasPrefix(got, want) {
		t.Errorf("got %s\nwant %s…", got, want)
	}
}
