package report

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/result"
)

// shownInMarkdown is how many rows of a kind a summary shows: hosts cut long
// ones off, and who mends the first runs it again.
const shownInMarkdown = 20

// Markdown is the report as a job summary: what a person reads on the page of
// a CI run, before opening anything.
type Markdown struct{}

// Write implements Handler.
func (Markdown) Write(w io.Writer, r *result.Report) error {
	b := &strings.Builder{}
	head := newVerdict(r)
	fmt.Fprintf(b, "### %s toeline: %s\n\n%s\n\n", map[string]string{result.Passed: "✅", result.Failed: "❌", result.Inconclusive: "⚠️"}[head.State], head.Word, MarkdownText(head.Line))
	fmt.Fprintf(b, "%s · %s%s\n", MarkdownText(r.Run.Subject()), MarkdownText(r.Run.Document.Title), MarkdownText(" ("+strings.Join(append([]string{r.Run.Document.File}, narrowed(&r.Run)...), ", ")+")"))
	for _, n := range notices(r) {
		fmt.Fprintf(b, "\n> **%s:** %s\n", n.Label, MarkdownText(n.Text))
	}
	if r.Run.Preflight == "" {
		markdownLevels(b, r)
		markdownCauses(b, r)
		markdownWaivers(b, r)
		markdownUnproven(b, r)
		markdownReasons(b, r)
	}
	markdownSettings(b, r)
	_, err := io.WriteString(w, b.String())
	return err
}

// MarkdownText is a text in Markdown, in a table too: what a target sent ends
// no cell, begins no markup and mentions nobody.
func MarkdownText(text string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;",
		"[", "&#91;", "]", "&#93;", "@", "&#64;", "#", "&#35;", "~", "&#126;", "\\", "&#92;",
	).Replace(visible(text))
}

// MarkdownCode is the beginning of a text in a code element, in which no
// markup is read.
func MarkdownCode(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return "<code>" + MarkdownText(text) + "</code>"
}

func markdownLevels(b *strings.Builder, r *result.Report) {
	fmt.Fprint(b, "\n| level | passed | broken | waived | untested |\n|---|---|---|---|---|\n")
	for _, level := range levelTallies(r) {
		name, s := level.name, level.standings
		if level.gating {
			name += ", gating"
		}
		fmt.Fprintf(b, "| %s | %d of %d | %d | %d | %d |\n", name, s.Passed, s.All(), s.Failed-s.Waived, s.Waived, s.Untested)
	}
}

// markdownCauses tells what fails the run, and folds away what does not.
func markdownCauses(b *strings.Builder, r *result.Report) {
	if r.Identical != "" {
		return
	}
	var failing, noted []*result.Cause
	for i := range r.Causes {
		switch c := &r.Causes[i]; {
		case c.Fails():
			failing = append(failing, c)
		case c.Waiver == 0:
			noted = append(noted, c)
		}
	}
	if len(failing) > 0 {
		fmt.Fprint(b, "\n#### Broken\n")
		markdownTable(b, r, failing)
		fmt.Fprint(b, "\n<details><summary>See it again</summary>\n\n")
		for i, c := range failing {
			if i == shownInMarkdown {
				break
			}
			lines := c.Lines()
			for i := range lines {
				lines[i] = MarkdownText(lines[i])
			}
			fmt.Fprintf(b, "<pre>%s</pre>\n", strings.Join(lines, "\n"))
		}
		fmt.Fprint(b, "\n</details>\n")
	}
	if len(noted) > 0 {
		fmt.Fprintf(b, "\n<details><summary>%s that %s not fail this run</summary>\n", plural(len(noted), "cause"), does(len(noted)))
		markdownTable(b, r, noted)
		fmt.Fprint(b, "\n</details>\n")
	}
}

func does(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}

func markdownTable(b *strings.Builder, r *result.Report, all []*result.Cause) {
	fmt.Fprint(b, "\n| requirement | level | what | seen |\n|---|---|---|---|\n")
	for i, c := range all {
		if i == shownInMarkdown {
			fmt.Fprintf(b, "| … | | and %s | |\n", plural(len(all)-i, "more cause"))
			return
		}
		text := ""
		if known, ok := r.Requirement(c.Requirement); ok {
			text = known.Text
		}
		fmt.Fprintf(b, "| %s | %s | %s<br>%s: %s, expected %s, got %s | %s |\n", MarkdownText(c.Requirement), MarkdownText(c.Level), MarkdownText(text),
			MarkdownCode(c.Where), MarkdownText(c.Reason), MarkdownCode(c.Example.Expected), MarkdownCode(c.Example.Got), MarkdownText(seen(r, c)))
	}
}

func markdownWaivers(b *strings.Builder, r *result.Report) {
	if len(r.Waivers) == 0 {
		return
	}
	fmt.Fprint(b, "\n#### Waivers\n\n| waiver | state | what | owner |\n|---|---|---|---|\n")
	for _, w := range toldWaivers(r) {
		state := string(w.State)
		if w.Fails() {
			state = "**" + state + "**"
		}
		what := w.Reason
		if w.Why != "" {
			what += ": " + w.Why
		}
		fmt.Fprintf(b, "| %s (%s) | %s | %s | %s |\n", MarkdownText(w.About), MarkdownText(w.Place()), state, MarkdownText(what), MarkdownText(w.Terms))
	}
}

func markdownUnproven(b *strings.Builder, r *result.Report) {
	groups := unprovenGroups(r)
	if len(groups) == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s untested: this run says nothing about them</summary>\n\n", plural(len(gatingUntested(r)), "gating requirement"))
	for _, group := range groups {
		var ids []string
		for _, known := range group.Requirements {
			ids = append(ids, known.ID)
		}
		fmt.Fprintf(b, "- %s: %s\n", MarkdownText(strings.Join(ids, ", ")), MarkdownText(some(group.Why, 4)))
	}
	fmt.Fprint(b, "\n</details>\n")
}

// markdownSettings folds away what was set, and where.
func markdownSettings(b *strings.Builder, r *result.Report) {
	if len(r.Run.Settings) == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n", plural(len(r.Run.Settings), "setting"))
	for _, text := range settingTexts(&r.Run, anySetting) {
		fmt.Fprintf(b, "- %s\n", MarkdownText(text))
	}
	fmt.Fprint(b, "\n</details>\n")
}

func markdownReasons(b *strings.Builder, r *result.Report) {
	for _, verdict := range []string{result.Inconclusive, result.Skipped} {
		groups := reasonGroups(r, verdict)
		if len(groups) == 0 {
			continue
		}
		count := map[string]int{result.Inconclusive: r.Totals.Cases.Inconclusive, result.Skipped: r.Totals.Cases.Skipped}[verdict]
		word := map[string]string{result.Inconclusive: "inconclusive", result.Skipped: "skipped"}[verdict]
		fmt.Fprintf(b, "\n<details><summary>%s %s</summary>\n\n", plural(count, "case"), word)
		for i, group := range groups {
			if i == shownInMarkdown {
				fmt.Fprintf(b, "- … and for %s\n", plural(len(groups)-i, "more reason"))
				break
			}
			fmt.Fprintf(b, "- %s: %s\n", MarkdownText(group.Reason), MarkdownText(some(group.Cases, 4)))
		}
		fmt.Fprint(b, "\n</details>\n")
	}
}
