package result

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"example.com/toeline/spec"
)

// Fold merges what checks found into a report: verdicts, coverage, causes,
// waivers and the exit code. It changes nothing of its input.
func Fold(in Input) *Report {
	f := newFolder(&in)
	r := &Report{
		SchemaVersion: SchemaVersion, Tool: in.Tool, Run: in.Run,
		Requirements: []Requirement{}, Causes: []Cause{}, Cases: []Case{},
		Recording: in.Recording,
	}
	seen := newSubsumption(in.Cases)
	var folded []foldedCase
	for i := range in.Cases {
		c := f.fold(&in.Cases[i], seen)
		folded = append(folded, c)
		r.Run.Requests += c.Requests
	}
	r.Waivers = f.applyWaivers(folded)
	for i := range folded {
		folded[i].Waived = folded[i].isWaived()
		f.addLines(&folded[i].Case)
		r.Cases = append(r.Cases, folded[i].Case)
		r.Totals.Cases.Count(&folded[i].Case)
	}
	r.Requirements = append(r.Requirements, f.coverage(folded)...)
	for _, one := range r.Requirements {
		r.Totals.Requirements.Add(one.Status)
		if one.Waived {
			r.Totals.Requirements.Waived++
		}
	}
	r.Causes = append(r.Causes, f.causes(r)...)
	if r.Totals.Cases.Failed+r.Totals.Cases.Inconclusive > 0 {
		r.Identical = in.Identical
	}
	r.Run.ExitCode, r.Run.Reason = exit(r)
	return r
}

// FoldCase returns what a single case of a run came to so far. A finding is
// subsumed by what the given cases found.
func FoldCase(in Input, c *CaseInput) Case {
	f := newFolder(&in)
	folded := []foldedCase{f.fold(c, newSubsumption(in.Cases))}
	f.markWaived(&folded[0])
	folded[0].Waived = folded[0].isWaived()
	f.addLines(&folded[0].Case)
	return folded[0].Case
}

// folder is the input of a fold, with the level and place of each requirement by its id.
type folder struct {
	in     *Input
	levels map[string]spec.Level
	order  map[string]int // by requirement
}

func newFolder(in *Input) *folder {
	f := &folder{in: in, levels: map[string]spec.Level{}, order: map[string]int{}}
	for i, r := range in.Requirements {
		f.levels[r.ID], f.order[r.ID] = r.Level, i
	}
	return f
}

// gates reports whether broken requirements of a level fail the run.
func (f *folder) gates(l spec.Level) bool {
	return l == spec.Must || f.in.Run.Strict && l == spec.Should
}

// foldedCase is a case with the counts that coverage needs, by requirement.
type foldedCase struct {
	Case
	input *CaseInput
	// held, broke and unseen count requests.
	held, broke, unseen map[string]int
	// unread and hidden are the reasons of outcomes, by requirement.
	unread, hidden map[string]string
	// subsumedBy has, by requirement, the one that explains its findings.
	subsumedBy map[string]string
}

// fold folds one case, all but its waivers.
func (f *folder) fold(in *CaseInput, seen subsumption) foldedCase {
	c := foldedCase{
		Case: in.Case, input: in, subsumedBy: map[string]string{},
		held: map[string]int{}, broke: map[string]int{}, unseen: map[string]int{},
		unread: map[string]string{}, hidden: map[string]string{},
	}
	c.Level, c.Requirements = string(spec.May), []string{}
	for i := range in.Breaks {
		if b := &in.Breaks[i]; b.Own && b.Judged {
			c.Requirements = append(c.Requirements, b.Requirement)
			if f.levels[b.Requirement].AtLeast(spec.Level(c.Level)) {
				c.Level = string(f.levels[b.Requirement])
			}
		}
	}
	c.Note = in.Notes
	if in.Skip != "" {
		c.Verdict, c.Reason = Skipped, in.Skip
		return c
	}
	decided := slices.ContainsFunc(in.Outcomes,
		func(o Outcome) bool { return o.Inconclusive == "" })
	for i := range in.Outcomes {
		if o := &in.Outcomes[i]; !decided || !o.Withheld {
			f.add(&c, o, seen)
		}
	}
	if in.Tally != nil {
		f.addTally(&c, in.Tally)
	}
	c.Milliseconds = max(c.Milliseconds, milliseconds(in.Took))
	c.Verdict = c.verdict()
	return c
}

func (c *foldedCase) verdict() string {
	switch {
	case slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Gating }):
		return Failed
	case c.Unjudged > 0:
		return Inconclusive
	}
	return Passed
}

// add counts one outcome.
func (f *folder) add(c *foldedCase, o *Outcome, seen subsumption) {
	c.Requests += o.Sent
	if o.Inconclusive != "" {
		c.Unjudged++
		c.Reason = cmp.Or(c.Reason, o.Inconclusive)
		c.keep(o)
		return
	}
	broken, subsumed := map[string]bool{}, map[string]bool{}
	for _, found := range o.Findings {
		if seen.explain(&found) {
			subsumed[found.Requirement] = true
			c.subsumedBy[found.Requirement] = found.PartOf
		}
		if !c.input.judges(found.Explained()) {
			continue
		}
		if found.SubsumedBy == "" {
			broken[found.Requirement] = true
		}
		found.Instance, found.Step, found.Turn = o.Instance, o.Step, o.Turn
		f.addFinding(c, found)
	}
	unread := c.addReasons(o.Unread, o.Hidden)
	if unread != "" {
		c.Unjudged++
		c.Reason = cmp.Or(c.Reason, unread)
	}
	if len(broken)+len(subsumed) > 0 || unread != "" || c.input.KeepAll {
		c.keep(o)
	}
	for id := range broken {
		c.broke[id]++
	}
	for _, id := range o.Looked {
		if c.input.judges(id) && !broken[id] && !subsumed[id] {
			c.held[id]++
		}
	}
	for _, id := range o.Unseen {
		c.unseen[id]++
	}
}

// addReasons collects why requirements were not tested. It returns the first reason why content
// that the case is about was not read; empty: all was read.
func (c *foldedCase) addReasons(unread, hidden map[string]string) string {
	first := ""
	for _, id := range slices.Sorted(maps.Keys(unread)) {
		if c.input.judges(id) {
			c.unread[id] = cmp.Or(c.unread[id], unread[id])
			first = cmp.Or(first, unread[id])
		}
	}
	for id, why := range hidden {
		c.hidden[id] = cmp.Or(c.hidden[id], why)
	}
	return first
}

// addFinding adds a finding with what it means for the run: the level is that
// of its own requirement, also where it is subsumed.
func (f *folder) addFinding(c *foldedCase, found Finding) {
	level := f.levels[found.Requirement]
	found.Level, found.Gating = string(level), f.gates(level)
	c.Findings = append(c.Findings, found)
}

func (f *folder) addTally(c *foldedCase, t *Tally) {
	c.Requests += t.Sent
	c.Unjudged += t.Unjudged
	c.Reason = cmp.Or(c.Reason, t.Reason)
	c.addReasons(t.Unread, t.Hidden)
	for _, found := range t.Findings {
		if c.input.judges(found.Requirement) {
			f.addFinding(c, found)
		}
	}
	sort.SliceStable(c.Findings, func(i, j int) bool {
		a, b := &c.Findings[i], &c.Findings[j]
		return cmp.Or(cmp.Compare(f.order[a.Requirement], f.order[b.Requirement]),
			strings.Compare(a.Where+a.Reason, b.Where+b.Reason)) < 0
	})
	for _, e := range t.Exchanges {
		c.keep(&Outcome{Exchange: &e, Instance: e.Instance, Step: e.Step})
	}
	for _, counts := range []struct{ from, to map[string]int }{
		{t.Held, c.held}, {t.Broke, c.broke}, {t.Unseen, c.unseen},
	} {
		for id, n := range counts.from {
			if c.input.judges(id) {
				counts.to[id] += n
			}
		}
	}
}

// keep keeps the evidence of an outcome.
func (c *foldedCase) keep(o *Outcome) {
	if o.Exchange == nil || c.exchange(o.Instance, o.Step, o.Turn) != nil {
		return
	}
	e := *o.Exchange
	e.Instance, e.Step, e.Turn = o.Instance, o.Step, o.Turn
	c.Exchanges = append(c.Exchanges, e)
	c.Milliseconds += e.Milliseconds
}

// isWaived reports whether all that makes the case fail is known.
func (c *foldedCase) isWaived() bool {
	return c.Verdict == Failed && c.AllWaived()
}

// addLines adds the lines that repeat the findings.
func (f *folder) addLines(c *Case) {
	if f.in.Lines == nil {
		return
	}
	for i := range c.Findings {
		found := &c.Findings[i]
		found.Request, found.Reproduce = f.in.Lines.Finding(c.ID, found, c.Exchange(found))
	}
}

// FoldUnreached returns the report of a run that ended before its first case:
// it has no cases, and every requirement is untested. Run.Preflight says why.
func FoldUnreached(in Input) *Report {
	f := newFolder(&in)
	r := &Report{
		SchemaVersion: SchemaVersion, Tool: in.Tool, Run: in.Run, Recording: in.Recording,
		Requirements: []Requirement{}, Causes: []Cause{}, Cases: []Case{},
	}
	r.Requirements = append(r.Requirements, f.unreached()...)
	for _, one := range r.Requirements {
		r.Totals.Requirements.Add(one.Status)
	}
	r.Run.ExitCode, r.Run.Reason = exit(r)
	return r
}
