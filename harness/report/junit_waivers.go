package report

import (
	"fmt"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// waivedCase returns the marks of a case whose failures are waived. Of the marks
// that JUnit has, only skipped neither fails a build nor reads like a pass.
func waivedCase(r *result.Report, c *result.Case) (*junitProblem, *junitText) {
	message := "waived"
	for _, f := range c.Findings {
		if w := r.WaiverOf(f.Waiver); w != nil {
			message = fmt.Sprintf("waived by %s (%s): %s", w.Place(), summary.Terms(w), w.Reason)
			break
		}
	}
	return &junitProblem{Message: text.Visible(message)},
		&junitText{"\nBroken, and not failing this run:\n\n" + findingsText(r, c.Findings)}
}

// waiverSuite returns a suite with a failure for each waiver that a person has to
// correct.
func waiverSuite(r *result.Report, failing []*result.Waiver) junitSuite {
	s := newSuite(r, "waivers")
	s.Tests, s.Failures = len(failing), len(failing)
	for i, w := range failing {
		s.Cases = append(s.Cases, junitCase{
			Name:      text.Visible(fmt.Sprintf("waiver %d: %s", i+1, w.Place())),
			Classname: documentName(r) + ".waivers", Time: "0.000",
			Failure: &junitProblem{
				Message: text.Visible(fmt.Sprintf("%s: %s: %s", w.Place(), w.State, w.Why)),
				Type:    string(w.State), Text: text.Visible(summary.About(w)),
			},
		})
	}
	return s
}
