package plan

import (
	"slices"
	"strings"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Outline is a case that another judge than this package drives, such as the
// client lab: what selects, counts, waives and reports cases is the same for
// it.
type Outline struct {
	ID, Text string
	// Skip says why it cannot be driven; empty: it can.
	Skip string
	// Requirements are those that it can break, with what they are part of.
	Requirements []OutlineCheck
}

// OutlineCheck is a requirement that a case can break, and that which a
// finding belongs to instead where the same is broken by itself.
type OutlineCheck struct{ ID, PartOf string }

// NewOutline makes a plan of outlines. Of the options, Doc has the
// requirements alone, and nothing is sent. Its errors are wrong usage: a
// pattern that matches nothing.
func NewOutline(o Options, outlines []Outline) (*Plan, error) {
	if o.Level == "" {
		o.Level = spec.May
	}
	o.World = &fixtures.World{Embedded: true}
	var all []*draft
	for _, line := range outlines {
		c := &Case{ID: line.ID, Text: line.Text, Effect: spec.None, Level: spec.May, Skip: line.Skip, op: &spec.Operation{}, barred: line.Skip != ""}
		c.Situation, _, _ = strings.Cut(line.ID, ".")
		for _, r := range line.Requirements {
			c.checks = append(c.checks, spec.Check{ID: r.ID, PartOf: r.PartOf})
		}
		all = append(all, &draft{Case: c})
	}
	return choose(o, all)
}

// Judged is what another judge says of a case.
type Judged struct {
	// Findings, each with the exchange that shows it, by its index; Held are
	// the requirements that were looked at and kept.
	Findings []JudgedFinding
	Held     []string
	// Exchanges are all that the case had, fit to be reported.
	Exchanges []*exchange.Exchange
	// Undecided says why nothing can be told; empty: something can.
	Undecided string
	// Note is what else people should see with its findings.
	Note []string
}

// JudgedFinding is a finding, the index of the exchange that shows it, and the
// ids of other cases without which it does not show.
type JudgedFinding struct {
	result.Finding
	Probe int
	With  []string
}

// Gathered is a finished run of another judge.
type Gathered struct {
	Judged   map[string]Judged // by the case's id
	Started  time.Time
	Elapsed  time.Duration
	CutShort string // as in Outcome
}

// Gather turns what another judge says into an outcome.
func (p *Plan) Gather(g Gathered) *Outcome {
	redactor := p.Options.Target.redactor()
	o := &Outcome{Plan: p, Started: g.Started, Elapsed: g.Elapsed, CutShort: redactor.String(g.CutShort)}
	alone := map[broken]bool{}
	for _, judged := range g.Judged {
		for _, f := range judged.Findings {
			if !isPart(f.Finding) {
				alone[broken{f.Requirement, f.Key()}] = true
			}
		}
	}
	for _, c := range p.Cases {
		res := p.gather(c, redacted(redactor, g.Judged[c.ID]), alone)
		o.Results = append(o.Results, res)
		o.Sent += res.Sent
	}
	o.Coverage = coverage(p, o.Results)
	return o
}

// redacted returns a copy of j without secrets.
func redacted(r *redact.Live, j Judged) Judged {
	j.Findings, j.Exchanges, j.Note = slices.Clone(j.Findings), slices.Clone(j.Exchanges), slices.Clone(j.Note)
	for i := range j.Findings {
		j.Findings[i].Finding = redactedFinding(r, j.Findings[i].Finding)
	}
	for i := range j.Exchanges {
		j.Exchanges[i] = r.Exchange(j.Exchanges[i])
	}
	for i := range j.Note {
		j.Note[i] = r.String(j.Note[i])
	}
	j.Undecided = r.String(j.Undecided)
	return j
}

func (p *Plan) gather(c *Case, judged Judged, alone map[broken]bool) Result {
	res := Result{Case: c, Exchanges: map[int]*exchange.Exchange{}, Note: judged.Note, held: map[string]int{}, broke: map[string]int{}}
	if c.Skip != "" {
		res.Verdict, res.Reason = Skip, c.Skip
		return res
	}
	res.Sent = len(judged.Exchanges)
	res.moved = map[string]string{}
	for _, f := range judged.Findings {
		if f.PartOf != "" && alone[broken{f.PartOf, f.Key()}] {
			res.moved[f.Requirement], f.Requirement = f.PartOf, f.PartOf
		}
		if !p.judges(c, f.Requirement) {
			continue
		}
		level := p.levels[f.Requirement]
		res.Findings = append(res.Findings, Finding{Finding: f.Finding, Level: level, Gated: p.Options.gates(level), Probe: f.Probe, With: f.With})
		res.broke[f.Requirement] = 1
	}
	for _, id := range judged.Held {
		if p.judges(c, id) && res.broke[id] == 0 && res.moved[id] == "" {
			res.held[id] = 1
		}
	}
	if len(res.Findings) > 0 || judged.Undecided != "" {
		for i, e := range judged.Exchanges {
			res.Exchanges[i] = e
		}
	}
	switch {
	case res.gated():
		res.Verdict = Fail
	case judged.Undecided != "":
		res.Verdict, res.Reason, res.Unjudged = Undecided, judged.Undecided, 1
	default:
		res.Verdict = Pass
	}
	return res
}
