package result

// Count adds a case, and whether it is known to fail.
func (v *CaseTotals) Count(c *Case) {
	v.Add(c.Verdict)
	if c.Waived {
		v.Waived++
	}
}

func (v *CaseTotals) Add(verdict string) {
	switch verdict {
	case Passed:
		v.Passed++
	case Failed:
		v.Failed++
	case Skipped:
		v.Skipped++
	case Inconclusive:
		v.Inconclusive++
	}
}

func (s *RequirementTotals) Add(standing string) {
	switch standing {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Untested:
		s.Untested++
	}
}
