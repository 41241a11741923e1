package text

import (
	"fmt"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// shownWarnings is how many causes that do not fail the run the list has.
const shownWarnings = 10

// lists writes a line for each cause: those that fail the run, then those that do not.
func (p writer) lists(r *result.Report, gating, other []summary.Cause) {
	if len(gating) > 0 {
		p.Heading(page.Red, "FAILED", failedSummary(r, len(gating)))
		p.list(r, page.Red, gating)
	}
	if len(other) == 0 {
		return
	}
	p.Heading(page.Yellow, "WARNINGS",
		text.Plural(len(other), "cause")+" of broken requirements that do not fail this run")
	shown := other
	if len(other) > shownWarnings && !p.verbose {
		shown = other[:shownWarnings]
	}
	p.list(r, page.Yellow, shown)
	if more := len(other) - len(shown); more > 0 {
		p.Prose(2, page.Dim, "… and "+text.Plural(more, "more cause")+"; -v lists all")
	}
	for _, c := range other {
		if c.Level == "should" {
			p.Prose(2, page.Dim, "With --strict those of level should fail the run.")
			return
		}
	}
}

// list writes the causes in columns: number, what is wrong, requirement, level and reach.
func (p writer) list(r *result.Report, s page.Style, all []summary.Cause) {
	const fewest = 24 // characters of a title
	head := [3]string{"what is wrong", "id", "requests"}
	if r.Run.Client != "" {
		head[2] = "calls"
	}
	number, title, id, reach := 0, len(head[0]), len(head[1]), len(head[2])
	for i := range all {
		c := &all[i]
		number = max(number, len(fmt.Sprint(c.Number)))
		title = max(title, utf8.RuneCountInString(c.Title))
		id = max(id, utf8.RuneCountInString(c.Requirement))
		reach = max(reach, len(summary.Reach(c.Cause)))
	}
	title = min(title, max(fewest, p.Width-2-number-2-2-id-2-6-2-reach))
	p.Line(2,
		page.Span{
			Style: page.Dim,
			Text: fmt.Sprintf("%*s  %-*s  %-*s  %-6s  %s", number, "", title, head[0], id, head[1],
				"level", head[2]),
		})
	for i := range all {
		c := &all[i]
		p.Line(2, page.Span{Style: s, Text: fmt.Sprintf("%*d", number, c.Number)},
			page.Span{
				Style: page.Bold,
				Text:  fmt.Sprintf("  %-*s", title, page.Clip(c.Title, title)),
			},
			page.Span{Text: fmt.Sprintf("  %-*s", id, text.Visible(c.Requirement))},
			page.Span{
				Style: page.Dim,
				Text:  fmt.Sprintf("  %-6s  %s", c.Level, summary.Reach(c.Cause)),
			})
	}
}
