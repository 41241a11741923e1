package text

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// maxDetailed is how many causes the text shows with an exchange. Whoever
// repairs the first ten runs it again.
const maxDetailed = 10

// causes lists what failed, a line a cause, then what fails the run in full.
func (p writer) causes(r *result.Report) {
	var gating, other []summary.Cause
	for _, c := range summary.Causes(r) {
		switch {
		case c.Fails():
			gating = append(gating, c)
		case c.Waiver == 0:
			other = append(other, c)
		}
	}
	p.lists(r, gating, other)
	d := details{writer: p, report: r, shown: map[*result.Exchange]string{}}
	for i := range gating {
		if i == maxDetailed && !p.verbose {
			p.Blank()
			p.Prose(0, page.Dim, fmt.Sprintf("The first %d are shown in full; -v shows all.", i))
			break
		}
		d.cause(&gating[i])
	}
	d.end()
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

// details writes causes in full, one after another.
type details struct {
	writer
	report *result.Report
	// shown has the exchanges that were written, with the label of their cause.
	shown map[*result.Exchange]string
	// label names a cause at its beginning; nil: by its number.
	label func(*summary.Cause) string
	// omitted says that header fields were left out.
	omitted bool
	// set says that the line was written which makes "$@" the client.
	set bool
}

// longClient is the length from which the command of a client is written once, not in each line.
const longClient = 60

// repeat writes a line that repeats a cause.
func (d *details) repeat(line string) {
	client := d.report.Run.Client
	short, isClient := strings.CutSuffix(line, " -- "+client)
	lines := []string{line}
	if isClient && len(client) > longClient {
		lines = []string{"set -- " + client, short + ` -- "$@"`}
		if d.set {
			lines = lines[1:]
		}
		d.set = true
	}
	for _, one := range lines {
		d.Line(4, page.Span{Style: page.Cyan, Text: one})
	}
}

// cause writes one cause in full: what is wrong, the requirement and its source, what
// the target sent, how often, one exchange, and the lines that repeat it.
func (d *details) cause(c *summary.Cause) {
	p, r := d.writer, d.report
	label := fmt.Sprintf("%2d", c.Number)
	if d.label != nil {
		label = d.label(c)
	}
	p.Blank()
	p.Hanging(page.Red, label, c.Title, utf8.RuneCountInString(label)+2)
	if known, ok := r.Requirement(c.Requirement); ok {
		p.Hanging(page.Plain, "    "+c.Requirement, c.Level+": "+known.Text, fieldColumn)
		p.field("source", summary.Source(known))
	} else {
		p.Hanging(page.Plain, "    "+c.Requirement, c.Level, fieldColumn)
	}
	p.difference(c.Example.Expected, c.Example.Got)
	p.field("seen", summary.Seen(r, c.Cause))
	if first, twice := d.shown[c.Exchange]; twice && c.Exchange != nil {
		p.field("exchange", "as of "+strings.TrimSpace(first)+" above")
		return
	}
	if c.Exchange != nil || c.Case != nil && len(c.Case.Note) > 0 {
		d.shown[c.Exchange] = label
		p.Blank()
		p.chain(c.Case, c.Exchange, false)
		d.omitted = p.exchange(c.Exchange, c.Where) || d.omitted
		p.chain(c.Case, c.Exchange, true)
		p.note(c.Case)
	}
	p.Blank()
	lines := c.Lines()
	// One line to be copied stays: that of toeline, which is short.
	long := len(lines) > 1 && len(lines[0]) > longCurl && !p.verbose && d.label == nil
	if long {
		p.Prose(4, page.Dim, fmt.Sprintf("(the curl line has %d characters: -v shows it, and "+
			"--repro FILE writes it to a script)", utf8.RuneCountInString(lines[0])))
		lines = lines[1:]
	}
	if c.Case != nil && c.Case.Effect == "executes" {
		these := "Each of these lines carries out the action again:"
		if len(lines) == 1 {
			these = "This line carries out the action again:"
		}
		p.Prose(4, page.Yellow, these)
	}
	for _, line := range lines {
		d.repeat(line)
	}
}

// longCurl is the length from which a curl line is not shown unasked: requests that need what
// others made, one after another, or a content of pages.
const longCurl = 400

// end writes what belongs to all causes.
func (d *details) end() {
	if len(d.shown) == 0 {
		return
	}
	if d.report.Run.Embedded {
		d.Blank()
		d.Prose(0, page.Dim, "The reference server ended with this run; for the curl lines start "+
			"it again: toeline serve --addr "+summary.Host(d.report.Run.Target))
	}
	if d.omitted {
		d.Blank()
		d.Prose(0, page.Dim,
			"Header fields on which nothing depends here are left out; -v shows them.")
	}
}

// fieldColumn is where the text of a field of a cause begins.
const fieldColumn = 16

// field writes a field of a cause.
func (p writer) field(name, value string) {
	p.Hanging(page.Dim, "    "+name, value, fieldColumn)
}

// difference writes what was expected and what came, and marks where they differ: in colour, or
// else by a line below.
func (p writer) difference(expected, got string) {
	wanted, came := summary.Difference(expected, got)
	p.marked("expected", page.Green, wanted, came.Mark == "")
	p.marked("got", page.Red, came, came.Mark != "")
}

// marked writes a field of which a part is marked. A text that is longer than a line is wrapped.
func (p writer) marked(name string, s page.Style, m summary.Marked, below bool) {
	width := utf8.RuneCountInString
	if fieldColumn+width(m.Text()) > p.Width {
		p.field(name, m.Text())
		return
	}
	label := page.Span{Style: page.Dim, Text: fmt.Sprintf("    %-*s", fieldColumn-4, name)}
	if m.Mark == "" && m.After == "" { // all of it differs
		p.Line(0, label, page.Span{Style: s, Text: m.Before})
		return
	}
	p.Line(0, label, page.Span{Text: m.Before}, page.Span{Style: s, Text: m.Mark},
		page.Span{Text: m.After})
	if below && m.Mark != "" && !p.Colored() {
		p.Line(fieldColumn+width(m.Before), page.Span{Text: strings.Repeat("^", width(m.Mark))})
	}
}
