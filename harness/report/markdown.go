package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// shownInMarkdown is how many rows of a kind a summary shows: hosts cut long
// ones off, and whoever repairs the first runs it again.
const shownInMarkdown = 20

// Markdown is the report as a job summary: what a person reads on the page of
// a CI run, before opening anything.
type Markdown struct {
	// URL is where the HTML report of the run is published; its causes are linked.
	URL string
}

// Write implements Handler.
func (m Markdown) Write(w io.Writer, r *result.Report) error {
	b := &strings.Builder{}
	head := summary.VerdictOf(r)
	signs := map[string]string{result.Passed: "✅", result.Failed: "❌", result.Inconclusive: "⚠️"}
	fmt.Fprintf(b, "### %s toeline: %s\n\n%s\n\n",
		signs[head.State], head.Word, text.Markdown(head.Line))
	document := &r.Run.Document
	judged := strings.Join(append([]string{document.File}, summary.Narrowed(&r.Run)...), ", ")
	fmt.Fprintf(b, "%s · %s%s\n", text.Markdown(r.Run.Subject()), text.Markdown(document.Title),
		text.Markdown(" ("+judged+")"))
	for _, n := range summary.Notices(r, 0) {
		fmt.Fprintf(b, "\n> **%s:** %s\n", n.Label, text.Markdown(n.Text))
	}
	if r.Run.Preflight == "" {
		markdownLevels(b, r)
		m.causes(b, r)
		markdownWaivers(b, r)
		markdownUnproven(b, r)
		markdownReasons(b, r)
	}
	markdownSettings(b, r)
	if m.URL != "" {
		fmt.Fprintf(b, "\n[The whole report](%s)\n", m.URL)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownLevels(b *strings.Builder, r *result.Report) {
	fmt.Fprint(b, "\n| level | passed | failed | waived | untested |\n|---|---|---|---|---|\n")
	for _, level := range summary.Levels(r) {
		name, s := level.Name, level.Totals
		if level.Gating {
			name += ", gating"
		}
		fmt.Fprintf(b, "| %s | %d of %d | %d | %d | %d |\n",
			name, s.Passed, s.All(), s.Failed-s.Waived, s.Waived, s.Untested)
	}
}

// causes lists what fails the run, and folds away what does not.
func (m Markdown) causes(b *strings.Builder, r *result.Report) {
	if r.Identical != "" {
		return
	}
	var failing, warnings []summary.Cause
	for _, c := range summary.Causes(r) {
		switch {
		case c.Fails():
			failing = append(failing, c)
		case c.Waiver == 0:
			warnings = append(warnings, c)
		}
	}
	if len(failing) > 0 {
		fmt.Fprint(b, "\n#### Failed\n")
		m.table(b, r, failing)
		fmt.Fprint(b, "\n<details><summary>Reproduce</summary>\n\n")
		for i, c := range failing {
			if i == shownInMarkdown {
				break
			}
			lines := c.Lines()
			for i := range lines {
				lines[i] = text.Markdown(lines[i])
			}
			fmt.Fprintf(b, "<pre>%s</pre>\n", strings.Join(lines, "\n"))
		}
		fmt.Fprint(b, "\n</details>\n")
	}
	if len(warnings) > 0 {
		fmt.Fprintf(b, "\n<details><summary>%s that %s not fail this run</summary>\n",
			text.Plural(len(warnings), "cause"), does(len(warnings)))
		m.table(b, r, warnings)
		fmt.Fprint(b, "\n</details>\n")
	}
}

func does(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}

func (m Markdown) table(b *strings.Builder, r *result.Report, all []summary.Cause) {
	fmt.Fprint(b, "\n| requirement | level | what | seen |\n|---|---|---|---|\n")
	for i, c := range all {
		if i == shownInMarkdown {
			fmt.Fprintf(b, "| … | | and %s | |\n", text.Plural(len(all)-i, "more cause"))
			return
		}
		demand := ""
		if known, ok := r.Requirement(c.Requirement); ok {
			demand = known.Text
		}
		requirement := text.Markdown(c.Requirement)
		if m.URL != "" {
			requirement = fmt.Sprintf("[%s](%s#%s)", requirement, m.URL, url.PathEscape(c.Anchor))
		}
		fmt.Fprintf(b, "| %s | %s | **%s**<br>%s%s | %s |\n", requirement,
			text.Markdown(c.Level), text.Markdown(c.Title), text.Markdown(demand),
			markdownDifference(&c), text.Markdown(summary.Seen(r, c.Cause)))
	}
}

// markdownDifference is what was expected and what came, where the title does not say all of it.
func markdownDifference(c *summary.Cause) string {
	expected, got := c.Example.Expected, c.Example.Got
	if strings.Contains(c.Title, expected) && strings.Contains(c.Title, got) ||
		strings.HasSuffix(c.Title, " is missing") {
		return ""
	}
	return fmt.Sprintf("<br>expected %s, got %s", text.MarkdownCode(expected),
		text.MarkdownCode(got))
}

func markdownWaivers(b *strings.Builder, r *result.Report) {
	if len(r.Waivers) == 0 {
		return
	}
	fmt.Fprint(b, "\n#### Waivers\n\n"+
		"| waiver | state | what | owner |\n|---|---|---|---|\n")
	for _, w := range summary.Waivers(r) {
		state := string(w.State)
		if w.Fails() {
			state = "**" + state + "**"
		}
		what := w.Reason
		if w.Why != "" {
			what += ": " + w.Why
		}
		fmt.Fprintf(b, "| %s (%s) | %s | %s | %s |\n", text.Markdown(w.About),
			text.Markdown(w.Place()), state, text.Markdown(what), text.Markdown(w.Terms))
	}
}

func markdownUnproven(b *strings.Builder, r *result.Report) {
	groups := summary.UntestedGroups(r)
	if len(groups) == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s untested: this run says nothing about "+
		"them</summary>\n\n", text.Plural(len(summary.GatingUntested(r)), "gating requirement"))
	for _, group := range groups {
		var ids []string
		for _, known := range group.Requirements {
			ids = append(ids, known.ID)
		}
		fmt.Fprintf(b, "- %s: %s\n",
			text.Markdown(strings.Join(ids, ", ")), text.Markdown(text.Some(group.Why, 4)))
	}
	fmt.Fprint(b, "\n</details>\n")
}

// markdownSettings lists the settings and their origins, folded.
func markdownSettings(b *strings.Builder, r *result.Report) {
	if len(r.Run.Settings) == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n",
		text.Plural(len(r.Run.Settings), "setting"))
	for _, line := range summary.Settings(&r.Run, nil) {
		fmt.Fprintf(b, "- %s\n", text.Markdown(line))
	}
	fmt.Fprint(b, "\n</details>\n")
}

func markdownReasons(b *strings.Builder, r *result.Report) {
	for _, verdict := range []string{result.Inconclusive, result.Skipped} {
		groups := summary.ReasonGroups(r, verdict)
		if len(groups) == 0 {
			continue
		}
		count := r.Totals.Cases.Inconclusive
		if verdict == result.Skipped {
			count = r.Totals.Cases.Skipped
		}
		fmt.Fprintf(b, "\n<details><summary>%s %s</summary>\n\n", text.Plural(count, "case"),
			verdict)
		for i, group := range groups {
			if i == shownInMarkdown {
				fmt.Fprintf(b, "- … and for %s\n", text.Plural(len(groups)-i, "more reason"))
				break
			}
			fmt.Fprintf(b, "- %s: %s\n",
				text.Markdown(group.Reason), text.Markdown(text.Some(group.Cases, 4)))
		}
		fmt.Fprint(b, "\n</details>\n")
	}
}
