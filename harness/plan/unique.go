package plan

import (
	"example.com/toeline/harness/internal/check"
)

// addUnique judges the rules over the whole run, as far as it has got.
func (r *Run) addUnique(res *Result) {
	for i := range res.Case.checks {
		c := &res.Case.checks[i]
		if c.Unique == nil || !r.Plan.judges(res.Case, c.ID) {
			continue
		}
		found, exercised := check.Unique(c, r.samples())
		if found == nil {
			if exercised {
				res.held[c.ID]++
			}
			continue
		}
		res.broke[c.ID]++
		level := r.Plan.levels[c.ID]
		res.Findings = append(res.Findings, Finding{
			Finding: redactedFinding(r.redactor, *found), Level: level, Gated: r.Plan.Options.gates(level),
		})
		for probe, s := range r.cases[res.Case.ID].settled {
			if s.exchange != nil {
				res.Exchanges[probe] = r.redactor.Exchange(s.exchange)
				break
			}
		}
	}
}

// samples are the responses of the run, in the order of its cases.
func (r *Run) samples() []check.Sample {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []check.Sample
	for _, c := range r.Plan.Cases {
		for _, s := range r.cases[c.ID].settled {
			if s.exchange != nil {
				all = append(all, check.Sample{Response: s.exchange.Response, Values: s.values})
			}
		}
	}
	return all
}
