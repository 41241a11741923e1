package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/result"
)

// Editions is the text for people of one target that was judged by several
// editions of a page: which of them it keeps to, requirement by requirement.
type Editions struct{ Text }

// ExitOfEditions is the exit code of runs by all editions together: 0 where the
// target keeps to one at least, 1 where it breaks every one, and 3 where it
// keeps to none for all that was seen, and may keep to one.
func ExitOfEditions(all []*result.Report) int {
	code := 1
	for _, r := range all {
		switch r.Run.ExitCode {
		case 0:
			return 0
		case 1:
		default:
			code = r.Run.ExitCode
		}
	}
	return code
}

// Write writes the text. The reports are of one target, in the order of the
// editions.
func (e Editions) Write(w io.Writer, all []*result.Report) error {
	p := e.newPage()
	first := all[0]
	p.line(0, span{bold, "Which edition does the target keep to?"}, span{dim, "  " + first.Run.Document.Title})
	p.about(first)
	if first.Run.Preflight != "" {
		p.verdict(first)
		_, err := w.Write(p.buf.Bytes())
		return err
	}
	for _, r := range all {
		p.edition(r)
	}
	p.editionTable(all)
	p.editionVerdict(all)
	_, err := w.Write(p.buf.Bytes())
	return err
}

// edition lists the requirements of one edition with their standings; of a
// broken one, how it was broken first.
func (p *page) edition(r *result.Report) {
	p.heading(bold, r.Run.Document.Name(), r.Run.Document.Title)
	if r.Identical != "" {
		p.prose(2, red, r.Identical)
	}
	width := 0
	for _, known := range r.Requirements {
		width = max(width, utf8.RuneCountInString(known.ID))
	}
	for i := range r.Requirements {
		known := &r.Requirements[i]
		p.standing(known, width)
		at := slices.IndexFunc(r.Causes, func(c result.Cause) bool { return c.Requirement == known.ID })
		switch {
		case known.Status == result.Failed && at >= 0:
			c := r.Causes[at]
			p.hanging(span{dim, "  expected"}, c.Example.Expected, width+22)
			p.hanging(span{dim, "  got"}, c.Example.Got, width+22)
		case known.Status == result.Untested && known.Gating:
			p.hanging(span{dim, "  because"}, strings.Join(known.Why, "; "), width+22)
		}
	}
	if r.Run.ExitCode != 0 && len(r.Causes) > 0 {
		p.blank()
		p.prose(2, dim, "More of it:")
		p.command(verifyOf(r.Causes[0].Verify))
	}
}

// verifyOf is a line that repeats a run, without what narrows it.
func verifyOf(line string) string {
	whole, _, _ := strings.Cut(line, " --only ")
	return whole
}

func (p *page) standing(known *result.Requirement, width int) {
	word, s := known.Status, plain
	switch {
	case known.Status == result.Failed && known.Gating:
		word, s = "FAILED", red
	case known.Status == result.Failed, known.Status == result.Untested:
		s = yellow
	}
	head := fmt.Sprintf("  %-*s  %-6s  ", width, known.ID, known.Level)
	label := fmt.Sprintf("%-8s", word)
	column := utf8.RuneCountInString(head+label) + 2
	p.line(0, span{plain, head}, span{s, label}, span{plain, "  " + clip(visible(known.Text), p.width-column)})
}

// editionTable counts what holds of each edition, level by level.
func (p *page) editionTable(all []*result.Report) {
	rows := [][]string{{"edition", "verdict", "must", "should", "may"}}
	for _, r := range all {
		row := []string{r.Run.Document.Name(), editionWord(r)}
		for _, level := range rows[0][2:] {
			row = append(row, heldOf(r, level))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	p.blank()
	for i, row := range rows {
		spans := []span{}
		for j, text := range row {
			s := plain
			switch {
			case i == 0:
				s = dim
			case j == 1:
				s = editionStyle(all[i-1])
			}
			spans = append(spans, span{s, text + strings.Repeat(" ", widths[j]-utf8.RuneCountInString(text)+2)})
		}
		spans[len(spans)-1].text = row[len(row)-1]
		p.line(2, spans...)
	}
}

// heldOf says how many requirements of a level hold, of how many.
func heldOf(r *result.Report, level string) string {
	n, s := 0, result.RequirementTotals{}
	for _, known := range r.Requirements {
		if known.Level == level {
			n++
			s.Add(known.Status)
		}
	}
	if n == 0 {
		return "-"
	}
	text := fmt.Sprintf("%d of %d", s.Passed, n)
	if s.Failed > 0 {
		text += fmt.Sprintf(", %d failed", s.Failed)
	}
	if s.Untested > 0 {
		text += fmt.Sprintf(", %d untested", s.Untested)
	}
	return text
}

// editionWord is the verdict on an edition. What was not seen is told with it:
// without it an edition may seem to be kept to that is not.
func editionWord(r *result.Report) string {
	switch {
	case r.Run.ExitCode == 1:
		return "FAILED"
	case r.Run.ExitCode != 0:
		return "INCONCLUSIVE"
	case len(gatingUntested(r)) > 0:
		return "KEPT, as far as seen"
	}
	return "KEPT"
}

func editionStyle(r *result.Report) style {
	switch editionWord(r) {
	case "KEPT":
		return green
	case "FAILED":
		return red
	}
	return yellow
}

// editionVerdict is the last word.
func (p *page) editionVerdict(all []*result.Report) {
	var kept, others []string
	requests := 0
	for _, r := range all {
		name := r.Run.Document.Name()
		requests += r.Run.Requests
		switch n := len(gatingUntested(r)); {
		case r.Run.ExitCode != 0:
			others = append(others, fmt.Sprintf("%s (%s)", name, r.Run.Reason))
		case n > 0:
			kept = append(kept, fmt.Sprintf("%s (%s)", name, plural(n, "gating requirement")+" untested"))
		default:
			kept = append(kept, name)
		}
	}
	word, s := "PASS", green
	switch ExitOfEditions(all) {
	case 0:
	case 1:
		word, s = "FAIL", red
	default:
		word, s = "INCONCLUSIVE", yellow
	}
	text := "keeps to no edition: " + strings.Join(others, "; ")
	if len(kept) > 0 {
		text = "keeps to " + strings.Join(kept, " and ")
		if len(others) > 0 {
			text += "; not to " + strings.Join(others, "; ")
		}
	}
	p.blank()
	p.hanging(span{s, word}, fmt.Sprintf("%s. %s in all", text, plural(requests, "request")), len(word)+2)
}
