package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/result"
)

// comparer is a comparison in the making.
type comparer struct {
	old, new *result.Report
	changes  []Change
}

func (c *comparer) notes() []string {
	var all []string
	a, b := c.old.Run, c.new.Run
	if a.Subject() != b.Subject() && (!a.Embedded || !b.Embedded) {
		all = append(all, fmt.Sprintf("the targets differ: %s, then %s", a.Subject(), b.Subject()))
	}
	if a.Document.SHA256 != b.Document.SHA256 {
		all = append(all,
			fmt.Sprintf("the documents differ: %s, then %s", a.Document.File, b.Document.File))
	}
	if a.Profile != b.Profile {
		all = append(all, fmt.Sprintf("the profiles differ: %s, then %s", a.Profile, b.Profile))
	}
	if a.Strict != b.Strict {
		all = append(all,
			fmt.Sprintf("the runs were strict differently: %t, then %t", a.Strict, b.Strict))
	}
	if x, y := narrowing(c.old), narrowing(c.new); x != y {
		all = append(all, fmt.Sprintf("the runs were narrowed differently: %s, then %s",
			cmp.Or(x, "not at all"), cmp.Or(y, "not at all")))
	}
	for _, r := range []struct {
		name string
		*result.Report
	}{{"old", c.old}, {"new", c.new}} {
		if why := cmp.Or(r.Run.Preflight, r.Run.CutShort); why != "" {
			all = append(all, fmt.Sprintf("the %s run did not end: %s", r.name, why))
		}
	}
	return all
}

func narrowing(r *result.Report) string {
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
			c.add(Change{Kind: New, New: now.Status}, now)
			continue
		}
		c.texts(was, now)
		c.failed(was, now)
		c.changed(was, now)
		if now.Status == result.Untested && was.Status != result.Untested {
			c.add(Change{Kind: Untested, Old: was.Status, New: strings.Join(now.Why, "; ")}, now)
		}
		c.fixed(was, now)
	}
	for i := range c.old.Requirements {
		was := &c.old.Requirements[i]
		if _, known := c.new.Requirement(was.ID); !known {
			c.add(Change{Kind: Vanished, Old: was.Status}, was)
		}
	}
}

func (c *comparer) add(change Change, r *result.Requirement) {
	change.Requirement, change.Level, change.Text, change.Gating = r.ID, r.Level, r.Text, r.Gating
	c.changes = append(c.changes, change)
}

// texts adds a changed text, of which level and source are parts. A source may name the file of
// the document, and a document with another name says the same.
func (c *comparer) texts(was, now *result.Requirement) {
	whole := func(r *result.Requirement, document result.Document) string {
		var sources []string
		for _, source := range r.Source {
			sources = append(sources, strings.TrimPrefix(source, document.Base()+": "))
		}
		return fmt.Sprintf("%s: %s [%s]", r.Level, r.Text, strings.Join(sources, "; "))
	}
	before := whole(was, c.old.Run.Document)
	if after := whole(now, c.new.Run.Document); before != after {
		c.add(Change{Kind: Reworded, Old: before, New: after}, now)
	}
}

// fixed adds the cases in which a requirement failed, and fails no longer. In a case without a
// verdict nothing is fixed.
func (c *comparer) fixed(was, now *result.Requirement) {
	var cases []string
	after := c.new.FailingCases(now.ID)
	for _, id := range c.old.FailingCases(was.ID) {
		made, known := c.new.Case(id)
		if known && judged(made) && made.Unjudged == 0 && !slices.Contains(after, id) {
			cases = append(cases, id)
		}
	}
	if len(cases) > 0 && now.Status != result.Untested {
		c.add(Change{Kind: Fixed, Cases: cases, Old: was.Status, New: now.Status}, now)
	}
}

func judged(c *result.Case) bool { return c.Verdict == result.Passed || c.Verdict == result.Failed }

// cases compares which cases there are, and which were judged.
func (c *comparer) cases() {
	groups := map[Kind]*Change{}
	note := func(kind Kind, made *result.Case, r *result.Report) {
		if groups[kind] == nil {
			groups[kind] = &Change{Kind: kind, Waived: kind == NewFailing}
		}
		g := groups[kind]
		g.Cases = append(g.Cases, made.ID)
		g.Gating = g.Gating || gates(r, made)
		g.Waived = g.Waived && made.Waived
	}
	for i := range c.new.Cases {
		now := &c.new.Cases[i]
		was, known := c.old.Case(now.ID)
		switch {
		case !known && now.Verdict == result.Failed:
			note(NewFailing, now, c.new)
		case !known:
			note(New, now, c.new)
		case judged(was) && !judged(now):
			note(Inconclusive, now, c.new)
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

func hasCase(r *result.Report, id string) bool {
	_, ok := r.Case(id)
	return ok
}

// gates reports whether a case can fail its run.
func gates(r *result.Report, c *result.Case) bool {
	for _, id := range c.Requirements {
		if known, ok := r.Requirement(id); ok && known.Gating {
			return true
		}
	}
	return false
}
