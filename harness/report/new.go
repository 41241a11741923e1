package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// New makes the report of an outcome. Of a run whose preflight failed, the
// outcome carries the plan alone.
func New(o *plan.Outcome, f Facts) *Report {
	b := &builder{outcome: o, facts: f, repeat: newRepeater(o.Plan.Options, f)}
	r := &Report{
		SchemaVersion: SchemaVersion,
		Tool:          Tool{Name: "toeline", Version: cmp.Or(f.Version, "(devel)")},
		Run:           b.run(),
		Alike:         cutText(b.repeat.redactor.String(cmp.Or(f.Alike, o.Alike)), maxField),
		Requirements:  []Requirement{},
		Causes:        []Cause{},
		Cases:         []Case{},
		Waivers:       o.Waivers,
		Recording:     newRecorded(o, f, b.repeat.redactor),
	}
	for _, c := range o.Coverage {
		r.Requirements = append(r.Requirements, requirement(c))
		r.Totals.Requirements.Add(string(c.Standing))
		if c.Waived {
			r.Totals.Requirements.Waived++
		}
	}
	for i := range o.Results {
		r.Cases = append(r.Cases, b.result(&o.Results[i]))
		r.Totals.Cases.Count(&r.Cases[i])
	}
	r.Causes = append(r.Causes, fold(r, b.repeat)...)
	return r
}

// builder is a report in the making.
type builder struct {
	outcome *plan.Outcome
	facts   Facts
	repeat  *repeater
}

func (b *builder) run() Run {
	o, f := b.outcome, b.facts
	options := o.Plan.Options
	run := Run{
		Document: Document{File: cmp.Or(f.Document, options.Doc.File), Title: options.Doc.Title, Version: options.Doc.Version, SHA256: options.Doc.Digest},
		Target:   b.repeat.redactor.String(options.Target.URL),
		Embedded: f.Target == "" && f.Client == nil,
		Client:   b.repeat.redactor.String(clientName(f.Client)),
		Profile:  options.Profile, Strict: options.Strict,
		Only: options.Only, Skip: options.Skip,
		Fixtures: fixturesName(options, f),
		Seed:     options.Seed, Started: o.Started.UTC(), Milliseconds: milliseconds(o.Elapsed),
		Requests: o.Sent, CutShort: o.CutShort,
	}
	run.Stopped = cutText(o.Stopped, maxField)
	for _, note := range o.Notes {
		run.Notes = append(run.Notes, cutText(b.repeat.redactor.String(note), maxField))
	}
	if rec := options.Replay; rec != nil {
		run.Replay = &Replay{File: f.Replay, DocumentSHA256: rec.Document.SHA256}
	}
	if options.RequireAll {
		run.Require = "all"
	}
	if options.Level != spec.May { // the lowest leaves nothing out
		run.Level = string(options.Level)
	}
	for _, s := range f.Settings {
		s.Value = cutText(b.repeat.redactor.String(s.Value), maxField)
		run.Settings = append(run.Settings, s)
	}
	run.ExitCode, run.Reason = o.Exit()
	if f.Preflight != "" {
		run.Preflight = cutText(b.repeat.redactor.String(f.Preflight), maxField)
		run.ExitCode, run.Reason = plan.ExitUnknown, run.Preflight
	}
	return run
}

func fixturesName(o plan.Options, f Facts) string {
	switch {
	case f.Fixtures != "":
		return f.Fixtures
	case o.World.Embedded:
		return "embedded"
	}
	return o.World.File
}

func requirement(c plan.Coverage) Requirement {
	why := slices.Clone(c.Why)
	if c.Standing == plan.Unproven && len(why) == 0 {
		why = []string{"no answer came that it speaks of"}
	}
	return Requirement{
		ID: c.Requirement.ID, Level: string(c.Requirement.Level), Text: c.Requirement.Text,
		Source: c.Requirement.Source, Basis: string(c.Requirement.Basis), Note: c.Requirement.Note,
		Line: c.Requirement.Pos.Line, Gated: c.Gated, Standing: string(c.Standing), Waived: c.Waived,
		Held: c.Held, Broke: c.Broke, Why: why,
	}
}

func (b *builder) result(res *plan.Result) Case {
	c := Case{
		ID: res.Case.ID, Text: res.Case.Text, Situation: res.Case.Situation, Level: string(res.Case.Level),
		Requirements: append([]string{}, res.Case.Requirements...), Effect: string(res.Case.Effect),
		Verdict: string(res.Verdict), Waived: res.Waived(), Reason: cutText(res.Reason, maxField), Requests: res.Sent, Unjudged: res.Unjudged,
	}
	var kept time.Duration
	for _, probe := range slices.Sorted(maps.Keys(res.Exchanges)) {
		c.Exchanges = append(c.Exchanges, record(probe, res.Exchanges[probe]))
		kept += res.Exchanges[probe].Total
	}
	c.Milliseconds = milliseconds(kept)
	if b.facts.Took != nil {
		c.Milliseconds = milliseconds(max(kept, b.facts.Took(c.ID)))
	}
	for _, text := range res.Note {
		c.Note = append(c.Note, cutText(b.repeat.redactor.String(text), maxField))
	}
	for _, f := range res.Findings {
		c.Findings = append(c.Findings, b.finding(res, f))
	}
	return c
}

func (b *builder) finding(res *plan.Result, f plan.Finding) Finding {
	made := Finding{
		Requirement: f.Requirement, Level: string(f.Level), Gated: f.Gated, Reason: f.Reason, Where: f.Where,
		Expected: cutText(f.Expected, maxField), Got: cutText(f.Got, maxField), Waiver: f.Waiver, Probe: f.Probe, With: f.With,
	}
	if p, ok := res.Probe(f.Probe); ok {
		made.Request = b.repeat.redactor.String(p.Request.Method + " " + p.Request.Target)
		made.Repeat = b.repeat.curl(p, res.Exchanges[f.Probe])
	} else if b.facts.Client != nil { // it sends by itself: a line has it make the call again
		if e := res.Exchanges[f.Probe]; e != nil {
			made.Request = b.repeat.redactor.String(e.Request.Method + " " + e.Request.Target)
		}
		made.Repeat = b.repeat.only(append([]string{res.Case.ID}, f.With...))
	}
	return made
}

// fold gathers the findings of a report by requirement, place, reason and
// waiver.
func fold(r *Report, repeat *repeater) []Cause {
	type key struct {
		requirement, where, reason string
		waiver                     int
	}
	type request struct {
		key
		caseID string
		probe  int
	}
	at, seen := map[key]int{}, map[request]bool{}
	var all []Cause
	for i := range r.Cases {
		for _, f := range r.Cases[i].Findings {
			k := key{f.Requirement, strings.ToLower(f.Where), f.Reason, f.Waiver}
			if _, known := at[k]; !known {
				at[k] = len(all)
				all = append(all, Cause{Fingerprint: result.Fingerprint(f.Requirement, f.Where, f.Reason), Requirement: f.Requirement, Level: f.Level, Where: f.Where, Reason: f.Reason, Gated: f.Gated, Waiver: f.Waiver, Example: f, Verify: repeat.only(append([]string{r.Cases[i].ID}, f.With...))})
			}
			c := &all[at[k]]
			c.Findings++
			if id := r.Cases[i].ID; len(c.Cases) == 0 || c.Cases[len(c.Cases)-1] != id {
				c.Cases = append(c.Cases, id)
			}
			if one := (request{k, r.Cases[i].ID, f.Probe}); !seen[one] {
				seen[one] = true
				c.Requests++
			}
		}
	}
	order := map[string]int{}
	for i, known := range r.Requirements {
		order[known.ID] = i
	}
	for i := range all {
		if known, ok := r.Requirement(all[i].Requirement); ok {
			all[i].Looked = known.Held + known.Broke
		}
	}
	slices.SortStableFunc(all, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(a.Rank(), b.Rank()), cmp.Compare(order[a.Requirement], order[b.Requirement]))
	})
	return all
}
