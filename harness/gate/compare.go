package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/report"
)

// Kind says what changed between two reports.
type Kind string

// The kinds of changes. The first three are worse than before.
const (
	Broken   Kind = "broken"   // holds no longer, or fails in a case in which it held
	Unproven Kind = "unproven" // was seen to hold or to be broken, and is seen no longer
	Vanished Kind = "vanished" // a requirement or cases that the new report does not have
	Unjudged Kind = "unjudged" // cases that had a verdict, and are undecided or skipped
	Failing  Kind = "failing"  // new cases that fail
	New      Kind = "new"      // a requirement or cases that the old report does not have
	Healed   Kind = "healed"   // fails no longer
	Reworded Kind = "text"     // another text, level or source
)

// Kinds lists all kinds, the worst first: the order in which they are told.
func Kinds() []Kind {
	return []Kind{Broken, Unproven, Vanished, Unjudged, Failing, Reworded, New, Healed}
}

// Worse are the kinds that fail a comparison unless others are chosen.
func Worse() []Kind { return []Kind{Broken, Unproven, Vanished} }

// Comparison is what changed between two reports.
type Comparison struct {
	SchemaVersion int  `json:"schemaVersion"`
	Old           Side `json:"old"`
	New           Side `json:"new"`
	// Notes say in a line each what makes the reports hard to compare.
	Notes []string `json:"notes,omitempty"`
	// Changes are in the order of Kinds, then in the document's.
	Changes []Change `json:"changes"`
	// FailOn are the kinds that fail the comparison, and Failing how many
	// changes do.
	FailOn  []Kind `json:"failOn"`
	Failing int    `json:"failing"`
}

// Side is one of the reports.
type Side struct {
	File     string    `json:"file"`
	Target   string    `json:"target"`
	Document string    `json:"document"`
	SHA256   string    `json:"sha256"`
	Started  time.Time `json:"started"`
	ExitCode int       `json:"exitCode"`
	Reason   string    `json:"reason"`
}

// Change is one thing that changed: of a requirement, or of cases.
type Change struct {
	Kind        Kind   `json:"kind"`
	Requirement string `json:"requirement,omitempty"` // empty: of cases alone
	Level       string `json:"level,omitempty"`
	Text        string `json:"text,omitempty"`
	// Gated says that the requirement gates the new run (the old, where it
	// vanished); what does not gate, or is waived, is told and fails nothing.
	Gated  bool `json:"gated"`
	Waived bool `json:"waived,omitempty"`
	// Cases are the cases in which it changed.
	Cases []string `json:"cases,omitempty"`
	// Old and New are standings, verdicts or texts.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Where, Expected and Got are of the first finding of what broke; Verify
	// repeats it.
	Where    string `json:"where,omitempty"`
	Expected string `json:"expected,omitempty"`
	Got      string `json:"got,omitempty"`
	Verify   string `json:"verify,omitempty"`
	// Fails says that the change fails the comparison.
	Fails bool `json:"fails"`
}

// Input is a report with the name of its file.
type Input struct {
	File   string
	Report *report.Report
}

// Compare says what changed from an old report to a new one. Changes of the
// kinds given fail it, as far as they gate and are not waived.
func Compare(before, after Input, failOn []Kind) *Comparison {
	c := &comparer{old: before.Report, new: after.Report}
	made := &Comparison{SchemaVersion: 1, Old: side(before), New: side(after), Notes: c.notes(), Changes: []Change{}, FailOn: failOn}
	c.requirements()
	c.cases()
	for _, kind := range Kinds() {
		for _, change := range c.changes {
			if change.Kind != kind {
				continue
			}
			if change.Gated && !change.Waived && slices.Contains(failOn, kind) {
				change.Fails = true
				made.Failing++
			}
			made.Changes = append(made.Changes, change)
		}
	}
	return made
}

func side(in Input) Side {
	run := in.Report.Run
	return Side{
		File: in.File, Target: run.Subject(), Document: run.Document.File, SHA256: run.Document.SHA256,
		Started: run.Started, ExitCode: run.ExitCode, Reason: run.Reason,
	}
}

type comparer struct {
	old, new *report.Report
	changes  []Change
}

func (c *comparer) notes() []string {
	var all []string
	a, b := c.old.Run, c.new.Run
	if a.Subject() != b.Subject() && (!a.Embedded || !b.Embedded) {
		all = append(all, fmt.Sprintf("the targets differ: %s, then %s", a.Subject(), b.Subject()))
	}
	if a.Document.SHA256 != b.Document.SHA256 {
		all = append(all, fmt.Sprintf("the documents differ: %s, then %s", a.Document.File, b.Document.File))
	}
	if a.Profile != b.Profile {
		all = append(all, fmt.Sprintf("the profiles differ: %s, then %s", a.Profile, b.Profile))
	}
	if a.Strict != b.Strict {
		all = append(all, fmt.Sprintf("the runs were strict differently: %t, then %t", a.Strict, b.Strict))
	}
	if x, y := narrowing(c.old), narrowing(c.new); x != y {
		all = append(all, fmt.Sprintf("the runs were narrowed differently: %s, then %s", cmp.Or(x, "not at all"), cmp.Or(y, "not at all")))
	}
	for _, r := range []struct {
		name string
		*report.Report
	}{{"old", c.old}, {"new", c.new}} {
		if why := cmp.Or(r.Run.Preflight, r.Run.CutShort); why != "" {
			all = append(all, fmt.Sprintf("the %s run did not end: %s", r.name, why))
		}
	}
	return all
}

func narrowing(r *report.Report) string {
	var parts []string
	for _, flag := range []struct {
		name   string
		values []string
	}{{"--only", r.Run.Only}, {"--skip", r.Run.Skip}} {
		for _, v := range flag.values {
			parts = append(parts, flag.name+" "+v)
		}
	}
	if r.Run.Level != "" {
		parts = append(parts, "--level "+r.Run.Level)
	}
	return strings.Join(parts, " ")
}

// requirements compares requirement by requirement.
func (c *comparer) requirements() {
	for i := range c.new.Requirements {
		now := &c.new.Requirements[i]
		was, known := c.old.Requirement(now.ID)
		if !known {
			c.add(Change{Kind: New, New: now.Standing}, now)
			continue
		}
		c.texts(was, now)
		c.broken(was, now)
		if now.Standing == report.Unproven && was.Standing != report.Unproven {
			c.add(Change{Kind: Unproven, Old: was.Standing, New: strings.Join(now.Why, "; ")}, now)
		}
		c.healed(was, now)
	}
	for i := range c.old.Requirements {
		was := &c.old.Requirements[i]
		if _, known := c.new.Requirement(was.ID); !known {
			c.add(Change{Kind: Vanished, Old: was.Standing}, was)
		}
	}
}

func (c *comparer) add(change Change, r *report.Requirement) {
	change.Requirement, change.Level, change.Text, change.Gated = r.ID, r.Level, r.Text, r.Gated
	c.changes = append(c.changes, change)
}

// texts tells a changed text; a level or a source that changed is part of it.
func (c *comparer) texts(was, now *report.Requirement) {
	whole := func(r *report.Requirement) string {
		return fmt.Sprintf("%s: %s [%s]", r.Level, r.Text, strings.Join(r.Source, "; "))
	}
	if before, after := whole(was), whole(now); before != after {
		c.add(Change{Kind: Reworded, Old: before, New: after}, now)
	}
}

// broken tells in which of the old report's cases a requirement fails now, and
// did not.
func (c *comparer) broken(was, now *report.Requirement) {
	before := c.old.FailingCases(now.ID)
	change := Change{Kind: Broken, Old: was.Standing, New: now.Standing, Waived: true}
	for _, id := range c.new.FailingCases(now.ID) {
		if _, known := c.old.Case(id); !known || slices.Contains(before, id) {
			continue
		}
		made, _ := c.new.Case(id)
		for _, f := range made.Findings {
			if f.Requirement != now.ID {
				continue
			}
			if len(change.Cases) == 0 || change.Waived && f.Waiver == 0 {
				change.Where, change.Expected, change.Got = f.Where+": "+f.Reason, f.Expected, f.Got
			}
			change.Waived = change.Waived && f.Waiver > 0
		}
		change.Cases = append(change.Cases, id)
	}
	if len(change.Cases) == 0 {
		return
	}
	for _, cause := range c.new.Causes {
		if cause.Requirement == now.ID {
			change.Verify = cause.Verify
			break
		}
	}
	c.add(change, now)
}

// healed tells in which cases a requirement failed, and fails no longer. A case
// that was not judged has not healed.
func (c *comparer) healed(was, now *report.Requirement) {
	var cases []string
	after := c.new.FailingCases(now.ID)
	for _, id := range c.old.FailingCases(was.ID) {
		made, known := c.new.Case(id)
		if known && judged(made) && made.Unjudged == 0 && !slices.Contains(after, id) {
			cases = append(cases, id)
		}
	}
	if len(cases) > 0 && now.Standing != report.Unproven {
		c.add(Change{Kind: Healed, Cases: cases, Old: was.Standing, New: now.Standing}, now)
	}
}

func judged(c *report.Case) bool { return c.Verdict == report.Pass || c.Verdict == report.Fail }

// cases compares which cases there are, and which were judged.
func (c *comparer) cases() {
	groups := map[Kind]*Change{}
	note := func(kind Kind, made *report.Case, r *report.Report) {
		if groups[kind] == nil {
			groups[kind] = &Change{Kind: kind, Waived: kind == Failing}
		}
		g := groups[kind]
		g.Cases = append(g.Cases, made.ID)
		g.Gated = g.Gated || gates(r, made)
		g.Waived = g.Waived && made.Waived
	}
	for i := range c.new.Cases {
		now := &c.new.Cases[i]
		was, known := c.old.Case(now.ID)
		switch {
		case !known && now.Verdict == report.Fail:
			note(Failing, now, c.new)
		case !known:
			note(New, now, c.new)
		case judged(was) && !judged(now):
			note(Unjudged, now, c.new)
		}
	}
	for i := range c.old.Cases {
		if was := &c.old.Cases[i]; !hasCase(c.new, was.ID) {
			note(Vanished, was, c.old)
		}
	}
	for _, kind := range Kinds() {
		if g := groups[kind]; g != nil {
			c.changes = append(c.changes, *g)
		}
	}
}

func hasCase(r *report.Report, id string) bool {
	_, ok := r.Case(id)
	return ok
}

// gates says whether a case can fail its run.
func gates(r *report.Report, c *report.Case) bool {
	for _, id := range c.Requirements {
		if known, ok := r.Requirement(id); ok && known.Gated {
			return true
		}
	}
	return false
}
