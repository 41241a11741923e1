package plan

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/check"
)

// addUnique judges the rules over the whole run, as far as it has got: no two
// answers share the value of a header.
func (r *Run) addUnique(res *Result) {
	for i := range res.Case.checks {
		c := &res.Case.checks[i]
		if c.Unique == nil || !r.Plan.judges(res.Case, c.ID) {
			continue
		}
		answers, shared, example := r.shared(c.Unique.Header)
		if answers < 2 {
			continue
		}
		if shared == 0 {
			res.held[c.ID]++
			continue
		}
		res.broke[c.ID]++
		level := r.Plan.levels[c.ID]
		res.Findings = append(res.Findings, Finding{
			Finding: check.Finding{
				Requirement: c.ID, Reason: "not unique", Where: "header " + strings.ToLower(c.Unique.Header),
				Expected: fmt.Sprintf("a value of its own in each of %d answers", answers),
				Got:      r.redactor.String(fmt.Sprintf("%d answers with a value that another has, as %s", shared, example)),
			},
			Level: level, Gated: r.Plan.Options.gates(level),
		})
		for probe, s := range r.cases[res.Case.ID].settled {
			if s.exchange != nil {
				res.Exchanges[probe] = r.redactor.Exchange(s.exchange)
				break
			}
		}
	}
}

// shared counts the answers that carry a header, those whose value an earlier
// one has, letter case ignored, and gives the first such value.
func (r *Run) shared(header string) (answers, shared int, example string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]bool{}
	for _, c := range r.Plan.Cases {
		for _, s := range r.cases[c.ID].settled {
			if s.exchange == nil || s.exchange.Response == nil {
				continue
			}
			value, ok := s.exchange.Response.Header.Get(header)
			if !ok {
				continue
			}
			answers++
			if key := strings.ToLower(value); seen[key] {
				shared++
				example = value
			} else {
				seen[key] = true
			}
		}
	}
	return answers, shared, example
}
