package cases

import (
	"example.com/toeline/harness/result"
)

// Input returns the case as it is folded, before anything was sent.
func (c *Case) Input() result.CaseInput {
	in := result.CaseInput{
		Case: result.Case{
			ID: c.ID, Text: c.Text, Situation: c.Situation, Effect: string(c.Effect),
		},
		Breaks: c.Breaks, Skip: c.Skip,
	}
	for _, s := range c.Steps {
		if s.Operation.Path == "" { // a client's own: it says what it sends
			continue
		}
		in.Case.Steps = append(in.Case.Steps, result.Step{Method: s.Method, Path: s.Operation.Path})
	}
	return in
}
