package text_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/text"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                              "",
		"plain: 日本 é # ## a::b ::1 :: ": "plain: 日本 é # ## a::b ::1 :: ",
		"\x1b[31m\r\n\t\x00":            `\x1b[31m\r\n\t\x00`,
		"\u202e\u2066\ufeff\u200b":      `\u202e\u2066\ufeff\u200b`,
		"\xff":                          `\xff`,
		"\U000e0001":                    `\U000e0001`,
		"##vso[task.setvariable]x":      `#\x23vso[task.setvariable]x`,
		"a ##VSO[x]":                    `a #\x23VSO[x]`,
		"##[error]x":                    `#\x23[error]x`,
		"##teamcity[x]":                 `#\x23teamcity[x]`,
		"###vso[x] ####[x]":             `##\x23vso[x] ###\x23[x]`,
		"::error::x":                    `:\x3aerror::x`,
		"   ::set-output name=x::y":     `   :\x3aset-output name=x::y`,
		"a ::warning::b":                `a :\x3awarning::b`,
		"std::string":                   "std::string",
	} {
		if got := text.Visible(s); got != want {
			t.Errorf("%q became %q, want %q", s, got, want)
		}
		if again := text.Visible(text.Visible(s)); again != want {
			t.Errorf("%q, twice: %q", s, again)
		}
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"a|b `c` *d* _e_ ~f~":         "a&#124;b &#96;c&#96; &#42;d&#42; &#95;e&#95; &#126;f&#126;",
		"<b>&amp;</b> @all #1 \\":     "&lt;b&gt;&amp;amp;&lt;/b&gt; &#64;all &#35;1 &#92;",
		"[x](https://evil.example)":   "&#91;x&#93;(https&#58;//evil.example)",
		"see www.evil.example, WWW.x": "see www&#46;evil.example, WWW&#46;x",
		"##[error]x":                  "&#35;&#92;x23&#91;error&#93;x",
		"a\n# b":                      "a&#92;n&#35; b",
	} {
		if got := text.Markdown(s); got != want {
			t.Errorf("%q became %q, want %q", s, got, want)
		}
	}
	if got := text.MarkdownCode(strings.Repeat("a",
		201)); got != "<code>"+strings.Repeat("a", 200)+"…</code>" {
		t.Errorf("a long text: %q", got)
	}
	if got, want := text.Unlinked("[x](https://a) www.b"),
		`\[x\](https:\x2f/a) www\x2eb`; got != want {
		t.Errorf("unlinked: %q, want %q", got, want)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"plain é", "##vso[x]", "###[x]", "##", "\u202e \U000e0001 \u2028", `##\[x]`, `"##teamcity[`,
	} {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(map[string]string{s: s}); err != nil {
			t.Fatal(err)
		}
		written := text.JSON(b.Bytes())
		var read map[string]string
		if err := json.Unmarshal(written, &read); err != nil || read[s] != s {
			t.Errorf("%q became %s: %v", s, written, err)
		}
		if shown := strings.TrimSuffix(string(written), "\n"); text.Visible(shown) != shown {
			t.Errorf("%q is written as %s", s, written)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                          "",
		"a\nb":                      "a\nb\n",
		"a\tb\r\n\n::error::x\n":    "a\tb\n\n:\\x3aerror::x\n",
		"\t::error::x\n\x1b[2Jy":    "\t:\\x3aerror::x\n\\x1b[2Jy\n",
		"tab\t##[group]x\u202e end": "tab\t#\\x23[group]x\\u202e end\n",
	} {
		var lines, writer strings.Builder
		err := text.Lines(&lines, func(w io.Writer) error {
			_, err := fmt.Fprint(w, s)
			return err
		})
		if err != nil || lines.String() != want {
			t.Errorf("%q became %q, want %q: %v", s, lines.String(), want, err)
		}
		if n, err := io.WriteString(text.Writer(&writer), s); err != nil || n != len(s) ||
			writer.String() != want {
			t.Errorf("a writer made %q of %q: %d, %v", writer.String(), s, n, err)
		}
	}
	var before strings.Builder
	failed := text.Lines(&before, func(w io.Writer) error {
		fmt.Fprintln(w, "before")
		return io.ErrClosedPipe
	})
	if !errors.Is(failed, io.ErrClosedPipe) || before.String() != "before\n" {
		t.Errorf("%v, %q", failed, before.String())
	}
}

// TestLists holds how lists and counts are shortened.
func TestLists(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"1 case":        text.Plural(1, "case"),
		"0 cases":       text.Plural(0, "case"),
		"":              text.AndMore(0),
		" and 3 more":   text.AndMore(3),
		"a, b":          text.Some([]string{"a", "b"}, 2),
		"a and 2 more":  text.Some([]string{"a", "b", "c"}, 1),
		"404 Not Found": text.Status(404),
		"799":           text.Status(799),
		"a b":           text.Line(" a\n\tb "),
		"a\uFFFD\uFFFD": text.Line("a\x1b\xff"),
		"h…":            text.Cut("h\u00e9", 2),
		"h\u00e9":       text.Cut("h\u00e9", 3),
		`a\xff`:         text.Cut("a\xff", 9),
		"\u20ac":        string(text.WholeRunes([]byte("\u20ac\xe2\x82"))),
		"\xff":          string(text.WholeRunes([]byte("\xff"))),
		"one|\\x1btwo|": strings.Join(text.VisibleLines("one\r\n\x1btwo\n"), "|"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	got := text.Line(strings.Repeat("x", 90))
	if len([]rune(got)) != 81 || !strings.HasSuffix(got, "…") {
		t.Errorf("a long line: %q", got)
	}
}
