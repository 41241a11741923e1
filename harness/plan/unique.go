package plan

import (
	"encoding/json"
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// addUnique judges the rules over the whole run, as far as it has got: no two
// answers share the value of a header.
func (r *Run) addUnique(res *Result) {
	for i := range res.Case.checks {
		c := &res.Case.checks[i]
		if c.Unique == nil || !r.Plan.judges(res.Case, c.ID) {
			continue
		}
		answers, shared, example := r.shared(c)
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
			Finding: result.Finding{
				Requirement: c.ID, Reason: "not unique", Where: whereUnique(c.Unique),
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

func whereUnique(u *spec.UniqueRule) string {
	if u.Header != "" {
		return "header " + strings.ToLower(u.Header)
	}
	return u.Pointer
}

// uniqueValue is what a rule looks at in an answer; empty: there is nothing,
// which is another rule's finding.
func uniqueValue(u *spec.UniqueRule, response *exchange.Response) string {
	if u.Header != "" {
		value, _ := response.Header.Get(u.Header)
		return value
	}
	var content any
	if json.Unmarshal(response.Body, &content) != nil {
		return ""
	}
	value, _ := spec.Lookup(content, u.Pointer)
	text, _ := value.(string)
	return text
}

// shared counts the answers that a check speaks of and that carry a value,
// those whose value an earlier one has, letter case ignored, and gives the last
// such value.
func (r *Run) shared(check *spec.Check) (answers, shared int, example string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]bool{}
	for _, c := range r.Plan.Cases {
		for _, s := range r.cases[c.ID].settled {
			if s.exchange == nil || s.exchange.Response == nil || !check.When.Holds(s.exchange.Response.Status) {
				continue
			}
			value := uniqueValue(check.Unique, s.exchange.Response)
			if value == "" {
				continue
			}
			answers++
			key := strings.ToLower(value)
			if n, redacted := s.values[whereUnique(check.Unique)]; redacted {
				key = fmt.Sprint("#", n)
			}
			if seen[key] {
				shared++
				example = value
			} else {
				seen[key] = true
			}
		}
	}
	return answers, shared, example
}
