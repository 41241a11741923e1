package waiver

import (
	"example.com/toeline/harness/result"
)

// Rules returns the entries as rules for package result, in their order.
func (f *File) Rules() []result.WaiverRule {
	var all []result.WaiverRule
	for i := range f.Waivers {
		e := &f.Waivers[i]
		all = append(all, result.WaiverRule{
			Waiver: result.Waiver{
				File: f.Name, Line: e.Line, Target: string(e.Target), Reason: e.Reason.Text,
				Owner: e.Owner.Text,
				Link:  string(e.Link), Expires: e.Expires.Text, Flaky: e.Flaky,
			},
			RequirementPatterns: e.Requirement, CasePatterns: e.Case, ExpiresLine: e.Expires.Line,
			Fingerprints: e.Fingerprints.rule(),
		})
	}
	return all
}
