package gate

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// shownInMarkdown is how many changes of a kind a comment shows: hosts cut
// comments off, and who mends the first runs it again.
const shownInMarkdown = 20

// WriteMarkdown writes the comparison as a comment of a pull request.
func (c *Comparison) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	word := "✅ nothing got worse"
	if c.Failing > 0 {
		word = fmt.Sprintf("❌ %s got worse", plan.Plural(c.Failing, "thing"))
	}
	fmt.Fprintf(&b, "### toeline: %s\n\n%s.\n", word, report.MarkdownText(c.Summary()))
	for _, note := range c.Notes {
		fmt.Fprintf(&b, "\n> %s\n", report.MarkdownText(note))
	}
	for _, kind := range Kinds() {
		c.markdown(&b, kind)
	}
	fmt.Fprintf(&b, "\n<sub>old: %s, %s, %s · new: %s, %s, %s</sub>\n",
		report.MarkdownText(c.Old.File), report.MarkdownText(c.Old.Target), c.Old.Started.UTC().Format("2006-01-02 15:04"),
		report.MarkdownText(c.New.File), report.MarkdownText(c.New.Target), c.New.Started.UTC().Format("2006-01-02 15:04"))
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *Comparison) markdown(b *strings.Builder, kind Kind) {
	all := c.of(kind)
	if len(all) == 0 {
		return
	}
	title := strings.ToUpper(titles[kind].about[:1]) + titles[kind].about[1:]
	fmt.Fprintf(b, "\n#### %s\n\n| requirement | level | what | cases |\n|---|---|---|---|\n", title)
	for i, change := range all {
		if i == shownInMarkdown {
			fmt.Fprintf(b, "| … | | and %d more | |\n", len(all)-i)
			return
		}
		what := report.MarkdownText(change.Text)
		switch kind {
		case Broken:
			what += fmt.Sprintf("<br>%s, expected %s, got %s", report.MarkdownCode(change.Where), report.MarkdownCode(change.Expected), report.MarkdownCode(change.Got))
		case Unproven:
			what += "<br>" + report.MarkdownText(change.New)
		case Reworded:
			what = fmt.Sprintf("%s<br>was: %s", report.MarkdownText(change.New), report.MarkdownText(change.Old))
		}
		cases := ""
		if len(change.Cases) > 0 {
			cases = fmt.Sprintf("%d: %s", len(change.Cases), report.MarkdownText(report.Some(change.Cases, 4)))
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", report.MarkdownText(change.Requirement), report.MarkdownText(change.Level+change.mark()), what, cases)
	}
}
