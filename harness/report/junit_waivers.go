package report

import (
	"fmt"

	"example.com/toeline/harness/result"
)

// waivedCase is a case that fails as is known. Of the marks that JUnit has,
// skipped alone neither fails a build nor reads like a pass.
func waivedCase(r *result.Report, c *result.Case) (*junitProblem, *junitText) {
	message := "waived"
	for _, f := range c.Findings {
		if w := r.WaiverOf(f.Waiver); w != nil {
			message = fmt.Sprintf("waived by %s (%s): %s", w.Place(), termsOf(w), w.Reason)
			break
		}
	}
	return &junitProblem{Message: visible(message)}, &junitText{"\nBroken, and not failing this run:\n\n" + findingsText(r, c.Findings)}
}

// waiverSuite has a failure for each line of the waivers file that a person
// has to mend.
func waiverSuite(r *result.Report, failing []*result.Waiver) junitSuite {
	s := newSuite(r, "waivers")
	s.Tests, s.Failures = len(failing), len(failing)
	for i, w := range failing {
		s.Cases = append(s.Cases, junitCase{
			Name: visible(fmt.Sprintf("waiver %d: %s", i+1, w.Place())), Classname: documentName(r) + ".waivers", Time: "0.000",
			Failure: &junitProblem{Message: visible(fmt.Sprintf("%s: %s: %s", w.Place(), w.State, w.Why)), Type: string(w.State), Text: visible(aboutWaiver(w))},
		})
	}
	return s
}
