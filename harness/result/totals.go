package result

// Count adds a case, and whether it is known to fail.
func (v *Verdicts) Count(c *Case) {
	v.Add(c.Verdict)
	if c.Waived {
		v.Waived++
	}
}

func (v *Verdicts) Add(verdict string) {
	switch verdict {
	case Pass:
		v.Pass++
	case Fail:
		v.Fail++
	case Skip:
		v.Skip++
	case Undecided:
		v.Undecided++
	}
}

func (s *Standings) Add(standing string) {
	switch standing {
	case Proven:
		s.Proven++
	case Broken:
		s.Broken++
	case Unproven:
		s.Unproven++
	}
}
