package cases

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// builder is a case whose instances are not bound to resources yet.
type builder struct {
	*Case
	// parts are the requests of the contract's case, of which from is the one being built; at is
	// its number.
	parts []spec.Part
	from  *spec.Case
	at    int
	of    *spec.Case // the contract's case
	// members are the values of forEach; one empty member without it.
	members []fixtures.Member
	// property and wanted narrow the resources that may play a role.
	property, wanted string
	auth             spec.RequestAuth
	transform        string
	bindings         []binding
	// inputs are those of a fuzz case that is made of this one, and fuzz that case; nil: none is.
	inputs *inputs
	fuzz   *Case
}

// made is the case that a run sends.
func (b *builder) made() *Case {
	if b.fuzz == nil {
		return b.Case
	}
	b.fuzz.Skip, b.fuzz.barred, b.fuzz.Effect = b.Skip, b.barred, b.Effect
	b.fuzz.Rank = b.Rank
	return b.fuzz
}

// binding is one instance to be made: the value that it carries, and the
// resources that its parameters name.
type binding struct {
	member    fixtures.Member
	resources map[string]fixtures.Resource // by parameter
	index     int
	variant   variant
	turn      int // of the alternatives of credentials
}

// part is the builder of one step.
func (b *builder) part(i int) *builder {
	made := *b
	made.at, made.from = i, b.parts[i].Case
	if i > 0 {
		made.auth = made.from.Request.Auth
	}
	return &made
}

// named are the ids of the resources, by parameter.
func (b *binding) named() map[string]string {
	if len(b.resources) == 0 {
		return nil
	}
	all := map[string]string{}
	for parameter, resource := range b.resources {
		all[parameter] = resource.ID
	}
	return all
}

func (b *builder) step() *Step { return b.Steps[b.at] }

// Operation is that of the step being built.
func (b *builder) Operation() *spec.Operation { return b.step().Operation }

// allSafe reports whether every step only reads, by its method.
func (b *builder) allSafe() bool {
	return !slices.ContainsFunc(b.Steps, func(s *Step) bool { return !isSafe(s.Method) })
}

// expand turns the contract's cases into builders: one a value of forEach.
func expand(o *Options) ([]*builder, error) {
	var all []*builder
	seen := map[string]bool{}
	for i := range o.Contract.Operations {
		op := &o.Contract.Operations[i]
		for j := range op.Cases {
			made, err := expandCase(o, op, &op.Cases[j])
			if err != nil {
				return nil, fmt.Errorf("%s: case %s: %w", o.Contract.File, op.Cases[j].ID, err)
			}
			for _, b := range made {
				if seen[b.ID] {
					return nil,
						fmt.Errorf("%s: two cases expand to %s; rename one", o.Contract.File, b.ID)
				}
				seen[b.ID] = true
			}
			all = append(all, made...)
		}
		all = append(all, fuzzCases(o, op)...)
	}
	for _, b := range all {
		b.Rank = rank(o.Contract, b.Case)
	}
	return all, nil
}

// rank returns the highest level of what the checks of a case itself can break.
func rank(contract *spec.Contract, c *Case) spec.Level {
	highest := spec.May
	raise := func(id string) {
		if r, ok := contract.Requirement(id); ok && r.Level.AtLeast(highest) {
			highest = r.Level
		}
	}
	raise(c.always)
	for _, s := range c.Steps {
		raise(s.Always)
		raise(s.untilID())
		for i := range s.Checks {
			raise(s.Checks[i].ID)
		}
	}
	return highest
}

func expandCase(o *Options, op *spec.Operation, c *spec.Case) ([]*builder, error) {
	if c.Each == nil {
		return []*builder{newBuilder(op, c, "", "")}, nil
	}
	if c.Each.Corpus != "" {
		return expandCorpus(op, c)
	}
	values := c.Each.Values
	if c.Each.Schema != "" {
		schema, _ := o.Contract.Schema(c.Each.Schema)
		values = schema.Enum()
	}
	var all []*builder
	for _, value := range values {
		d := newBuilder(op, c, value, value)
		switch c.Each.As {
		case spec.AsMethod:
			d.step().Method = value
		case spec.AsTransform:
			d.transform = value
		case spec.AsAuth:
			d.auth = spec.RequestAuth{All: spec.Auth(value)}
			d.step().Auth = d.auth
		case spec.AsLiteral:
			d.members = []fixtures.Member{{Value: value}}
		default:
			d.property, d.wanted, d.Narrow = c.Each.Property, value, true
		}
		all = append(all, d)
	}
	return all, nil
}

// CorpusProblems returns the mistakes that need the corpora to be found: cases whose corpus does
// not exist, and cases that expand to the id of another.
func CorpusProblems(doc *spec.Contract) strict.Problems {
	var all strict.Problems
	report := func(c *spec.Case, message string) {
		all = append(all,
			strict.Problem{File: doc.File, Pos: c.Pos, Path: "case " + c.ID, Message: message})
	}
	seen := map[string]strict.Pos{}
	for i := range doc.Operations {
		op := &doc.Operations[i]
		for j := range op.Cases {
			c := &op.Cases[j]
			made, err := expandCase(&Options{Contract: doc}, op, c)
			if err != nil {
				report(c, err.Error())
			}
			for _, b := range made {
				if first, twice := seen[b.ID]; twice {
					report(c,
						fmt.Sprintf("expands to %s, as the case in line %d does: rename one", b.ID,
							first.Line))
				}
				seen[b.ID] = c.Pos
			}
		}
	}
	return all
}

func expandCorpus(op *spec.Operation, c *spec.Case) ([]*builder, error) {
	corpus, err := fixtures.LoadCorpus(c.Each.Corpus)
	if err != nil {
		return nil, err
	}
	var all []*builder
	for _, family := range corpus.Families {
		d := newBuilder(op, c, family.Name, family.Text)
		d.members = family.Members
		all = append(all, d)
	}
	return all, nil
}

func newBuilder(op *spec.Operation, c *spec.Case, suffix, about string) *builder {
	id, text := c.ID, c.Text
	if suffix != "" {
		id += "." + suffix
		text += ": " + about
	}
	made := &Case{
		ID: id, Text: text, Situation: spec.SituationOf(id), Level: spec.May, always: c.Always,
		Effect: spec.None,
	}
	parts := c.Parts(op)
	for _, p := range parts {
		made.Effect = higher(made.Effect, p.Case.Effect)
		made.Steps = append(made.Steps, newStep(p))
	}
	return &builder{
		Case: made, from: parts[0].Case, parts: parts, of: c,
		members: []fixtures.Member{{}},
		auth:    parts[0].Case.Request.Auth,
	}
}

func newStep(p spec.Part) *Step {
	made := &Step{
		Operation: p.Operation, Method: cmp.Or(p.Case.Request.Method, p.Operation.Method),
		Auth: p.Case.Request.Auth, Checks: p.Case.Checks, Always: p.Case.Always,
		Effect: p.Case.Effect, Finally: p.Finally, Late: p.Case.Late(),
	}
	if p.Step != nil {
		made.Save, made.Each, made.Until = p.Step.Save.Entries, p.Step.Each, p.Step.Until
		made.URL = p.Step.URL
	}
	return made
}

// repeats is how often each member is sent.
func (b *builder) repeats() int { return max(1, b.from.Repeat) }
