// Package html writes a report as one file for a browser. It reads without a
// script and without a network; a script filters it.
package html

import (
	"fmt"
	"io"
	"math"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// Writer writes a report as HTML.
type Writer struct{}

// Write implements report.Handler.
func (Writer) Write(w io.Writer, r *result.Report) error {
	return WritePage(w, file("report.tmpl"), newPage(r))
}

// page is what the template shows.
type page struct {
	*result.Report
	summary.Verdict
	Title, Host  string
	Notices      []summary.Notice // what must be known before the causes
	Notes        []summary.Notice // the others
	NotJudged    []string
	Facts        []fact
	Bars         []bar
	Parts        []part
	States       []State
	Levels       []string
	Causes       []*cause
	Waivers      []summary.Waiver
	Untested     []summary.UntestedGroup
	Reasons      []summary.ReasonGroup
	Requirements []requirement
	Situations   []situation
}

// fact is a fact of the run; a wide one has a row of its own.
type fact struct {
	Name, Text string
	Wide       bool
}

// part is a part of the page that the navigation leads to.
type part struct {
	Name, Label string
	Count       int
}

// State is a state that the piece "filter" offers: Name is the word in data-state, Count how many
// have it, and Of what is counted, as "cause".
type State struct {
	Name, Label, Of string
	Count           int
}

// bar is a row of the overview: a bar of pieces, and the same in words.
type bar struct {
	Name, Text string
	Gating     bool
	All        int
	Pieces     []piece
}

type piece struct {
	State       string
	From, Count int
}

func newPage(r *result.Report) *page {
	p := &page{
		Report: r, Verdict: summary.VerdictOf(r), Host: summary.Host(r.Run.Target),
		Facts: facts(&r.Run),
	}
	for _, n := range summary.Notices(r, math.MaxInt) {
		switch n.Label {
		case "Note":
			p.Notes = append(p.Notes, n)
		case "Not judged":
			p.NotJudged = append(p.NotJudged, n.Text)
		default:
			p.Notices = append(p.Notices, n)
		}
	}
	p.Title = fmt.Sprintf("%s · %s · %s", p.Word, p.Host, r.Run.Document.Title)
	if r.Run.Preflight != "" {
		return p
	}
	m := newMaker(r)
	p.Causes = m.causes()
	p.Waivers = summary.Waivers(r)
	p.Untested = summary.UntestedGroups(r)
	p.Reasons = append(summary.ReasonGroups(r, result.Inconclusive),
		summary.ReasonGroups(r, result.Skipped)...)
	p.Requirements = m.requirements(p.Causes)
	p.Situations = m.situations()
	p.levels()
	p.parts()
	p.States = m.states()
	return p
}

// facts returns what the run was, without what is empty.
func facts(run *result.Run) []fact {
	who, target, fixtures := "target", run.Target, run.Fixtures
	switch {
	case run.Embedded:
		target += " (embedded reference server)"
	case run.Client != "":
		// A client runs its own calls: there are no fixtures.
		who, target, fixtures = "client", run.Client+" at "+target, ""
	}
	digest := run.Document.SHA256[:min(12, len(run.Document.SHA256))]
	all := []fact{
		{Name: who, Text: target},
		{Name: "document", Text: run.Document.File + "  sha256 " + digest},
		{Name: "judged by", Text: strings.Join(judgedBy(run), " · ")},
		{Name: "fixtures", Text: fixtures},
		{Name: "seed", Text: fmt.Sprint(run.Seed)},
	}
	if !run.Started.IsZero() {
		took := fmt.Sprintf("%s, %s", summary.Took(run.Milliseconds),
			text.Plural(run.Requests, "request"))
		started := run.Started.UTC().Format("2006-01-02 15:04:05 MST")
		all = append(all, fact{Name: "started", Text: started}, fact{Name: "took", Text: took})
	}
	// Settings that the facts name already are left out.
	others := summary.Settings(run, func(s result.Setting) bool { return !s.Stated })
	all = append(all, fact{Name: "settings", Text: strings.Join(others, " · "), Wide: true})
	var shown []fact
	for _, f := range all {
		if f.Text != "" {
			shown = append(shown, f)
		}
	}
	return shown
}

func judgedBy(run *result.Run) []string {
	var all []string
	if run.Profile != "" {
		all = append(all, "profile "+run.Profile)
	}
	if run.Strict {
		all = append(all, "strict")
	}
	if run.Require != "" {
		all = append(all, "require "+run.Require)
	}
	return append(all, summary.Narrowed(run)...)
}

// levels makes the bars of the levels.
func (p *page) levels() {
	for _, level := range summary.Levels(p.Report) {
		row := bar{
			Name: level.Name, Gating: level.Gating, All: level.Totals.All(), Text: level.Text(),
		}
		from, s := 0, level.Totals
		failed, _ := findingState(level.Gating, false)
		for _, piece := range []piece{
			{State: result.Passed, Count: s.Passed},
			{State: failed, Count: s.Failed - s.Waived},
			{State: groupWaived, Count: s.Waived},
		} {
			piece.From = from
			from += piece.Count
			row.Pieces = append(row.Pieces, piece)
		}
		p.Bars = append(p.Bars, row)
		p.Levels = append(p.Levels, level.Name)
	}
}

func (p *page) parts() {
	untested := 0
	for _, group := range p.Untested {
		untested += len(group.Requirements)
	}
	cases := p.Totals.Cases
	for _, part := range []part{
		{"causes", "Causes", len(p.Causes)},
		{"notes", "Notes", len(p.Notes)},
		{"waivers", "Waivers", len(p.Waivers)},
		{"untested", "Untested", untested},
		{"unjudged", "Inconclusive and skipped", cases.Inconclusive + cases.Skipped},
		{"not-judged", "Not judged", len(p.NotJudged)},
		{"requirements", "Requirements", len(p.Requirements)},
		{"cases", "Cases", len(p.Cases)},
	} {
		if part.Count > 0 {
			p.Parts = append(p.Parts, part)
		}
	}
}
