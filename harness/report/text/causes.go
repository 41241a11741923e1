package text

import (
	"fmt"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// maxDetailed is how many causes the text shows with an exchange. Whoever
// repairs the first ten runs it again.
const maxDetailed = 10

// causes lists what failed: what fails the run first and in full.
func (p writer) causes(r *result.Report) {
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
		p.Heading(page.Red, "FAILED", failedSummary(r, len(gating)))
		if r.Run.Embedded {
			p.Prose(
				2,
				page.Dim,
				"The reference server ended with this run; for the curl lines start it"+
					" again: toeline serve --addr "+summary.Host(r.Run.Target),
			)
		}
	}
	for i, c := range gating {
		if i == maxDetailed {
			p.Blank()
			more := text.Plural(len(gating)-i, "more cause")
			p.Prose(0, page.Bold, "… and "+more+", a line each:")
		}
		if i < maxDetailed {
			p.cause(r, c)
		} else {
			p.brief(r, c)
		}
	}
	p.notGating(other)
}

func failedSummary(r *result.Report, causes int) string {
	failed := 0
	for _, known := range r.Requirements {
		if known.Gating && known.Status == result.Failed && !known.Waived {
			failed++
		}
	}
	return text.Plural(failed, "requirement") + ", by " + text.Plural(causes, "cause")
}

// cause writes one cause in full: the requirement and its source, what the
// target sent, how often, one exchange, and the lines that repeat it.
func (p writer) cause(r *result.Report, c *result.Cause) {
	p.Blank()
	p.requirement(r, c)
	p.Field("where", c.Where+": "+c.Reason)
	p.Field("expected", c.Example.Expected)
	p.Field("got", c.Example.Got)
	p.Field("seen", summary.Seen(r, c))
	p.Blank()
	executes := false
	if example, ok := r.Case(c.Cases[0]); ok {
		p.exchange(example.Exchange(&c.Example))
		p.note(example)
		executes = example.Effect == "executes"
	}
	p.Blank()
	if executes {
		p.Prose(2, page.Yellow, "Each of these lines carries out the action again:")
	}
	for _, line := range c.Lines() {
		p.Command(line)
	}
}

// requirement writes the requirement behind a cause.
func (p writer) requirement(r *result.Report, c *result.Cause) {
	id := page.Span{Style: page.Red, Text: c.Requirement}
	known, ok := r.Requirement(c.Requirement)
	if !ok {
		p.Line(0, id)
		return
	}
	p.Line(0, id, page.Span{Text: "  " + c.Level})
	p.Prose(2, page.Bold, known.Text)
	p.Field("source", summary.Source(known))
}

// brief writes a cause in two lines.
func (p writer) brief(r *result.Report, c *result.Cause) {
	p.OneLine(0, page.Red,
		fmt.Sprintf("%s  %s  %s: %s", c.Requirement, c.Level, c.Where, c.Reason))
	p.OneLine(2, page.Plain, fmt.Sprintf("expected %s, got %s; %s",
		c.Example.Expected, c.Example.Got, summary.Seen(r, c)))
	p.Command(c.Verify)
}

// notGating lists the causes that do not fail the run, a line each.
func (p writer) notGating(list []*result.Cause) {
	if len(list) == 0 {
		return
	}
	p.Heading(page.Yellow, "NOTED",
		text.Plural(len(list), "cause")+" of broken requirements that do not fail this run")
	should := false
	for _, c := range list {
		should = should || c.Level == "should"
		p.OneLine(
			2,
			page.Plain,
			fmt.Sprintf("%-11s  %-6s  %s: %s, got %s (%s)", c.Requirement, c.Level,
				c.Where, c.Reason, c.Example.Got, text.Plural(c.Requests, "request")),
		)
	}
	if should {
		p.Prose(2, page.Dim,
			"With --strict those of level should fail the run, and are shown in full.")
	}
}
