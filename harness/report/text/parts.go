package text

import (
	"bytes"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// Parts are the pieces of a report, for a program that prints them one by one, as a test does.
// They are plain text, and what a target sent is visible in them.
type Parts struct {
	// Failed are the causes that fail the run, in full.
	Failed []Part
	// Warnings are the causes that do not, waived ones included, a line each.
	Warnings []string
	// Inconclusive are the cases that are, by reason.
	Inconclusive []Part
	// Untested are the gating requirements that are, by reason, a line each.
	Untested []string
}

// Part is a piece of a report. Its Name is unique, and fit for a test's.
type Part struct{ Name, Text string }

// PartsOf returns the pieces of a report.
func PartsOf(r *result.Report) Parts {
	var made Parts
	names := map[string]int{}
	d := details{
		report: r, shown: map[*result.Exchange]string{},
		label: func(c *summary.Cause) string { return c.Requirement + " (" + c.Level + ")" },
	}
	for _, c := range summary.Causes(r) {
		if !c.Fails() {
			made.Warnings = append(made.Warnings, warning(r, &c))
			continue
		}
		d.writer = writer{Page: page.New(page.Options{})}
		d.cause(&c)
		name := c.Requirement
		if names[name]++; names[name] > 1 {
			name += " " + strings.Trim(strings.ReplaceAll(c.Where, "/", "."), ".")
		}
		made.Failed = append(made.Failed, Part{text.Visible(name), written(d.writer)})
	}
	for _, group := range summary.ReasonGroups(r, result.Inconclusive) {
		p := writer{Page: page.New(page.Options{})}
		p.Prose(0, page.Plain, group.Cases[0]+" is inconclusive: "+group.Reason)
		if more := len(group.Cases) - 1; more > 0 {
			p.Prose(2, page.Plain, "and "+text.Plural(more, "more case")+": "+
				text.Some(group.Cases[1:], shownIDs))
		}
		name := "inconclusive " + group.Cases[0]
		made.Inconclusive = append(made.Inconclusive, Part{text.Visible(name), written(p)})
	}
	for _, group := range summary.UntestedGroups(r) {
		var ids []string
		for _, known := range group.Requirements {
			ids = append(ids, known.ID)
		}
		made.Untested = append(made.Untested,
			text.Visible(strings.Join(ids, ", ")+": "+text.Some(group.Why, 2)))
	}
	return made
}

// warning is a line about a cause that does not fail the run.
func warning(r *result.Report, c *summary.Cause) string {
	line := c.Requirement + " (" + c.Level + ") " + c.Title + ", in " + summary.Reach(c.Cause)
	if w := r.WaiverOf(c.Waiver); w != nil {
		line += "; waived by " + w.Place() + ": " + w.Reason
	}
	return text.Visible(line)
}

// written is what was written to a page.
func written(p writer) string {
	var b bytes.Buffer
	_, _ = p.WriteTo(&b) // a buffer takes everything
	return strings.Trim(b.String(), "\n")
}
