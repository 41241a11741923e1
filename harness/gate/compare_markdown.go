package gate

import (
	"fmt"
	"io"
	"strings"

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
		word = fmt.Sprintf("❌ %s got worse", plural(c.Failing, "thing"))
	}
	fmt.Fprintf(&b, "### toeline: %s\n\n%s.\n", word, cell(c.Summary()))
	for _, note := range c.Notes {
		fmt.Fprintf(&b, "\n> %s\n", cell(note))
	}
	for _, kind := range Kinds() {
		c.markdown(&b, kind)
	}
	fmt.Fprintf(&b, "\n<sub>old: %s, %s, %s · new: %s, %s, %s</sub>\n",
		cell(c.Old.File), cell(c.Old.Target), c.Old.Started.UTC().Format("2006-01-02 15:04"),
		cell(c.New.File), cell(c.New.Target), c.New.Started.UTC().Format("2006-01-02 15:04"))
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
		what := cell(change.Text)
		switch kind {
		case Broken:
			what += fmt.Sprintf("<br>%s, expected %s, got %s", code(change.Where), code(change.Expected), code(change.Got))
		case Unproven:
			what += "<br>" + cell(change.New)
		case Reworded:
			what = fmt.Sprintf("%s<br>was: %s", cell(change.New), cell(change.Old))
		}
		cases := ""
		if len(change.Cases) > 0 {
			cases = fmt.Sprintf("%d: %s", len(change.Cases), cell(report.Some(change.Cases, 4)))
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", cell(change.Requirement), cell(change.Level+change.mark()), what, cases)
	}
}

// cell is a text in a table: what a target sent ends no cell, begins no markup
// and mentions nobody.
func cell(text string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;",
		"[", "&#91;", "]", "&#93;", "@", "&#64;", "#", "&#35;", "~", "&#126;", "\\", "&#92;",
	).Replace(report.Visible(text))
}

// code is a text in a code element, in which no markup is read.
func code(text string) string { return "<code>" + cell(clip(text)) + "</code>" }

func clip(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
