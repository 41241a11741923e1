package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// maxAnnotations is how many of a kind GitHub shows of one step.
const maxAnnotations = 10

// GitHub is the report as workflow commands, which GitHub shows beside the
// lines of the document and on the page of a run
// (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
type GitHub struct {
	// URL is where the HTML report of the run is published; annotations lead to its causes.
	URL string
}

// annotation is one workflow command.
type annotation struct {
	level   string // error, warning, notice
	file    string // empty: of the run as a whole
	line    int
	title   string
	message string
}

// Write implements Handler.
func (g GitHub) Write(w io.Writer, r *result.Report) error {
	var b strings.Builder
	by := map[string][]annotation{}
	for _, a := range g.annotations(r) {
		by[a.level] = append(by[a.level], a)
	}
	for _, level := range []string{"error", "warning", "notice"} {
		all := by[level]
		if more := len(all) - maxAnnotations; more > 0 {
			all = all[:maxAnnotations]
			message := fmt.Sprintf("… and %s, which are in the other reports",
				text.Plural(more+1, "more "+level))
			all[maxAnnotations-1] = annotation{level: level, title: "toeline", message: message}
		}
		for _, a := range all {
			b.WriteString(a.command())
		}
	}
	for _, line := range logged(r) {
		b.WriteString(text.Visible(line) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// logged returns lines for the log of a step, where GitHub shows more than the
// few annotations. No line begins as a command does.
func logged(r *result.Report) []string {
	var all []string
	if settings := summary.Settings(&r.Run, nil); len(settings) > 0 {
		all = append(all, "set: "+strings.Join(settings, " · "))
	}
	for _, n := range summary.Notices(r, 0) {
		all = append(all, n.Label+": "+n.Text)
	}
	return all
}

// annotations returns the annotations of a report, in its order.
func (g GitHub) annotations(r *result.Report) []annotation {
	head := summary.VerdictOf(r)
	if head.State == result.Inconclusive {
		return []annotation{{level: "error", title: "toeline " + head.Word, message: head.Line}}
	}
	var all []annotation
	if r.Run.Stopped != "" {
		title := "toeline stopped before further effects"
		all = append(all, annotation{level: "error", title: title, message: r.Run.Stopped})
	}
	for _, w := range r.FailingWaivers() {
		title, message := "waiver "+string(w.State), summary.About(w)+": "+w.Why
		all = append(all, annotation{"error", w.File, w.Line, title, message})
	}
	for _, c := range summary.Causes(r) {
		all = append(all, g.cause(r, &c))
	}
	for _, group := range summary.UntestedGroups(r) {
		for _, known := range group.Requirements {
			file, line := summary.PlaceIn(r, known.ID)
			level := "warning"
			if r.Run.FailsUntested(known) {
				level = "error"
			}
			all = append(all, annotation{
				level: level, file: file, line: line,
				title:   known.ID + " untested",
				message: known.Text + " Untested: " + text.Some(group.Why, 3),
			})
		}
	}
	return all
}

func (g GitHub) cause(r *result.Report, c *summary.Cause) annotation {
	a := annotation{level: "notice", title: c.Requirement + " " + c.Title}
	a.file, a.line = summary.PlaceOfCause(r, c.Cause)
	switch {
	case c.Fails():
		a.level = "error"
	case c.Waiver > 0:
		a.title += " (waived)"
	case c.Level == "should":
		a.level = "warning"
	}
	demand := ""
	if known, ok := r.Requirement(c.Requirement); ok {
		demand = known.Text + " "
	}
	a.message = fmt.Sprintf("%s%s: %s: expected %s, got %s; %s. %s", demand, c.Where,
		result.SaidReason(c.Reason), c.Example.Expected, c.Example.Got,
		summary.Seen(r, c.Cause), c.Verify)
	if g.URL != "" {
		a.message += " " + g.URL + "#" + url.PathEscape(c.Anchor)
	}
	return a
}

// command returns the line of a workflow command. What a target sent cannot
// begin a command: it is made visible, and so stays on the line.
func (a annotation) command() string {
	var properties []string
	if a.file != "" {
		properties = append(properties, "file="+commandProperty(a.file))
		if a.line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d", a.line))
		}
	}
	properties = append(properties, "title="+commandProperty(a.title))
	return fmt.Sprintf("::%s %s::%s\n", a.level, strings.Join(properties, ","),
		commandData(a.message))
}

// commandData and commandProperty escape as @actions/core does.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text.Visible(s))
}

func commandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}
