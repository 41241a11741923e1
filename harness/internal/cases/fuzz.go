package cases

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"unicode/utf8"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/pattern"
)

// Fuzz makes the instances of a fuzz case as they are sent: the case holds none,
// so that memory does not grow with their number.
type Fuzz struct {
	o         *Options
	from      *spec.Fuzz
	seeds     *pattern.Pattern
	schema    *spec.Schema
	ambiguous *regexp.Regexp // nil: nothing is
	effect    spec.Effect
	variants  []variant // in the order in which requests take them
	// as builds requests like those of a case; by whether the value is valid.
	as map[bool]*builder
}

// Number is how many instances there are.
func (f *Fuzz) Number() int { return f.o.Fuzz }

// Value is the random value of a request that Instance made.
func (f *Fuzz) Value(r *Request) string { return r.Bound[f.from.Parameter].Value }

// fuzzCases makes the fuzz cases that the user asked for.
func fuzzCases(o *Options, op *spec.Operation) []*builder {
	if o.Fuzz == 0 {
		return nil
	}
	var all []*builder
	for i := range op.Fuzz {
		from := &op.Fuzz[i]
		valid, _ := op.Case(from.Valid)
		invalid, _ := op.Case(from.Invalid)
		parameter, _ := op.Parameter(from.Parameter)
		f := &Fuzz{o: o, from: from, schema: parameter.Schema, as: map[bool]*builder{
			true: newBuilder(op, valid, "", ""), false: newBuilder(op, invalid, "", ""),
		}}
		kind, _ := o.Contract.Kind(from.From)
		f.seeds, _ = pattern.New(kind.Absent) // lint compiled it
		if from.Ambiguous != "" {
			f.ambiguous = regexp.MustCompile(from.Ambiguous)
		}
		c := fuzzCase(op, from)
		if !isSafe(op.Method) && (parameter.In != "path" || f.seeds.RandomBits() < namelessBits) {
			c.Effect = spec.IfBroken
		}
		f.effect = c.Effect
		f.variants = rotation(o, c.Situation, op)
		c.Text, c.Fuzz = fmt.Sprintf("%s: %d of them", from.Text, o.Fuzz), f
		all = append(all, &builder{
			Case: c, from: valid, parts: valid.Parts(op), auth: f.as[true].auth,
		})
	}
	return all
}

func fuzzCase(op *spec.Operation, from *spec.Fuzz) *Case {
	valid, _ := op.Case(from.Valid)
	invalid, _ := op.Case(from.Invalid)
	return &Case{
		ID: from.ID, Text: from.Text, Situation: spec.SituationOf(from.ID), Effect: spec.None,
		Level: spec.May,
		Steps: []*Step{{
			Operation: op, Method: op.Method, Auth: valid.Request.Auth,
			Checks: slices.Concat(valid.Checks, invalid.Checks),
		}},
	}
}

// notAsked is why the fuzz cases of a run without them are not sent.
const notAsked = "it is sent with --fuzz alone"

// unasked are the fuzz cases of the contract in a run without them: waivers may
// name them.
func unasked(o *Options) []*Case {
	if o.Fuzz > 0 {
		return nil
	}
	var all []*Case
	for i := range o.Contract.Operations {
		op := &o.Contract.Operations[i]
		for j := range op.Fuzz {
			c := fuzzCase(op, &op.Fuzz[j])
			c.Skip = notAsked
			all = append(all, c)
		}
	}
	return all
}

func (c *Case) unasked() bool { return c.Skip == notAsked }

// Instance makes the instance of a number, the same for the same seed, and
// returns the step that it is judged by.
func (f *Fuzz) Instance(number int) (Request, *Step, error) {
	random := rand.New(rand.NewPCG(f.o.Seed, hash(fmt.Sprint(f.from.ID, "#", number))))
	m := mutator{random}
	for {
		seed, err := f.seeds.Generate(random)
		if err != nil {
			return Request{}, nil, err
		}
		text := m.mutate(seed)
		if f.ambiguous != nil && f.ambiguous.MatchString(text) {
			continue
		}
		takes := f.schema.TakesText(text)
		if takes && utf8.RuneCountInString(text) < utf8.RuneCountInString(seed)-maxChanges {
			continue // what is left of it may name something
		}
		b := f.as[takes]
		r := Request{
			Auth: b.auth, Effect: f.effect,
			Bound: map[string]check.Binding{f.from.Parameter: {Value: text}},
		}
		given := f.o.credentials(b.Operation(), b.auth, number, rand.New(rand.NewPCG(0, 0)))
		target := f.o.Target.BasePath + b.target(&given, r.Bound, m.escape)
		as := binding{variant: f.variants[number%len(f.variants)], turn: number}
		header, given, err := b.header(f.o, &as, r.Bound, nil, random)
		if err != nil {
			return r, b.step(), err
		}
		r.Presented = given.of
		r.Request = exchange.Request{
			Method: b.step().Method, Target: withQuery(target, given.query), Header: header,
			Alone: f.effect != spec.None,
		}
		return r, b.step(), nil
	}
}
