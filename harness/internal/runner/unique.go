package runner

import (
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/evidence"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
)

// uniqueOutcomes judges the rules over the whole run, as far as it has got.
func (r *Run) uniqueOutcomes(c *cases.Case) []result.Outcome {
	var all []result.Outcome
	for _, one := range c.UniqueChecks() {
		found, exercised, unread := check.Unique(one, r.samples())
		o := result.Outcome{Looked: []string{one.ID}}
		switch {
		case unread != "":
			o = result.Outcome{Unread: r.redactReasons(map[string]string{one.ID: unread})}
		case found == nil && !exercised:
			continue
		}
		if found != nil {
			o.Findings = []result.Finding{r.redactFinding(*found)}
			o.Instance, o.Exchange = r.firstExchange(c)
		}
		all = append(all, o)
	}
	return all
}

// firstExchange returns the first exchange of a case, as evidence.
func (r *Run) firstExchange(c *cases.Case) (instance int, e *result.Exchange) {
	var first *exchange.Exchange
	r.locked(func() {
		for i, o := range r.progress[c.ID].outcomes {
			if o.exchange != nil {
				instance, first = i/len(c.Steps), o.exchange
				return
			}
		}
	})
	if first == nil {
		return 0, nil
	}
	kept := evidence.From(instance, r.redactor.Exchange(first))
	return instance, &kept
}

// samples are the responses of the run, in the order of its cases.
func (r *Run) samples() []check.Sample {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	var all []check.Sample
	for _, c := range r.Set.Cases {
		for _, o := range r.progress[c.ID].outcomes {
			if o.exchange != nil {
				all = append(all, check.Sample{
					Response: o.exchange.Response, Fault: o.exchange.Fault, Values: o.values,
				})
			}
		}
	}
	return all
}
