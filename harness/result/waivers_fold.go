package result

// applyWaivers marks the findings that are known failures, and returns what became of each waiver.
// A run that never began says nothing about waivers.
func (f *folder) applyWaivers(cases []foldedCase) []Waiver {
	if len(f.in.Waivers) == 0 || len(cases) == 0 {
		return nil
	}
	marks, waivers := applyWaivers(f.in.Waivers, f.in.Run.Target, f.in.Run.Started,
		f.waiverRun(cases))
	for i := range cases {
		for j := range cases[i].Findings {
			cases[i].Findings[j].Waiver = marks[i][j]
		}
	}
	return waivers
}

// markWaived marks the findings of one case. What becomes of the rules is known when all cases are
// folded.
func (f *folder) markWaived(c *foldedCase) {
	if len(f.in.Waivers) == 0 || len(c.Findings) == 0 {
		return
	}
	m := NewWaiverMatcher(f.in.Waivers, f.in.Run.Target, f.in.Run.Started)
	for i, mark := range m.Mark(c.ID, waiverFindings(c)) {
		c.Findings[i].Waiver = mark
	}
}

func waiverFindings(c *foldedCase) []WaiverFinding {
	all := make([]WaiverFinding, len(c.Findings))
	for i := range c.Findings {
		all[i] = c.Findings[i].WaiverFinding()
	}
	return all
}

// waiverRun returns what the run shows to waivers.
func (f *folder) waiverRun(cases []foldedCase) waiverRun {
	var run waiverRun
	for _, r := range f.in.Requirements {
		run.Requirements = append(run.Requirements, r.ID)
	}
	for _, list := range [][]CaseInput{f.in.Cases, f.in.Others} {
		for i := range list {
			for _, b := range list[i].Breaks {
				run.Pairs = append(run.Pairs, waiverPair{
					Case: list[i].Case.ID, Requirement: b.Requirement,
					Exercised: b.Exercised, Out: b.Out, Lacking: b.Lacking,
				})
			}
		}
	}
	for i := range cases {
		c := &cases[i]
		run.Cases = append(run.Cases, waiverCase{
			ID: c.ID, Held: c.held, Unseen: c.unseen, Unjudged: c.Unjudged, Why: c.Reason,
			Findings: waiverFindings(c),
		})
	}
	return run
}
