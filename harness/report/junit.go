package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// JUnit is the report for CI servers, in the dialect of Surefire that Jenkins,
// GitLab and GitHub's actions read: a testsuite a situation, a testcase a
// case. A name is a case's id, and so stays the same between runs.
type JUnit struct{}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Hostname   string          `xml:"hostname,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// junitCase has at most one of Failure, Error and Skipped: readers take the
// first, and would count a case twice.
type junitCase struct {
	Name      string        `xml:"name,attr"`
	Classname string        `xml:"classname,attr"`
	Time      string        `xml:"time,attr"`
	Failure   *junitProblem `xml:"failure"`
	Error     *junitProblem `xml:"error"`
	Skipped   *junitProblem `xml:"skipped"`
	SystemOut *junitText    `xml:"system-out"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

// junitText is CDATA, so that who opens the file finds lines.
type junitText struct {
	Text string `xml:",cdata"`
}

// Write implements Handler.
func (JUnit) Write(w io.Writer, r *result.Report) error {
	data, err := xml.MarshalIndent(junit(r), "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

func junit(r *result.Report) junitSuites {
	all := junitSuites{
		Name: text.Visible("toeline " + documentName(r)),
		Time: seconds(r.Run.Milliseconds),
	}
	if r.Run.Preflight != "" {
		all.Suites = []junitSuite{preflightSuite(r)}
	}
	for _, s := range summary.Situations(r) {
		all.Suites = append(all.Suites, suite(r, s))
	}
	if failing := r.FailingWaivers(); len(failing) > 0 {
		all.Suites = append(all.Suites, waiverSuite(r, failing))
	}
	if s := untestedSuite(r); s.Tests > 0 {
		all.Suites = append(all.Suites, s)
	}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Skipped += s.Skipped
	}
	return all
}

// documentName returns the document's file without its directory and extension.
// That of a client's contract has a prefix: a contract has the same name.
func documentName(r *result.Report) string {
	name, _, _ := strings.Cut(r.Run.Document.Base(), ".")
	if r.Run.Client != "" {
		return "clients." + name
	}
	return name
}

// preflightSuite returns the suite of a run that reached no target: a file
// without a testcase is taken for one that passed.
func preflightSuite(r *result.Report) junitSuite {
	s := newSuite(r, "preflight")
	s.Tests, s.Errors = 1, 1
	s.Cases = []junitCase{{
		Name: "preflight", Classname: documentName(r) + ".preflight", Time: "0.000",
		Error: &junitProblem{Message: text.Visible(r.Run.Preflight), Type: result.Inconclusive},
	}}
	return s
}

// untestedSuite returns a suite with a failure for each requirement that fails the run by being
// untested: the cases that it lacks are skipped, or not there at all.
func untestedSuite(r *result.Report) junitSuite {
	s := newSuite(r, "untested")
	for _, known := range summary.GatingUntested(r) {
		if !r.Run.FailsUntested(known) {
			continue
		}
		s.Cases = append(s.Cases, junitCase{
			Name: text.Visible(known.ID), Classname: documentName(r) + ".untested", Time: "0.000",
			Failure: &junitProblem{
				Message: text.Visible("untested: " + text.Some(known.Why, 3)),
				Type:    result.Untested, Text: text.Visible(known.Text),
			},
		})
	}
	s.Tests, s.Failures = len(s.Cases), len(s.Cases)
	return s
}

func newSuite(r *result.Report, name string) junitSuite {
	s := junitSuite{
		Name: text.Visible(name), Time: "0.000",
		Timestamp: r.Run.Started.UTC().Format("2006-01-02T15:04:05"),
		Hostname:  text.Visible(summary.Host(r.Run.Target)),
	}
	add := func(name, value string) {
		s.Properties = append(s.Properties, junitProperty{name, text.Visible(value)})
	}
	add("target", r.Run.Target)
	add("document", r.Run.Document.File)
	add("sha256", r.Run.Document.SHA256)
	add("profile", r.Run.Profile)
	add("toeline", r.Tool.Version)
	for _, n := range summary.Notices(r, summary.MostNotJudged) {
		add(strings.ToLower(n.Label), n.Text)
	}
	for _, set := range r.Run.Settings {
		add("setting."+set.Name, set.Value+" ("+set.From+")")
	}
	return s
}

func suite(r *result.Report, group *summary.Situation) junitSuite {
	s := newSuite(r, group.Name)
	v := &group.Verdicts
	s.Tests, s.Failures = v.All(), v.Failed-v.Waived
	s.Errors, s.Skipped = v.Inconclusive, v.Skipped+v.Waived
	sum := 0.0
	for _, c := range group.Cases {
		sum += c.Milliseconds
		s.Cases = append(s.Cases, testcase(r, c))
	}
	s.Time = seconds(sum)
	return s
}

func testcase(r *result.Report, c *result.Case) junitCase {
	made := junitCase{
		Name: text.Visible(c.ID), Time: seconds(c.Milliseconds),
		Classname: text.Visible(documentName(r) + "." + c.Situation),
	}
	gating, other := split(c.Findings)
	if len(other) > 0 {
		made.SystemOut = &junitText{
			"\nBroken, and not failing this run:\n\n" + findingsText(r, other),
		}
	}
	switch c.Verdict {
	case result.Failed:
		if c.Waived {
			made.Skipped, made.SystemOut = waivedCase(r, c)
			break
		}
		made.Failure = &junitProblem{
			Message: failureMessage(gating),
			Text:    "\n" + findingsText(r, gating),
		}
		if len(gating) > 0 {
			made.Failure.Type = text.Visible(gating[0].Requirement)
		}
		if c.Reason != "" {
			made.Failure.Text += "\nbesides, " + unjudged(c) + ": " + text.Visible(c.Reason) + "\n"
		}
	case result.Inconclusive:
		made.Error = &junitProblem{
			Message: text.Visible(c.Reason), Type: result.Inconclusive, Text: unjudged(c),
		}
	case result.Skipped:
		made.Skipped = &junitProblem{Message: text.Visible(c.Reason)}
	}
	return made
}

func unjudged(c *result.Case) string {
	return fmt.Sprintf("%d of its requests could not be judged", c.Unjudged)
}

func split(all []result.Finding) (gating, other []result.Finding) {
	for _, f := range all {
		if f.Gating && f.Waiver == 0 {
			gating = append(gating, f)
		} else {
			other = append(other, f)
		}
	}
	return gating, other
}

// failureMessage returns the line for a failure in a list.
func failureMessage(gating []result.Finding) string {
	if len(gating) == 0 {
		return "the report was edited: a failed case without a finding"
	}
	f := gating[0]
	message := fmt.Sprintf("%s %s: %s: expected %s, got %s",
		f.Requirement, f.Where, result.SaidReason(f.Reason), f.Expected, f.Got)
	if more := len(gating) - 1; more > 0 {
		message += fmt.Sprintf(" (and %s)", text.Plural(more, "more finding"))
	}
	return text.Visible(message)
}

// findingsText writes the first finding of each cause in full, and a line for
// each of the others.
func findingsText(r *result.Report, all []result.Finding) string {
	var order []string
	by := map[string][]result.Finding{}
	for _, f := range all {
		key := f.Requirement + "\n" + f.Where + "\n" + f.Reason
		if by[key] == nil {
			order = append(order, key)
		}
		by[key] = append(by[key], f)
	}
	var b strings.Builder
	for i, key := range order {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeFinding(&b, r, by[key][0])
		for _, also := range by[key][1:] {
			fmt.Fprintf(&b, "  %-9s %s: got %s\n", "also",
				text.Visible(also.Request), text.Visible(also.Got))
		}
	}
	return b.String()
}

func writeFinding(b *strings.Builder, r *result.Report, f result.Finding) {
	demand, source := "", ""
	if known, ok := r.Requirement(f.Requirement); ok {
		demand, source = known.Text, strings.Join(known.Source, "; ")
	}
	fmt.Fprintf(b, "%s (%s): %s\n",
		text.Visible(f.Requirement), text.Visible(f.Level), text.Visible(demand))
	subsumed := ""
	if f.SubsumedBy != "" {
		subsumed = "by " + f.SubsumedBy
	}
	for _, field := range [][2]string{
		{"source", source},
		{"subsumed", subsumed},
		{"where", f.Where + ": " + result.SaidReason(f.Reason)},
		{"expected", f.Expected},
		{"got", f.Got},
		{"request", f.Request},
		{"repeat", f.Reproduce},
	} {
		if field[1] != "" {
			fmt.Fprintf(b, "  %-9s %s\n", field[0], text.Visible(field[1]))
		}
	}
}

func seconds(milliseconds float64) string {
	return fmt.Sprintf("%.3f", time.Duration(milliseconds*float64(time.Millisecond)).Seconds())
}
