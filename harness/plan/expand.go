package plan

import (
	"cmp"
	"fmt"
	"strings"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// draft is a case whose probes are not bound to ids yet.
type draft struct {
	*Case
	from *spec.Case
	// members are the values of each; one empty member when there is none.
	members []fixtures.Member
	// property and value narrow the items that may play a role.
	property, wanted string
	method           string
	auth             spec.Auth
	transform        string
	slots            []slot
}

// slot is one probe to be made: which member it carries, and the items that
// were allotted to its parameters.
type slot struct {
	member fixtures.Member
	items  map[string]fixtures.Item // by parameter
	index  int
}

// expand turns the document's cases into drafts: one an each.
func expand(o Options) ([]*draft, error) {
	var all []*draft
	seen := map[string]bool{}
	for i := range o.Doc.Operations {
		op := &o.Doc.Operations[i]
		for j := range op.Cases {
			made, err := expandCase(o, op, &op.Cases[j])
			if err != nil {
				return nil, fmt.Errorf("%s: case %s: %w", o.Doc.File, op.Cases[j].ID, err)
			}
			for _, d := range made {
				if seen[d.ID] {
					return nil, fmt.Errorf("%s: two cases expand to %s; rename one", o.Doc.File, d.ID)
				}
				seen[d.ID] = true
			}
			all = append(all, made...)
		}
		all = append(all, expandFuzz(o, op)...)
	}
	return all, nil
}

func expandCase(o Options, op *spec.Operation, c *spec.Case) ([]*draft, error) {
	if c.Each == nil {
		return []*draft{newDraft(op, c, "", "")}, nil
	}
	if c.Each.Corpus != "" {
		return expandCorpus(op, c)
	}
	values := c.Each.Values
	if c.Each.Schema != "" {
		schema, _ := o.Doc.Schema(c.Each.Schema)
		values = schema.Enum()
	}
	var all []*draft
	for _, value := range values {
		d := newDraft(op, c, value, value)
		switch c.Each.As {
		case spec.AsMethod:
			d.method = value
		case spec.AsTransform:
			d.transform = value
		case spec.AsAuth:
			d.auth = spec.Auth(value)
		case spec.AsLiteral:
			d.members = []fixtures.Member{{Value: value}}
		default:
			d.property, d.wanted, d.narrow = c.Each.Property, value, true
		}
		all = append(all, d)
	}
	return all, nil
}

// CorpusProblems reports what a document alone does not tell: each case whose
// corpus is not there, or that expands to the id of another.
func CorpusProblems(doc *spec.Document) strict.Problems {
	var all strict.Problems
	report := func(c *spec.Case, message string) {
		all = append(all, strict.Problem{File: doc.File, Pos: c.Pos, Path: "case " + c.ID, Message: message})
	}
	seen := map[string]strict.Pos{}
	for i := range doc.Operations {
		op := &doc.Operations[i]
		for j := range op.Cases {
			c := &op.Cases[j]
			made, err := expandCase(Options{Doc: doc}, op, c)
			if err != nil {
				report(c, err.Error())
			}
			for _, d := range made {
				if first, twice := seen[d.ID]; twice {
					report(c, fmt.Sprintf("expands to %s, as the case in line %d does: rename one", d.ID, first.Line))
				}
				seen[d.ID] = c.Pos
			}
		}
	}
	return all
}

func expandCorpus(op *spec.Operation, c *spec.Case) ([]*draft, error) {
	corpus, err := fixtures.LoadCorpus(c.Each.Corpus)
	if err != nil {
		return nil, err
	}
	var all []*draft
	for _, family := range corpus.Families {
		d := newDraft(op, c, family.Name, family.Text)
		d.members = family.Members
		all = append(all, d)
	}
	return all, nil
}

func newDraft(op *spec.Operation, c *spec.Case, suffix, about string) *draft {
	id, text := c.ID, c.Text
	if suffix != "" {
		id += "." + suffix
		text += ": " + about
	}
	situation, _, _ := strings.Cut(id, ".")
	return &draft{
		Case:    &Case{ID: id, Text: text, Situation: situation, Effect: c.Effect, Level: spec.May, checks: c.Checks, always: c.Always, op: op},
		from:    c,
		members: []fixtures.Member{{}},
		auth:    c.Request.Auth,
		method:  cmp.Or(c.Request.Method, op.Method),
	}
}

// repeats is how often each member is sent.
func (d *draft) repeats() int { return max(1, d.from.Repeat) }
