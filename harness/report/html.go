package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/result"
)

// HTML is the report as one file for a browser. It reads without a script and
// without a network; a script filters it.
type HTML struct{}

// Write implements Handler.
func (HTML) Write(w io.Writer, r *result.Report) error {
	return HTMLTemplate(htmlFile("report.tmpl")).Execute(w, newHTMLPage(r))
}

// htmlPage is what the template shows.
type htmlPage struct {
	*result.Report
	verdict
	Title, Host  string
	Notices      []notice
	Facts        []htmlFact
	Bars         []htmlLevel
	Parts        []htmlPart
	States       []HTMLState
	Levels       []string
	Causes       []*htmlCause
	Waivers      []toldWaiver
	Untested     []unprovenGroup
	Reasons      []reasonGroup
	Requirements []htmlRequirement
	Situations   []htmlSituation
}

// htmlFact is a fact of the run; a wide one has a row of its own.
type htmlFact struct {
	Name, Text string
	Wide       bool
}

// htmlPart is a part of the page that the navigation leads to.
type htmlPart struct {
	Name, Label string
	Count       int
}

// HTMLState is a state that the piece "filter" offers: Name is the word in
// data-state, Count how many elements have it.
type HTMLState struct {
	Name, Label string
	Count       int
}

// htmlLevel is a row of the overview: a bar of pieces, and the same in words.
type htmlLevel struct {
	Name, Text string
	Gating     bool
	All        int
	Pieces     []htmlPiece
}

type htmlPiece struct {
	State       string
	From, Count int
}

func newHTMLPage(r *result.Report) *htmlPage {
	p := &htmlPage{Report: r, verdict: newVerdict(r), Host: hostOf(r.Run.Target), Notices: notices(r), Facts: htmlFacts(r)}
	p.Title = fmt.Sprintf("%s · %s · %s", p.Word, p.Host, r.Run.Document.Title)
	if r.Run.Preflight != "" {
		return p
	}
	m := newHTMLMaker(r)
	p.Causes = m.causes()
	p.Waivers = toldWaivers(r)
	p.Untested = unprovenGroups(r)
	p.Reasons = append(reasonGroups(r, result.Inconclusive), reasonGroups(r, result.Skipped)...)
	p.Requirements = m.requirements(p.Causes)
	p.Situations = m.situations()
	p.levels()
	p.parts()
	p.States = m.states()
	return p
}

// factSettings are those that are facts of their own.
var factSettings = []string{"target", "document", "fixtures", "profile", "strict", "require", "only", "skip", "level", "seed", "report"}

func htmlFacts(r *result.Report) []htmlFact {
	run := &r.Run
	who, target, fixtures := "target", run.Target, run.Fixtures
	switch {
	case run.Embedded:
		target += " (embedded reference server)"
	case run.Client != "":
		// It brings its own calls: no fixtures.
		who, target, fixtures = "client", run.Client+" at "+target, ""
	}
	var judged []string
	if run.Profile != "" {
		judged = append(judged, "profile "+run.Profile)
	}
	if run.Strict {
		judged = append(judged, "strict")
	}
	if run.Require != "" {
		judged = append(judged, "require "+run.Require)
	}
	judged = append(judged, narrowed(run)...)
	took := rounded(time.Duration(run.Milliseconds * float64(time.Millisecond)))
	all := []htmlFact{
		{Name: who, Text: target},
		{Name: "document", Text: run.Document.File + "  sha256 " + run.Document.SHA256[:min(12, len(run.Document.SHA256))]},
		{Name: "judged by", Text: strings.Join(judged, " · ")},
		{Name: "fixtures", Text: fixtures},
		{Name: "seed", Text: fmt.Sprint(run.Seed)},
	}
	if !run.Started.IsZero() {
		all = append(all, htmlFact{Name: "started", Text: run.Started.UTC().Format("2006-01-02 15:04:05 MST")},
			htmlFact{Name: "took", Text: fmt.Sprintf("%s, %s", took, plural(run.Requests, "request"))})
	}
	all = append(all, htmlFact{Name: "settings", Text: strings.Join(settingTexts(run, func(s result.Setting) bool { return !slices.Contains(factSettings, s.Name) }), " · "), Wide: true})
	var told []htmlFact
	for _, f := range all {
		if f.Text != "" {
			told = append(told, f)
		}
	}
	return told
}

// levels says how much is passed of each level.
func (p *htmlPage) levels() {
	for _, level := range levelTallies(p.Report) {
		row := htmlLevel{Name: level.name, Gating: level.gating, All: level.standings.All(), Text: fmt.Sprintf("%d of %s", level.standings.Passed, tallyOf(level.standings))}
		from, s := 0, level.standings
		broken, _ := findingState(level.gating, false)
		for _, piece := range []htmlPiece{{State: result.Passed, Count: s.Passed}, {State: broken, Count: s.Failed - s.Waived}, {State: groupWaived, Count: s.Waived}} {
			piece.From = from
			from += piece.Count
			row.Pieces = append(row.Pieces, piece)
		}
		p.Bars = append(p.Bars, row)
		p.Levels = append(p.Levels, level.name)
	}
}

func (p *htmlPage) parts() {
	untested := 0
	for _, group := range p.Untested {
		untested += len(group.Requirements)
	}
	for _, part := range []htmlPart{
		{"causes", "Causes", len(p.Causes)},
		{"waivers", "Waivers", len(p.Waivers)},
		{"untested", "Untested", untested},
		{"unjudged", "Inconclusive and skipped", p.Totals.Cases.Inconclusive + p.Totals.Cases.Skipped},
		{"requirements", "Requirements", len(p.Requirements)},
		{"cases", "Cases", len(p.Cases)},
	} {
		if part.Count > 0 {
			p.Parts = append(p.Parts, part)
		}
	}
}
