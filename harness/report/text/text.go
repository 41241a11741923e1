// Package text writes a report for people, on a terminal or in a log.
package text

import (
	"fmt"
	"io"
	"math"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// Writer writes a report as text. The zero value is plain, for a file or a log.
type Writer struct {
	page.Options
	// Verbose shows every cause in full, and every header field.
	Verbose bool
	// Summary writes the last line alone.
	Summary bool
}

// Write implements report.Handler.
func (t Writer) Write(w io.Writer, r *result.Report) error {
	p := writer{page.New(t.Options), t.Verbose, r.Run.Client != ""}
	if t.Summary {
		p.verdict(r)
		_, err := p.WriteTo(w)
		return err
	}
	p.headline(r)
	switch {
	case r.Run.Preflight != "":
		p.notes(r)
	case r.Identical != "": // the last line says it, and nothing else is worth reading
		p.stopped(r)
		p.notes(r)
		p.waived(r)
	default:
		p.findings(r)
		p.situations(r)
		p.levels(r)
		p.notJudged(r)
	}
	p.Blank()
	p.verdict(r)
	_, err := p.WriteTo(w)
	return err
}

// writer writes the parts of a report to a page.
type writer struct {
	*page.Page
	verbose bool
	client  bool // a client was judged
}

// headline says which contract was used, and how.
func (p writer) headline(r *result.Report) {
	d := &r.Run.Document
	p.Title(d.Title, strings.TrimSpace(d.Version+"  "+d.File))
	p.about(r)
}

// about says how the run was made.
func (p writer) about(r *result.Report) {
	run := &r.Run
	about := []string{run.Target}
	switch {
	case run.Embedded:
		about[0] += " (embedded reference server)"
	case run.Client != "":
		about = []string{run.Client, "at " + run.Target}
	}
	if run.Profile != "" {
		about = append(about, "profile "+run.Profile)
	}
	if run.Strict {
		about = append(about, "strict")
	}
	if run.Fixtures != "embedded" {
		about = append(about, "fixtures "+run.Fixtures)
	}
	// A seed is of use where there is something to repeat.
	if run.Seed != 0 && (run.ExitCode != result.ExitPassed || len(r.Causes) > 0) {
		about = append(about, fmt.Sprintf("seed %d", run.Seed))
	}
	p.Prose(0, page.Plain, strings.Join(append(about, summary.Narrowed(run)...), " · "))
	if replay := summary.ReplayText(run); replay != "" {
		p.Prose(0, page.Yellow, "REPLAY "+replay)
	}
	p.settings(run)
}

// settings lists those that the command line does not show.
func (p writer) settings(run *result.Run) {
	elsewhere := func(s result.Setting) bool { return s.From != result.FromFlag }
	if lines := summary.Settings(run, elsewhere); len(lines) > 0 {
		p.Prose(0, page.Dim, "set: "+strings.Join(lines, " · "))
	}
}

// notes writes what is worth to know of the run.
func (p writer) notes(r *result.Report) {
	for _, note := range r.Run.Notes {
		p.Heading(page.Yellow, "NOTE", note)
	}
}

// stopped says why nothing with an effect was sent any longer.
func (p writer) stopped(r *result.Report) {
	if r.Run.Stopped != "" {
		p.Heading(page.Red, "STOPPED", "before further effects: "+r.Run.Stopped)
	}
}

// findings writes what failed, then what could not be tested.
func (p writer) findings(r *result.Report) {
	p.stopped(r)
	p.causes(r)
	p.notes(r)
	p.waived(r)
	p.untested(r)
	p.reasons(r, result.Inconclusive, page.Yellow)
	p.reasons(r, result.Skipped, page.Dim)
}

// notJudged says, last, what of the contract no run like this one judges.
func (p writer) notJudged(r *result.Report) {
	lines := summary.NotJudgedBriefly(r, "-v lists them")
	if p.verbose {
		lines = summary.NotJudged(r, math.MaxInt)
	}
	for _, line := range lines {
		p.Heading(page.Dim, "NOT JUDGED", line)
	}
}

// verdict writes the last line, which is one line however long it is.
func (p writer) verdict(r *result.Report) {
	v := summary.VerdictOf(r)
	style := map[string]page.Style{
		result.Passed: page.Green, result.Failed: page.Red, result.Inconclusive: page.Yellow,
	}[v.State]
	p.Line(0, page.Span{Style: style, Text: v.Word}, page.Span{Text: "  " + v.Line})
}

// levels says how many requirements of each level passed.
func (p writer) levels(r *result.Report) {
	p.Blank()
	for _, level := range summary.Levels(r) {
		s, gating := level.Totals, ""
		if level.Gating {
			gating = "  gating"
		}
		style := page.Green
		switch {
		case s.Failed > s.Waived && level.Gating:
			style = page.Red
		case s.Passed < s.All():
			style = page.Yellow
		}
		p.Line(2, page.Span{Text: fmt.Sprintf("%-7s ", level.Name)},
			page.Span{Style: style, Text: level.Text()}, page.Span{Style: page.Dim, Text: gating})
	}
}

// How much of a list the text shows.
const (
	shownReasons = 12
	shownIDs     = 6
)

// untested lists the gating requirements that are untested, grouped by reason:
// a run that passes says nothing about them.
func (p writer) untested(r *result.Report) {
	all := summary.GatingUntested(r)
	if len(all) == 0 {
		return
	}
	p.Heading(page.Yellow, "UNTESTED",
		text.Plural(len(all), "gating requirement")+": this run says nothing about them")
	for _, group := range summary.UntestedGroups(r) {
		for i, reason := range group.Why {
			if i == shownReasons {
				p.more(2, page.Yellow, len(group.Why)-i)
				break
			}
			p.Prose(2, page.Yellow, reason)
		}
		for _, known := range group.Requirements {
			label := fmt.Sprintf("    %-11s %-6s", known.ID, known.Level)
			p.Hanging(page.Plain, label, known.Text, 24)
		}
	}
}

func (p writer) more(indent int, s page.Style, reasons int) {
	p.Prose(indent, s, fmt.Sprintf("… and for %d more reasons", reasons))
}

// reasons groups the cases of a verdict by their reasons. Those of which the untested requirements
// say why already are counted alone.
func (p writer) reasons(r *result.Report, verdict string, s page.Style) {
	var groups []summary.ReasonGroup
	n, said := 0, 0
	for _, group := range summary.ReasonGroups(r, verdict) {
		n += len(group.Cases)
		if group.Said && !p.verbose {
			said += len(group.Cases)
			continue
		}
		groups = append(groups, group)
	}
	if n == 0 {
		return
	}
	about := text.Plural(n, "case")
	switch {
	case said == n:
		about += ", for the reasons above"
	case said > 0:
		about += fmt.Sprintf(", %d of them for the reasons above", said)
	}
	p.Heading(s, strings.ToUpper(verdict), about)
	for i, group := range groups {
		if i == shownReasons && !p.verbose {
			p.more(2, page.Plain, len(groups)-i)
			return
		}
		p.Prose(2, page.Plain, group.Reason)
		p.Prose(4, page.Dim, fmt.Sprintf("%s: %s", text.Plural(len(group.Cases), "case"),
			text.Some(group.Cases, shownIDs)))
	}
}
