// Package changes lists what differs between two editions of a contract, and what of it binds a
// target less.
package changes

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

// Change is one difference between two contracts.
type Change struct {
	// What is added, removed, changed or weaker.
	What string
	// ID is of a requirement or a case.
	ID string
	// Text says what changed, in one line.
	Text string
	// Pos is the place in the new contract; in the old one if it was removed.
	Pos strict.Pos
	// Weaker is the level of a requirement that binds less in the new document
	// than in the old one: a target can break it unnoticed. Empty: none does.
	Weaker spec.Level
}

// Between lists what changed from an older contract to another: requirements first, then cases,
// in the order of the documents, then what the operations allow and demand.
func Between(old, now *spec.Contract) []Change {
	c := &comparison{was: old.Plain(), now: now.Plain(), compared: map[string]bool{}}
	for _, was := range old.Requirements {
		after, ok := now.Requirement(was.ID)
		if !ok {
			c.add("removed", was.ID, was.Text, was.Pos, was.Level)
			continue
		}
		c.requirement(was, after)
		c.checks(was, checksOf(old, was.ID), checksOf(now, was.ID), after.Pos)
	}
	for _, r := range now.Requirements {
		if _, ok := old.Requirement(r.ID); !ok {
			c.add("added", r.ID, fmt.Sprintf("%s: %s", r.Level, r.Text), r.Pos, "")
		}
	}
	c.profiles(old, now)
	c.descriptions(old, now)
	return c.all
}

// repeats reports whether another change says the same of the same requirement.
func (c Change) repeats(other Change) bool {
	return c.What == other.What && c.ID == other.ID && c.Text == other.Text
}

type comparison struct {
	all []Change
	// was and now are the documents as plain values; compared are the schemas that were
	// compared, by requirement.
	was, now any
	compared map[string]bool
}

func (c *comparison) add(what, id, text string, pos strict.Pos, weaker spec.Level) {
	if weaker != "" && what == "changed" {
		what = "weaker"
	}
	made := Change{What: what, ID: id, Text: text, Pos: pos, Weaker: weaker}
	// Several checks of a requirement change in the same way.
	if !slices.ContainsFunc(c.all, made.repeats) {
		c.all = append(c.all, made)
	}
}

func (c *comparison) requirement(was, now spec.Requirement) {
	if was.Level != now.Level {
		weaker := was.Level
		if now.Level.AtLeast(was.Level) {
			weaker = ""
		}
		c.add("changed", now.ID, fmt.Sprintf("level %s, was %s", now.Level, was.Level), now.Pos,
			weaker)
	}
	for _, part := range []struct{ name, was, now string }{
		{"text", was.Text, now.Text},
		{"source", was.Source.String(), now.Source.String()},
		{"basis", string(was.Basis), string(now.Basis)},
		{"note", was.Note, now.Note},
	} {
		if part.was != part.now {
			c.add("changed", now.ID, fmt.Sprintf("%s %q, was %q", part.name, part.now, part.was),
				now.Pos, "")
		}
	}
}

// placed is a check with the case that it belongs to.
type placed struct {
	where string // case id, or "every response"
	check spec.Check
	// sends is how the case is made; a change of it changes what is passed.
	sends string
	// members are what the case is repeated with, one by one.
	members []string
	// expects are the example values that the check compares with.
	expects string
}

func checksOf(d *spec.Contract, requirement string) []placed {
	var all []placed
	take := func(where, sends string, members []string, checks []spec.Check) {
		for _, check := range checks {
			if check.ID == requirement {
				all = append(all, placed{where, check, sends, members, expectation(d, check)})
			}
		}
	}
	for _, op := range d.Operations {
		for i := range op.Cases {
			whole := &op.Cases[i]
			for j, part := range whole.Parts(&op) {
				c, where := part.Case, whole.ID+whole.StepName(j)
				take(where, sends(&part), members(d, c), c.Checks)
				if c.Always == requirement {
					take(where, "", nil, []spec.Check{{ID: requirement, PartOf: "always"}})
				}
			}
		}
	}
	take("every response", "", nil, d.Always)
	return all
}

// members are the values, or the texts of the enum, that a case is made for.
func members(d *spec.Contract, c *spec.Case) []string {
	switch {
	case c.Each == nil:
		return nil
	case c.Each.Schema != "":
		schema, ok := d.Schema(c.Each.Schema)
		if !ok {
			return nil
		}
		return schema.Enum()
	}
	return c.Each.Values
}

// sends renders what a part of a case sends.
func sends(p *spec.Part) string {
	c, op, r := p.Case, p.Operation, p.Case.Request
	var body any
	if r.Body != nil {
		body = []any{
			op.BodyExamples[r.Body.Example], r.Body.Remove, r.Body.Text, r.Body.JSON, r.Body.Saved,
		}
	}
	var repeated any
	if s := p.Step; s != nil {
		repeated = []any{s.URL, s.Save.Entries, s.Each, s.Until}
	}
	return canonical([]any{
		op.Method, op.Path, c.Each, r.Values, body, r.Auth.String(), r.Method,
		r.Headers.Entries, c.Effect, repeated,
	})
}

func expectation(d *spec.Contract, c spec.Check) string {
	example, _ := d.Example(c.Example)
	value, _ := jsonpointer.Lookup(example, c.Pointer())
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
func (c *comparison) checks(r spec.Requirement, was, now []placed, pos strict.Pos) {
	left := slices.Clone(now)
	for _, old := range was {
		i := slices.IndexFunc(left, func(p placed) bool {
			return p.where == old.where && looksAt(p.check) == looksAt(old.check)
		})
		if i < 0 {
			c.add("changed", r.ID,
				fmt.Sprintf("%s no longer checks %s", old.where, looksAt(old.check)), pos, r.Level)
			continue
		}
		c.check(r, old, left[i])
		left = slices.Delete(left, i, i+1)
	}
	for _, p := range left {
		c.add("changed", r.ID, fmt.Sprintf("%s also checks %s", p.where, looksAt(p.check)),
			p.check.Pos, "")
	}
}

func (c *comparison) check(r spec.Requirement, was, now placed) {
	id := r.ID
	before, after := valueRule(&was.check), valueRule(&now.check)
	if before != nil && after != nil {
		c.schema(r, now.where, now.check, before.Schema, after.Schema)
	}
	if gone := slices.DeleteFunc(slices.Clone(was.members),
		func(m string) bool { return slices.Contains(now.members, m) }); len(gone) > 0 {
		c.add("changed", id,
			fmt.Sprintf("%s no longer asks with %s", now.where, strings.Join(gone, ", ")),
			now.check.Pos, r.Level)
		return
	}
	switch {
	case wider(was.check.Status, now.check.Status) ||
		wider(now.check.NotStatus, was.check.NotStatus):
		c.add("changed", id, fmt.Sprintf("%s allows more statuses: %s%s, was %s%s", now.where,
			now.check.Status, now.check.NotStatus, was.check.Status,
			was.check.NotStatus), now.check.Pos, r.Level)
	case narrower(was.check.When, now.check.When):
		c.add("changed", id,
			fmt.Sprintf("%s checks %s of fewer responses", now.where, looksAt(now.check)),
			now.check.Pos, r.Level)
	case was.sends != now.sends:
		c.add("changed", id, now.where+" sends something else", now.check.Pos, "")
	case was.expects != now.expects:
		c.add("changed", id,
			fmt.Sprintf("%s expects %s, was %s", now.where, now.expects, was.expects),
			now.check.Pos, "")
	case loosened(was.check, now.check) != "":
		c.add("changed", id, fmt.Sprintf("%s checks %s and %s", now.where, looksAt(now.check),
			loosened(was.check, now.check)), now.check.Pos, r.Level)
	case rules(was.check) != rules(now.check):
		c.add("changed", id,
			fmt.Sprintf("%s checks %s by another rule", now.where, looksAt(now.check)),
			now.check.Pos, "")
	}
}

// looksAt names what a check looks at, whatever it expects there.
func looksAt(c spec.Check) string {
	switch op := c.Operator(); {
	case op == spec.OpBody:
		return "body " + c.Body.Pointer + c.Body.XPath
	case op == spec.OpHeader:
		return "header " + strings.ToLower(c.Header.Name)
	case op == spec.OpContent:
		return "content " + string(c.Content)
	case c.Pointer() != "":
		return string(op) + " " + c.Pointer()
	case op == "":
		return "every response"
	default:
		return string(op)
	}
}

func rules(c spec.Check) string {
	c.Response, c.When.Response, c.When.NotResponse = nil, nil, nil // their statuses are compared
	return canonical(c)
}

// wider says whether now allows a status that was does not.
func wider(was, now spec.Statuses) bool {
	lacks := func(all spec.Statuses) func(spec.StatusMatch) bool {
		return func(m spec.StatusMatch) bool { return !slices.Contains(all, m) }
	}
	return len(was) > 0 && slices.ContainsFunc(now, lacks(was)) &&
		!slices.ContainsFunc(was, lacks(now))
}

// narrower reports whether now selects fewer responses than was.
func narrower(was, now spec.When) bool {
	for status := 100; status < 600; status++ {
		if was.Holds(status) && !now.Holds(status) {
			return true
		}
	}
	return len(was.MediaType) == 0 && len(now.MediaType) > 0 ||
		slices.ContainsFunc(was.MediaType, func(t string) bool { return !now.HoldsFor(t) })
}

// profiles reports profiles that leave more out.
func (c *comparison) profiles(old, now *spec.Contract) {
	for _, was := range old.Profiles.Entries {
		profile, ok := now.Profiles.Get(was.Key)
		if !ok {
			c.add("removed", "profile "+was.Key, was.Value.Text, was.Pos, "")
			continue
		}
		for _, op := range profile.Without {
			if !slices.Contains(was.Value.Without, op) {
				c.add("changed", "profile "+was.Key, "also leaves out "+string(op), profile.Pos,
					spec.Must)
			}
		}
	}
}
