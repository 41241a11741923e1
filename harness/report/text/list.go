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
	head := []string{"", "what is wrong", "id", "level", "requests"}
	if r.Run.Client != "" {
		head[reachColumn] = "calls"
	}
	var rows [][]string
	for i := range all {
		c := &all[i]
		rows = append(rows, []string{
			fmt.Sprint(c.Number), text.Visible(c.Title), text.Visible(c.Requirement), c.Level,
			summary.Reach(c.Cause),
		})
	}
	l := layoutOf(append(rows, head), p.Width)
	p.row(l, head, page.Dim, page.Dim, page.Dim)
	for _, row := range rows {
		p.row(l, row, s, page.Bold, page.Plain)
	}
}

// The columns of a list.
const (
	numberColumn = iota
	titleColumn
	idColumn
	levelColumn
	reachColumn
)

// fewest is how many characters a title has where the requirement stands beside it.
const fewest = 36

// layout has the width of each column of a list; one of zero is left out.
type layout [reachColumn + 1]int

// layoutOf gives titles what the other columns leave of a line. Where that cuts them, levels are
// left out if they are all the same, and where it cuts them to less than what can be understood,
// requirements: both are in the details.
func layoutOf(rows [][]string, width int) layout {
	var l layout
	levels := map[string]bool{}
	for _, row := range rows {
		for i, cell := range row {
			l[i] = max(l[i], utf8.RuneCountInString(cell))
		}
		levels[row[levelColumn]] = true
	}
	l[levelColumn] = max(l[levelColumn], len("should"))
	longest := l[titleColumn]
	left := func() int {
		n := width
		for i, of := range l {
			if i != titleColumn && of > 0 {
				n -= 2 + of
			}
		}
		return n - 2
	}
	if left() < longest && len(levels) == 2 { // one, and the head
		l[levelColumn] = 0
	}
	if left() < min(longest, fewest) {
		l[idColumn] = 0
	}
	l[titleColumn] = min(longest, max(left(), minTitle))
	return l
}

// minTitle is how many characters a title has on the narrowest terminal.
const minTitle = 20

// row writes a line of a list: number, title and requirement in a style each, the rest dim.
func (p writer) row(l layout, cells []string, number, title, id page.Style) {
	spans := []page.Span{
		{Style: number, Text: fmt.Sprintf("%*s", l[numberColumn], cells[numberColumn])},
		{Style: title, Text: fmt.Sprintf("  %-*s", l[titleColumn],
			page.Clip(cells[titleColumn], l[titleColumn]))},
	}
	if l[idColumn] > 0 {
		spans = append(spans, page.Span{
			Style: id, Text: fmt.Sprintf("  %-*s", l[idColumn], cells[idColumn]),
		})
	}
	rest := "  " + cells[reachColumn]
	if l[levelColumn] > 0 {
		rest = fmt.Sprintf("  %-*s", l[levelColumn], cells[levelColumn]) + rest
	}
	p.Line(2, append(spans, page.Span{Style: page.Dim, Text: rest})...)
}
