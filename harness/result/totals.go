package result

// Count adds a case by its verdict, and once more to Waived where its failure is waived.
func (v *CaseTotals) Count(c *Case) {
	v.Add(c.Verdict)
	if c.Waived {
		v.Waived++
	}
}

// Add counts one verdict; any other word is not counted.
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

// Add counts one status; any other word is not counted.
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
