package result

import (
	"errors"
	"fmt"
)

// Check refuses a report that contradicts itself: one that was edited, or that
// only looks like ours.
func (r *Report) Check() error {
	var cases CaseTotals
	seen := map[string]bool{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.ID == "" || seen[c.ID] {
			return fmt.Errorf("cases/%d: the id is empty or occurs twice", i)
		}
		seen[c.ID] = true
		before := cases.All()
		if cases.Count(c); cases.All() == before {
			return fmt.Errorf("cases/%d: no verdict that is known", i)
		}
		if err := r.checkWaived(c); err != nil {
			return err
		}
	}
	for i, c := range r.Causes {
		if len(c.Cases) == 0 {
			return fmt.Errorf("causes/%d: no case has it", i)
		}
		if len(c.Fingerprints) == 0 {
			return fmt.Errorf("causes/%d: it has no fingerprint", i)
		}
		for _, one := range c.Fingerprints {
			if err := CheckFingerprint(one); err != nil {
				return fmt.Errorf("causes/%d: %w", i, err)
			}
		}
	}
	var requirements RequirementTotals
	clear(seen)
	for i, known := range r.Requirements {
		if known.ID == "" || seen[known.ID] {
			return fmt.Errorf("requirements/%d: the id is empty or occurs twice", i)
		}
		seen[known.ID] = true
		before := requirements.All()
		if requirements.Add(known.Status); requirements.All() == before {
			return fmt.Errorf("requirements/%d: no status that is known", i)
		}
		if known.Waived {
			requirements.Waived++
		}
	}
	for i := range r.Waivers {
		if w := &r.Waivers[i]; !w.Known() {
			return fmt.Errorf("waivers/%d: no state that is known", i)
		}
	}
	if r.Totals != (Totals{cases, requirements}) {
		return errors.New("totals: they are not those of the cases and requirements that follow")
	}
	return nil
}

// checkWaived refuses a case that names waivers which are not there.
func (r *Report) checkWaived(c *Case) error {
	for i, f := range c.Findings {
		if f.Waiver < 0 || f.Waiver > len(r.Waivers) {
			return fmt.Errorf("case %s: findings/%d: no waiver %d", c.ID, i, f.Waiver)
		}
	}
	if c.Waived != (c.Verdict == Failed && c.AllWaived()) {
		return fmt.Errorf("case %s: waived is %t, and its findings say otherwise", c.ID, c.Waived)
	}
	return nil
}
