package text

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// Editions writes the reports of one target by several editions of a contract as
// one text: to which of them it conforms, requirement by requirement.
type Editions struct{ page.Options }

// ExitOfEditions returns the exit code of runs by all editions together: 0 if the target
// conforms to one at least, 1 if it fails every one, else the code of an inconclusive run.
func ExitOfEditions(all []*result.Report) int {
	code := result.ExitFailed
	for _, r := range all {
		switch r.Run.ExitCode {
		case result.ExitPassed:
			return result.ExitPassed
		case result.ExitFailed:
		default:
			code = r.Run.ExitCode
		}
	}
	return code
}

// Write writes the text. The reports are of one target, in the order of the
// editions.
func (e Editions) Write(w io.Writer, all []*result.Report) error {
	p := writer{Page: page.New(e.Options)}
	first := all[0]
	p.Title("Which edition does the target conform to?", first.Run.Document.Title)
	p.about(first)
	if first.Run.Preflight != "" {
		p.Blank()
		p.verdict(first)
		_, err := p.WriteTo(w)
		return err
	}
	for _, r := range all {
		p.edition(r)
	}
	p.editionTable(all)
	p.editionVerdict(all)
	_, err := p.WriteTo(w)
	return err
}

// edition lists the requirements of one edition with their status; of a failed
// one, the first cause.
func (p writer) edition(r *result.Report) {
	p.Heading(page.Bold, r.Run.Document.Name(), r.Run.Document.Title)
	if r.Identical != "" {
		p.Prose(2, page.Red, r.Identical)
	}
	width := 0
	for _, known := range r.Requirements {
		width = max(width, utf8.RuneCountInString(known.ID))
	}
	detail := func(label, value string) {
		p.Hanging(page.Dim, "  "+label, value, width+22)
	}
	for i := range r.Requirements {
		known := &r.Requirements[i]
		p.status(known, width)
		isOf := func(c result.Cause) bool { return c.Requirement == known.ID }
		at := slices.IndexFunc(r.Causes, isOf)
		switch {
		case known.Status == result.Failed && at >= 0:
			detail("expected", r.Causes[at].Example.Expected)
			detail("got", r.Causes[at].Example.Got)
		case known.Status == result.Untested && known.Gating:
			detail("because", strings.Join(known.Why, "; "))
		}
	}
	if r.Run.ExitCode != result.ExitPassed && len(r.Causes) > 0 {
		p.Blank()
		p.Prose(2, page.Dim, "More of it:")
		whole, _, _ := strings.Cut(r.Causes[0].Verify, " --only ") // not narrowed
		p.Command(whole)
	}
}

// status writes a requirement with its status on one line.
func (p writer) status(known *result.Requirement, width int) {
	word, s := known.Status, page.Plain
	switch {
	case known.Status == result.Failed && known.Gating:
		word, s = "FAILED", page.Red
	case known.Status == result.Failed, known.Status == result.Untested:
		s = page.Yellow
	}
	head := fmt.Sprintf("  %-*s  %-6s  ", width, known.ID, known.Level)
	label := fmt.Sprintf("%-8s", word)
	column := utf8.RuneCountInString(head+label) + 2
	clipped := page.Clip(text.Visible(known.Text), p.Width-column)
	p.Line(0, page.Span{Text: head}, page.Span{Style: s, Text: label},
		page.Span{Text: "  " + clipped})
}

// editionTable counts the requirements of each edition, level by level.
func (p writer) editionTable(all []*result.Report) {
	rows := [][]string{{"edition", "verdict", "must", "should", "may"}}
	for _, r := range all {
		row := []string{r.Run.Document.Name(), editionWord(r)}
		for _, level := range rows[0][2:] {
			row = append(row, passedOf(r, level))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	p.Blank()
	for i, row := range rows {
		spans := []page.Span{}
		for j, cell := range row {
			s := page.Plain
			switch {
			case i == 0:
				s = page.Dim
			case j == 1:
				s = editionStyle(all[i-1])
			}
			gap := strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell)+2)
			spans = append(spans, page.Span{Style: s, Text: cell + gap})
		}
		spans[len(spans)-1].Text = row[len(row)-1]
		p.Line(2, spans...)
	}
}

// passedOf says how many requirements of a level passed, of how many.
func passedOf(r *result.Report, level string) string {
	for _, l := range summary.Levels(r) {
		if l.Name != level {
			continue
		}
		s := l.Totals
		passed := fmt.Sprintf("%d of %d", s.Passed, s.All())
		if s.Failed > 0 {
			passed += fmt.Sprintf(", %d failed", s.Failed)
		}
		if s.Untested > 0 {
			passed += fmt.Sprintf(", %d untested", s.Untested)
		}
		return passed
	}
	return "-"
}

// editionWord returns the verdict on an edition. It says if gating requirements
// are untested: the target may fail them.
func editionWord(r *result.Report) string {
	switch {
	case r.Run.ExitCode == result.ExitFailed:
		return "FAILED"
	case r.Run.ExitCode != result.ExitPassed:
		return "INCONCLUSIVE"
	case len(summary.GatingUntested(r)) > 0:
		return "KEPT, as far as seen"
	}
	return "KEPT"
}

func editionStyle(r *result.Report) page.Style {
	switch editionWord(r) {
	case "KEPT":
		return page.Green
	case "FAILED":
		return page.Red
	}
	return page.Yellow
}

// editionVerdict writes the last line.
func (p writer) editionVerdict(all []*result.Report) {
	var kept, others []string
	requests := 0
	for _, r := range all {
		name := r.Run.Document.Name()
		requests += r.Run.Requests
		switch n := len(summary.GatingUntested(r)); {
		case r.Run.ExitCode != result.ExitPassed:
			others = append(others, fmt.Sprintf("%s (%s)", name, r.Run.Reason))
		case n > 0:
			untested := text.Plural(n, "gating requirement") + " untested"
			kept = append(kept, fmt.Sprintf("%s (%s)", name, untested))
		default:
			kept = append(kept, name)
		}
	}
	word := page.Span{Style: page.Yellow, Text: "INCONCLUSIVE"}
	switch ExitOfEditions(all) {
	case result.ExitPassed:
		word = page.Span{Style: page.Green, Text: "PASS"}
	case result.ExitFailed:
		word = page.Span{Style: page.Red, Text: "FAIL"}
	}
	line := "conforms to no edition: " + strings.Join(others, "; ")
	if len(kept) > 0 {
		line = "conforms to " + strings.Join(kept, " and ")
		if len(others) > 0 {
			line += "; not to " + strings.Join(others, "; ")
		}
	}
	p.Blank()
	p.Hanging(word.Style, word.Text,
		fmt.Sprintf("%s. %s in all", line, text.Plural(requests, "request")), len(word.Text)+2)
}
