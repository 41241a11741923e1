package spec

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/strict"
)

// Change is one difference between two documents.
type Change struct {
	// What is added, removed, changed or weaker.
	What string
	// ID is of a requirement or a case.
	ID string
	// Text says what changed, in one line.
	Text string
	// Pos is where it stands in the new document; in the old one if it is gone.
	Pos strict.Pos
	// Weaker says that a "must" of the old document binds less in the new one:
	// a target can break it unnoticed.
	Weaker bool
}

// Changes lists what changed from an older document to d: requirements first,
// then cases, in the order of the documents.
func (d *Document) Changes(old *Document) []Change {
	c := &comparison{}
	for _, was := range old.Requirements {
		now, ok := d.Requirement(was.ID)
		if !ok {
			c.add("removed", was.ID, was.Text, was.Pos, was.Level == Must)
			continue
		}
		c.requirement(was, now)
		c.checks(was, old.checksOf(was.ID), d.checksOf(was.ID), now.Pos)
	}
	for _, now := range d.Requirements {
		if _, ok := old.Requirement(now.ID); !ok {
			c.add("added", now.ID, fmt.Sprintf("%s: %s", now.Level, now.Text), now.Pos, false)
		}
	}
	c.profiles(old, d)
	return c.all
}

type comparison struct{ all []Change }

func (c *comparison) add(what, id, text string, pos strict.Pos, weaker bool) {
	if weaker && what == "changed" {
		what = "weaker"
	}
	c.all = append(c.all, Change{What: what, ID: id, Text: text, Pos: pos, Weaker: weaker})
}

func (c *comparison) requirement(was, now Requirement) {
	if was.Level != now.Level {
		c.add("changed", now.ID, fmt.Sprintf("level %s, was %s", now.Level, was.Level), now.Pos, was.Level == Must)
	}
	for _, part := range []struct{ name, was, now string }{
		{"text", was.Text, now.Text},
		{"source", was.Source.String(), now.Source.String()},
		{"basis", string(was.Basis), string(now.Basis)},
		{"note", was.Note, now.Note},
	} {
		if part.was != part.now {
			c.add("changed", now.ID, fmt.Sprintf("%s %q, was %q", part.name, part.now, part.was), now.Pos, false)
		}
	}
}

// placed is a check with the case that it belongs to.
type placed struct {
	where string // case id, or "every answer"
	check Check
	// sends is how the case is made; a change of it changes what is proven.
	sends string
	// expects are the example values that the check compares with.
	expects string
}

func (d *Document) checksOf(requirement string) []placed {
	var all []placed
	take := func(where, sends string, checks []Check) {
		for _, check := range checks {
			if check.ID == requirement {
				all = append(all, placed{where, check, sends, d.expectation(check)})
			}
		}
	}
	for _, op := range d.Operations {
		for _, c := range op.Cases {
			take(c.ID, c.sends(&op), c.Checks)
			if c.Always == requirement {
				take(c.ID, "", []Check{{ID: requirement, PartOf: "always"}})
			}
		}
	}
	take("every answer", "", d.Always)
	return all
}

// sends renders what a case sends.
func (c *Case) sends(op *Operation) string {
	r := c.Request
	var body any
	if r.Body != nil {
		body = []any{op.BodyExamples[r.Body.Example], r.Body.Remove, r.Body.Text}
	}
	return canonical([]any{op.Method, op.Path, c.Each, r.Values, body, r.Auth, r.Method, r.Headers.Entries, c.Effect})
}

func (d *Document) expectation(c Check) string {
	example, _ := d.Example(c.Example)
	value, _ := Lookup(example, c.Pointer())
	return canonical(value)
}

// positions are the places that decoded values carry.
var positions = regexp.MustCompile(`"(Line|Column)":\d+,?`)

// canonical renders a value so that equal ones are equal texts; positions are
// left out.
func canonical(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return positions.ReplaceAllString(string(data), "")
}

// checks compares the checks of a requirement, each with the one of the same
// case that looks at the same thing.
func (c *comparison) checks(r Requirement, was, now []placed, pos strict.Pos) {
	must := r.Level == Must
	left := slices.Clone(now)
	for _, old := range was {
		i := slices.IndexFunc(left, func(p placed) bool { return p.where == old.where && looksAt(p.check) == looksAt(old.check) })
		if i < 0 {
			c.add("changed", r.ID, fmt.Sprintf("%s no longer checks %s", old.where, looksAt(old.check)), pos, must)
			continue
		}
		c.check(r.ID, old, left[i], must)
		left = slices.Delete(left, i, i+1)
	}
	for _, p := range left {
		c.add("changed", r.ID, fmt.Sprintf("%s also checks %s", p.where, looksAt(p.check)), p.check.Pos, false)
	}
}

func (c *comparison) check(id string, was, now placed, must bool) {
	switch {
	case wider(was.check.Status, now.check.Status) || wider(now.check.NotStatus, was.check.NotStatus):
		c.add("changed", id, fmt.Sprintf("%s allows more statuses: %s%s, was %s%s", now.where, now.check.Status, now.check.NotStatus, was.check.Status, was.check.NotStatus), now.check.Pos, must)
	case narrower(was.check.When, now.check.When):
		c.add("changed", id, fmt.Sprintf("%s checks %s of fewer answers", now.where, looksAt(now.check)), now.check.Pos, must)
	case was.sends != now.sends:
		c.add("changed", id, now.where+" sends something else", now.check.Pos, false)
	case was.expects != now.expects:
		c.add("changed", id, fmt.Sprintf("%s expects %s, was %s", now.where, now.expects, was.expects), now.check.Pos, false)
	case rules(was.check) != rules(now.check):
		c.add("changed", id, fmt.Sprintf("%s checks %s by another rule", now.where, looksAt(now.check)), now.check.Pos, false)
	}
}

// looksAt names what a check looks at, whatever it expects there.
func looksAt(c Check) string {
	switch op := c.Operator(); {
	case op == OpBody:
		return "body " + c.Body.Pointer
	case op == OpHeader:
		return "header " + strings.ToLower(c.Header.Name)
	case op == OpContent:
		return "content " + string(c.Content)
	case c.Pointer() != "":
		return string(op) + " " + c.Pointer()
	case op == "":
		return "every answer"
	default:
		return string(op)
	}
}

func rules(c Check) string {
	c.Response, c.When.Response, c.When.NotResponse = nil, nil, nil // their statuses are compared
	return canonical(c)
}

// wider says whether now allows a status that was does not.
func wider(was, now Statuses) bool {
	return len(was) > 0 && slices.ContainsFunc(now, func(m StatusMatch) bool { return !slices.Contains(was, m) }) && !slices.ContainsFunc(was, func(m StatusMatch) bool { return !slices.Contains(now, m) })
}

// narrower says whether now speaks of fewer answers than was.
func narrower(was, now When) bool {
	for status := 100; status < 600; status++ {
		if was.Holds(status) && !now.Holds(status) {
			return true
		}
	}
	return false
}

// profiles reports profiles that leave more out.
func (c *comparison) profiles(old, now *Document) {
	for _, was := range old.Profiles.Entries {
		profile, ok := now.Profiles.Get(was.Key)
		if !ok {
			c.add("removed", "profile "+was.Key, was.Value.Text, was.Pos, false)
			continue
		}
		for _, op := range profile.Without {
			if !slices.Contains(was.Value.Without, op) {
				c.add("changed", "profile "+was.Key, "also leaves out "+string(op), profile.Pos, true)
			}
		}
	}
}
