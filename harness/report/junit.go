package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

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
	all := junitSuites{Name: visible("toeline " + documentName(r)), Time: seconds(r.Run.Milliseconds)}
	if r.Run.Preflight != "" {
		all.Suites = []junitSuite{preflightSuite(r)}
	}
	for _, s := range situationsOf(r) {
		all.Suites = append(all.Suites, suite(r, s))
	}
	if failing := r.FailingWaivers(); len(failing) > 0 {
		all.Suites = append(all.Suites, waiverSuite(r, failing))
	}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Skipped += s.Skipped
	}
	return all
}

// documentName is the document's file without its directory and ending. A
// client's is told apart from the contract's, which has the same name.
func documentName(r *result.Report) string {
	name := r.Run.Document.File
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name, _, _ = strings.Cut(name, ".")
	if r.Run.Client != "" {
		return "clients." + name
	}
	return name
}

// preflightSuite makes a run that reached nobody visible as such: a file
// without a testcase is taken for a green one.
func preflightSuite(r *result.Report) junitSuite {
	s := newSuite(r, "preflight")
	s.Tests, s.Errors = 1, 1
	s.Cases = []junitCase{{Name: "preflight", Classname: documentName(r) + ".preflight", Time: "0.000", Error: &junitProblem{Message: visible(r.Run.Preflight), Type: result.Inconclusive}}}
	return s
}

func newSuite(r *result.Report, name string) junitSuite {
	s := junitSuite{
		Name: visible(name), Time: "0.000", Timestamp: r.Run.Started.UTC().Format("2006-01-02T15:04:05"),
		Hostname: visible(hostOf(r.Run.Target)),
	}
	for _, p := range [][2]string{{"target", r.Run.Target}, {"document", r.Run.Document.File}, {"sha256", r.Run.Document.SHA256}, {"profile", r.Run.Profile}, {"toeline", r.Tool.Version}} {
		s.Properties = append(s.Properties, junitProperty{p[0], visible(p[1])})
	}
	for _, n := range notices(r) {
		s.Properties = append(s.Properties, junitProperty{strings.ToLower(n.Label), visible(n.Text)})
	}
	for _, set := range r.Run.Settings {
		s.Properties = append(s.Properties, junitProperty{"setting." + set.Name, visible(set.Value + " (" + set.From + ")")})
	}
	return s
}

func suite(r *result.Report, group *situation) junitSuite {
	s := newSuite(r, group.name)
	s.Tests, s.Failures, s.Errors, s.Skipped = group.verdicts.All(), group.verdicts.Failed-group.verdicts.Waived, group.verdicts.Inconclusive, group.verdicts.Skipped+group.verdicts.Waived
	sum := 0.0
	for _, c := range group.cases {
		sum += c.Milliseconds
		s.Cases = append(s.Cases, testcase(r, c))
	}
	s.Time = seconds(sum)
	return s
}

func testcase(r *result.Report, c *result.Case) junitCase {
	made := junitCase{Name: visible(c.ID), Classname: visible(documentName(r) + "." + c.Situation), Time: seconds(c.Milliseconds)}
	gating, other := split(c.Findings)
	if len(other) > 0 {
		made.SystemOut = &junitText{"\nBroken, and not failing this run:\n\n" + findingsText(r, other)}
	}
	switch c.Verdict {
	case result.Failed:
		if c.Waived {
			made.Skipped, made.SystemOut = waivedCase(r, c)
			break
		}
		made.Failure = &junitProblem{Message: failureMessage(gating), Text: "\n" + findingsText(r, gating)}
		if len(gating) > 0 {
			made.Failure.Type = visible(gating[0].Requirement)
		}
		if c.Reason != "" {
			made.Failure.Text += fmt.Sprintf("\nbesides, %d of its requests could not be judged: %s\n", c.Unjudged, visible(c.Reason))
		}
	case result.Inconclusive:
		made.Error = &junitProblem{Message: visible(c.Reason), Type: result.Inconclusive, Text: fmt.Sprintf("%d of its requests could not be judged", c.Unjudged)}
	case result.Skipped:
		made.Skipped = &junitProblem{Message: visible(c.Reason)}
	}
	return made
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

// failureMessage is what a list of failures shows of one.
func failureMessage(gating []result.Finding) string {
	if len(gating) == 0 {
		return "the report was edited: a failed case without a finding"
	}
	f := gating[0]
	text := fmt.Sprintf("%s %s: %s: expected %s, got %s", f.Requirement, f.Where, f.Reason, f.Expected, f.Got)
	if more := len(gating) - 1; more > 0 {
		text += fmt.Sprintf(" (and %s)", plural(more, "more finding"))
	}
	return visible(text)
}

// findingsText tells findings: the first of each cause in full, and what
// differs in the others in a line.
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
			fmt.Fprintf(&b, "  %-9s %s: got %s\n", "also", visible(also.Request), visible(also.Got))
		}
	}
	return b.String()
}

func writeFinding(b *strings.Builder, r *result.Report, f result.Finding) {
	text, source := "", ""
	if known, ok := r.Requirement(f.Requirement); ok {
		text, source = known.Text, strings.Join(known.Source, "; ")
	}
	fmt.Fprintf(b, "%s (%s): %s\n", visible(f.Requirement), visible(f.Level), visible(text))
	subsumed := ""
	if f.SubsumedBy != "" {
		subsumed = "by " + f.SubsumedBy
	}
	for _, field := range [][2]string{{"source", source}, {"subsumed", subsumed}, {"where", f.Where + ": " + f.Reason}, {"expected", f.Expected}, {"got", f.Got}, {"request", f.Request}, {"repeat", f.Reproduce}} {
		if field[1] != "" {
			fmt.Fprintf(b, "  %-9s %s\n", field[0], visible(field[1]))
		}
	}
}

func seconds(milliseconds float64) string {
	return fmt.Sprintf("%.3f", time.Duration(milliseconds*float64(time.Millisecond)).Seconds())
}
