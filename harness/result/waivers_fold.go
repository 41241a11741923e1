package result

// applyWaivers marks the findings that are known failures, and returns what became of each waiver.
// A run that never began says nothing about waivers.
func (f *folder) applyWaivers(cases []foldedCase) []Waiver {
	if len(f.in.Waivers) == 0 || len(cases) == 0 {
		return nil
	}
	marks, waivers := ApplyWaivers(f.in.Waivers, f.in.Run.Target, f.in.Run.Started,
		f.waiverRun(cases))
	for i := range cases {
		for j := range cases[i].Findings {
			cases[i].Findings[j].Waiver = marks[i][j]
		}
	}
	return waivers
}

// waiverRun returns what the run shows to waivers.
func (f *folder) waiverRun(cases []foldedCase) WaiverRun {
	var run WaiverRun
	for _, r := range f.in.Requirements {
		run.Requirements = append(run.Requirements, r.ID)
	}
	for _, list := range [][]CaseInput{f.in.Cases, f.in.Others} {
		for i := range list {
			for _, b := range list[i].Breaks {
				run.Pairs = append(run.Pairs, Pair{
					Case: list[i].Case.ID, Requirement: b.Requirement,
					Exercised: b.Exercised, Out: b.Out, Lacking: b.Lacking,
				})
			}
		}
	}
	for i := range cases {
		c := &cases[i]
		one := WaiverCase{
			ID: c.ID, Held: c.held, Unseen: c.unseen, Unjudged: c.Unjudged, Why: c.Reason,
		}
		for j := range c.Findings {
			one.Findings = append(one.Findings, c.Findings[j].WaiverFinding())
		}
		run.Cases = append(run.Cases, one)
	}
	return run
}
