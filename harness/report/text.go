package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/toeline/harness/result"
)

// maxDetailed is how many causes the text shows with an exchange. Who mends
// the first ten runs it again.
const maxDetailed = 10

// Text is the report for people, on a terminal or in a log.
type Text struct {
	// Color uses ANSI colours. They are never the only sign of anything.
	Color bool
	// Width is that of the terminal in characters; zero: 100.
	Width int
}

// Write implements Handler.
func (t Text) Write(w io.Writer, r *result.Report) error {
	p := t.newPage()
	p.headline(r)
	if r.Run.Preflight == "" {
		p.findings(r)
		p.situations(r)
		p.levels(r)
	}
	p.verdict(r)
	_, err := w.Write(p.buf.Bytes())
	return err
}

func (t Text) newPage() *page {
	return &page{color: t.Color, width: max(minWidth, cmp.Or(t.Width, defaultWidth))}
}

// headline says what was asked, and of whom.
func (p *page) headline(r *result.Report) {
	run := &r.Run
	p.line(0, span{bold, run.Document.Title}, span{dim, "  " + strings.TrimSpace(run.Document.Version+"  "+run.Document.File)})
	p.about(r)
}

// about says how the run was made.
func (p *page) about(r *result.Report) {
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
	if run.Seed != 0 && (run.ExitCode != 0 || len(r.Causes) > 0) { // there is something to repeat
		about = append(about, fmt.Sprintf("seed %d", run.Seed))
	}
	p.prose(0, plain, strings.Join(append(about, narrowed(run)...), " · "))
	if text := replayText(run); text != "" {
		p.prose(0, yellow, "REPLAY "+text)
	}
	p.settings(run)
}

// settings are those that the command line does not show.
func (p *page) settings(run *result.Run) {
	elsewhere := settingTexts(run, func(s result.Setting) bool { return s.From != result.FromFlag })
	if len(elsewhere) > 0 {
		p.prose(0, dim, "set: "+strings.Join(elsewhere, " · "))
	}
}

func anySetting(result.Setting) bool { return true }

// settingTexts are a setting each: name, value, and where it came from.
func settingTexts(run *result.Run, which func(result.Setting) bool) []string {
	var texts []string
	for _, s := range run.Settings {
		if which(s) {
			texts = append(texts, fmt.Sprintf("%s %s (%s)", s.Name, s.Value, s.From))
		}
	}
	return texts
}

// findings says what is broken, then what nobody knows. Where one line says
// all of it, nothing else is said.
func (p *page) findings(r *result.Report) {
	if r.Run.Stopped != "" {
		p.heading(red, "STOPPED", "before further effects: "+r.Run.Stopped)
	}
	for _, note := range r.Run.Notes {
		p.heading(yellow, "NOTE", note)
	}
	if r.Identical != "" {
		p.heading(red, "ALIKE", r.Identical)
		p.waived(r)
		return
	}
	p.causes(r)
	p.waived(r)
	p.untested(r)
	p.reasons(r, result.Inconclusive, yellow)
	p.reasons(r, result.Skipped, dim)
}

// causes lists what is broken: what fails the run first and in full.
func (p *page) causes(r *result.Report) {
	var gating, other []*result.Cause
	for i := range r.Causes {
		switch c := &r.Causes[i]; {
		case c.Fails():
			gating = append(gating, c)
		case c.Waiver == 0:
			other = append(other, c)
		}
	}
	if len(gating) > 0 {
		p.heading(red, "FAILED", brokenSummary(r, len(gating)))
		if r.Run.Embedded {
			p.prose(2, dim, "The reference server ended with this run; for the curl lines start it again: toeline serve --addr "+hostOf(r.Run.Target))
		}
	}
	for i, c := range gating {
		if i == maxDetailed {
			p.blank()
			p.prose(0, bold, fmt.Sprintf("… and %s, a line forEach:", plural(len(gating)-i, "more cause")))
		}
		if i < maxDetailed {
			p.cause(r, c)
		} else {
			p.brief(r, c)
		}
	}
	p.notGated(r, other)
}

func brokenSummary(r *result.Report, causes int) string {
	broken := 0
	for _, known := range r.Requirements {
		if known.Gating && known.Status == result.Failed && !known.Waived {
			broken++
		}
	}
	return fmt.Sprintf("%s, by %s", plural(broken, "requirement"), plural(causes, "cause"))
}

func hostOf(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// cause tells one cause in full: what is demanded and by whom, what came, how
// often, one exchange, and the lines that repeat it.
func (p *page) cause(r *result.Report, c *result.Cause) {
	p.blank()
	p.demand(r, c)
	p.field("where", c.Where+": "+c.Reason)
	p.field("expected", c.Example.Expected)
	p.field("got", c.Example.Got)
	p.field("seen", seen(r, c))
	p.blank()
	executes := false
	if example, ok := r.Case(c.Cases[0]); ok {
		p.exchange(example.ExchangeOf(&c.Example))
		p.note(example)
		executes = example.Effect == "executes"
	}
	p.blank()
	if executes {
		p.prose(2, yellow, "Each of these lines carries out the action again:")
	}
	for _, line := range c.Lines() {
		p.command(line)
	}
}

// demand writes the requirement behind a cause.
func (p *page) demand(r *result.Report, c *result.Cause) {
	known, ok := r.Requirement(c.Requirement)
	if !ok {
		p.line(0, span{red, c.Requirement})
		return
	}
	p.line(0, span{red, c.Requirement}, span{plain, "  " + c.Level})
	p.prose(2, bold, known.Text)
	p.field("source", sourceOf(known))
}

// seen says how often, and in which cases.
func seen(r *result.Report, c *result.Cause) string {
	return seenIn(r, c) + ": " + some(c.Cases, 4) + subsumed(c)
}

// subsumed says how many other cases a cause explains; empty: none.
func subsumed(c *result.Cause) string {
	if len(c.Subsumed) == 0 {
		return ""
	}
	return "; it subsumes findings of " + plural(len(c.Subsumed), "other case")
}

// seenIn says how often. Of a case with random values the run keeps only the
// shortest that shows a cause, and the requirement alone has the count.
func seenIn(r *result.Report, c *result.Cause) string {
	known, kept := 0, 0
	if requirement, ok := r.Requirement(c.Requirement); ok {
		known = requirement.Broke
	}
	for i := range r.Causes {
		if r.Causes[i].Requirement == c.Requirement {
			kept += r.Causes[i].Requests
		}
	}
	text := "in "
	if known > kept {
		text = "in at least "
	}
	noun := "request"
	if r.Run.Client != "" { // its requests are judged call by call
		noun = "call"
	}
	if c.Looked >= c.Requests {
		text += fmt.Sprintf("%d of ", c.Requests) + plural(c.Looked, noun)
	} else {
		text += plural(c.Requests, noun)
	}
	return text + ", " + plural(len(c.Cases), "case")
}

// brief tells a cause in two lines.
func (p *page) brief(r *result.Report, c *result.Cause) {
	p.one(0, red, fmt.Sprintf("%s  %s  %s: %s", c.Requirement, c.Level, c.Where, c.Reason))
	p.one(2, plain, fmt.Sprintf("expected %s, got %s; %s", c.Example.Expected, c.Example.Got, seen(r, c)))
	p.command(c.Verify)
}

// notGated lists what is broken and does not fail the run, a line each.
func (p *page) notGated(r *result.Report, list []*result.Cause) {
	if len(list) == 0 {
		return
	}
	p.heading(yellow, "NOTED", plural(len(list), "cause")+" of broken requirements that do not fail this run")
	should := false
	for _, c := range list {
		should = should || c.Level == "should"
		p.one(2, plain, fmt.Sprintf("%-11s  %-6s  %s: %s, got %s (%s)", c.Requirement, c.Level, c.Where, c.Reason, c.Example.Got, plural(c.Requests, "request")))
	}
	if should {
		p.prose(2, dim, "With --strict those of level should fail the run, and are told in full.")
	}
}

// verdict is the last word.
func (p *page) verdict(r *result.Report) {
	v := newVerdict(r)
	p.blank()
	p.hanging(span{map[string]style{result.Passed: green, result.Failed: red, result.Inconclusive: yellow}[v.State], v.Word}, v.Line, len(v.Word)+2)
}

func counts(r *result.Report) string {
	s := r.Totals.Requirements
	took := time.Duration(r.Run.Milliseconds * float64(time.Millisecond))
	text := plural(s.All(), "requirement") + ": " + tally(s)
	if open := s.Failed - s.Waived; open > 0 && r.Run.ExitCode == 0 {
		text = strings.Replace(text, fmt.Sprintf("%d failed", open), fmt.Sprintf("%d failed but not gating", open), 1)
	}
	if n := len(gatingUntested(r)); n > 0 {
		text += fmt.Sprintf(" (%d of them gating)", n)
	}
	return fmt.Sprintf("%s; %s, %s in %s", text, plural(r.Totals.Cases.All(), "case"), plural(r.Run.Requests, "request"), rounded(took))
}

// rounded keeps about three digits.
func rounded(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Millisecond)
}

// tally says passed first, and nothing that is zero.
func tally(s result.RequirementTotals) string {
	parts := []string{fmt.Sprintf("%d passed", s.Passed)}
	if s.Failed > 0 {
		parts = append(parts, brokenOf(s))
	}
	if s.Untested > 0 {
		parts = append(parts, fmt.Sprintf("%d untested", s.Untested))
	}
	return strings.Join(parts, ", ")
}

// brokenOf keeps what is known apart: "1 failed, 2 failed and waived".
func brokenOf(s result.RequirementTotals) string {
	switch open := s.Failed - s.Waived; {
	case s.Waived == 0:
		return fmt.Sprintf("%d failed", open)
	case open == 0:
		return fmt.Sprintf("%d failed and waived", s.Waived)
	default:
		return fmt.Sprintf("%d failed, %d failed and waived", open, s.Waived)
	}
}
