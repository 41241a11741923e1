package spec

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

// Hints says what would prove more: a valid document can still look away. Each
// has the place where the addition belongs.
func (d *Contract) Hints() strict.Problems {
	h := &hints{doc: d, all: slices.Clone(d.tolerated), parts: d.parts()}
	if !slices.ContainsFunc(d.Always, func(c Check) bool { return c.HTTP != "" }) {
		h.add(d.Locate("/"+Extension), Extension+".rules",
			"no rule {http: wellFormed}: broken messages break whichever status is asked for")
	}
	for i := range d.Operations {
		h.operation(&d.Operations[i])
	}
	h.unprovenWithoutFixtures()
	h.lost()
	h.edits()
	h.all.Sort()
	return h.all
}

// Lost says what the description has that no case judges: operations that are left out, and what
// in it is wrong or not known.
func (d *Contract) Lost() strict.Problems {
	h := &hints{doc: d, all: slices.Clone(d.tolerated)}
	h.lost()
	h.all.Sort()
	return h.all
}

func (h *hints) lost() {
	for _, s := range h.doc.Skipped {
		h.add(s.Pos, s.Name(), "left out, without a case: "+s.Reason)
	}
	for _, note := range h.doc.NotJudged() {
		h.add(note.Pos, "", note.Text)
	}
	for _, slip := range h.doc.api.Slips() {
		h.add(slip.Pos, "", slip.Text)
	}
}

// edits are the places that init marked and that are not filled in: comments that begin with EDIT.
func (h *hints) edits() {
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for _, comment := range []string{n.HeadComment, n.LineComment, n.FootComment} {
			for line := range strings.Lines(comment) {
				if text, ok := strings.CutPrefix(strings.TrimSpace(line), "# EDIT: "); ok {
					h.add(strict.PosOf(n), "", "a value is still to be filled in: "+text)
				}
			}
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(h.doc.root)
}

type hints struct {
	doc *Contract
	all strict.Problems
	// parts are the requests of each operation, by its method and path.
	parts map[string][]*Case
}

func (h *hints) add(pos strict.Pos, path, message string) {
	h.all = append(h.all, strict.Problem{File: h.doc.File, Pos: pos, Path: path, Message: message})
}

func (h *hints) operation(op *Operation) {
	at := "paths." + op.Path + "." + strings.ToLower(op.Method)
	pos := h.doc.Locate(jsonpointer.Join([]string{"paths", op.Path, strings.ToLower(op.Method)}))
	parts := h.parts[op.Method+" "+op.Path]
	if op.Secured && !slices.ContainsFunc(parts, (*Case).withoutToken) {
		h.add(pos, at, "credentials are demanded, and no case comes without: auth: none")
	}
	asked := askedIn(parts)
	for _, key := range op.Statuses {
		if status, ok := ParseStatus(key); ok && !slices.ContainsFunc(asked,
			func(m StatusMatch) bool { return m == status || status.Has(m.Code) }) {
			h.add(pos, at, "documents "+key+", and no case asks for it")
		}
	}
	for _, status := range asked {
		if !slices.ContainsFunc(op.Statuses, func(key string) bool {
			m, ok := ParseStatus(key)
			return ok && (m == status || m.Has(status.Code))
		}) {
			h.add(pos, at,
				"a case asks for "+status.String()+", which the operation does not document")
		}
	}
	for _, p := range op.Parameters {
		if restricts(p.Schema) &&
			!slices.ContainsFunc(parts, func(c *Case) bool { return c.breaks(p) }) {
			h.add(pos, at, fmt.Sprintf("parameter %q has a rule, and no case breaks it: give a "+
				"literal or a corpus", p.Name))
		}
	}
	for i := range op.Cases {
		if c := &op.Cases[i]; c.Effect == None && c.Repeat < 2 && !c.HasSteps() &&
			(c.Each == nil || c.Each.Corpus == "") {
			h.add(c.Pos, "case "+c.ID,
				"is sent once: a defect in one response of five shows with repeat")
		}
	}
}

// parts returns the requests of each operation, by its method and path, in all cases: also those
// that are written at others.
func (d *Contract) parts() map[string][]*Case {
	all := map[string][]*Case{}
	for i := range d.Operations {
		op := &d.Operations[i]
		for j := range op.Cases {
			for _, part := range op.Cases[j].Parts(op) {
				key := part.Operation.Method + " " + part.Operation.Path
				all[key] = append(all[key], part.Case)
			}
		}
	}
	return all
}

// askedIn returns the statuses that requests ask for.
func askedIn(parts []*Case) Statuses {
	var all Statuses
	for _, c := range parts {
		for _, check := range c.Checks {
			for _, status := range check.Status {
				if !slices.Contains(all, status) {
					all = append(all, status)
				}
			}
		}
	}
	return all
}

func (c *Case) withoutToken() bool {
	byEach := c.Each != nil && c.Each.As == AsAuth &&
		slices.ContainsFunc(c.Each.Values, func(v string) bool { return !Auth(v).NeedsToken() })
	return byEach || !c.Request.Auth.NeedsToken()
}

// restricts reports whether some text breaks the schema.
func restricts(schema *Schema) bool {
	s := schema.Shape()
	return s.Pattern != "" || len(s.Enum) > 0 || s.Type == "integer" || s.Type == "boolean" ||
		s.MinLength > 0 || s.MaxLength != nil
}

// breaks reports whether a case gives a parameter a value that its schema refuses, as far as the
// document shows: the values of a corpus are not known here.
func (c *Case) breaks(p Parameter) bool {
	v, ok := c.Request.Value(p.Key)
	if !ok {
		return false
	}
	if v.Each {
		return c.Each != nil && (c.Each.Corpus != "" || slices.ContainsFunc(c.Each.Values,
			func(s string) bool { return !p.Schema.TakesText(s) }))
	}
	text, ok := TextOf(v.Literal)
	return v.Given && ok && !p.Schema.TakesText(text)
}

// unprovenWithoutFixtures names requirements that only cases with an effect
// can break: off loopback they take fixtures and a word of the user.
func (h *hints) unprovenWithoutFixtures() {
	safe := map[string]bool{}
	for _, check := range h.doc.Always {
		safe[check.ID] = true
	}
	for _, parts := range h.parts {
		for _, c := range parts {
			for _, check := range c.Checks {
				safe[check.ID] = safe[check.ID] || c.Effect == None
			}
		}
	}
	for _, r := range h.doc.Requirements {
		if !safe[r.ID] {
			without := "fixtures"
			if len(h.doc.Kinds) == 0 {
				without = "--allow-effects, off loopback"
			}
			h.add(r.Pos, "requirement "+r.ID, fmt.Sprintf("stays untested without %s: only cases "+
				"with an effect can break it", without))
		}
	}
}
