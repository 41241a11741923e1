package cases

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/pattern"
	"example.com/toeline/spec/random"
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
	// inputs are those of a case of whole inputs; nil: of one of values of one parameter.
	inputs *inputs
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
		if from.Like != "" {
			if in, b := newInputs(op, from); !in.isEmpty() {
				b.fuzz = inputCase(o, in)
				all = append(all, b)
			}
			continue
		}
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
	if from.Like != "" {
		in, _ := newInputs(op, from)
		c := inputCase(&Options{}, in)
		c.Text, c.Fuzz = from.Text, nil
		return c
	}
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

// Made is an instance of a fuzz case that is a value of one parameter.
type Made struct {
	Request Request
	// Step is what it is judged by.
	Step *Step
	// Choices make it again, from the same text.
	Choices random.Choices

	seed string
}

// Instance makes the instance of a number, the same for the same seed.
func (f *Fuzz) Instance(number int) (Made, error) {
	r := f.random(number)
	for {
		seed, err := f.seeds.Generate(r)
		if err != nil {
			return Made{}, err
		}
		if made, ok, err := f.instance(number, seed, random.New(r), r); ok || err != nil {
			return made, err
		}
	}
}

// Again makes an instance with other choices; false: they make none.
func (f *Fuzz) Again(number int, from *Made, choices random.Choices) (Made, bool) {
	made, ok, err := f.instance(number, from.seed, random.Replay(choices), f.random(number))
	return made, ok && err == nil && made.Step == from.Step
}

// instance makes an instance from a text that the schema takes; false: it is not to be sent.
func (f *Fuzz) instance(
	number int, seed string, s *random.Source, r *rand.Rand,
) (made Made, ok bool, err error) {
	text := random.Mutated(s.At("text"), seed, random.Path)
	if f.ambiguous != nil && f.ambiguous.MatchString(text) {
		return made, false, nil
	}
	takes := f.schema.TakesText(text)
	if takes && utf8.RuneCountInString(text) < utf8.RuneCountInString(seed)-random.MaxChanges {
		return made, false, nil // what is left of it may name something
	}
	b := f.as[takes]
	made.Step, made.seed = b.step(), seed
	made.Request = Request{
		Auth: b.auth, Effect: f.effect,
		Bound: map[string]check.Binding{f.from.Parameter: {Value: text}},
	}
	given := f.o.credentials(b.Operation(), b.auth, number, rand.New(rand.NewPCG(0, 0)))
	escape := escaper{s.At("escape")}.escape
	target := f.o.Target.BasePath + b.target(&given, made.Request.Bound, escape)
	as := binding{variant: f.variants[number%len(f.variants)], turn: number}
	header, given, err := b.header(f.o, &as, made.Request.Bound, nil, r)
	if err != nil {
		return made, false, err
	}
	made.Request.Presented = given.of
	made.Request.Request = exchange.Request{
		Method: b.step().Method, Target: withQuery(target, given.query), Header: header,
		Alone: f.effect != spec.None,
	}
	made.Choices = s.Choices()
	return made, true, nil
}

// escaper percent-encodes path segments; one in four times also characters that need not be, which
// names the same segment (RFC 3986 6.2.2.2).
type escaper struct{ *random.Source }

func (e escaper) escape(s string) string {
	if !e.OneIn(4) {
		return style.EscapeSegment(s)
	}
	var b strings.Builder
	for i := range len(s) {
		if e.OneIn(3) {
			b.WriteString(style.EscapeByte(s[i]))
		} else {
			b.WriteString(style.EscapeSegment(s[i : i+1]))
		}
	}
	return b.String()
}

// Plan is the case that inputs are like, and the number of the step that they are sent by; nil: the
// case is one of values of one parameter.
func (f *Fuzz) Plan() (plan *Case, step int) {
	if f.inputs == nil {
		return nil, 0
	}
	return f.inputs.plan, f.inputs.step
}

// Input makes the input of a number, the same for the same seed.
func (f *Fuzz) Input(number int) *Input { return f.inputs.make(random.New(f.random(number))) }

// InputBy makes the input that choices make.
func (f *Fuzz) InputBy(choices random.Choices) *Input {
	return f.inputs.make(random.Replay(choices))
}
