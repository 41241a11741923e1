package cases

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/random"
	"example.com/toeline/spec/sample"
)

// inputs makes the inputs of a fuzz case that are like another case.
type inputs struct {
	from *spec.Fuzz
	// plan is the other case, bound: its first instance is sent with other values at a step.
	plan *Case
	step int
	// body is the content of that case; schema is nil where it is not varied.
	body      any
	schema    *openapi.Schema
	mediaType string
	// parameters are those that are varied, with their values in that case; nil: it has none.
	parameters []parameterInput
	// wrong are the rules that inputs break, each with the step by which it is judged.
	wrong []wrongInput
}

type parameterInput struct {
	spec.Parameter
	known any // nil: the case does not give it
	// fixed reports that it names what fixtures or earlier responses give: it is only broken.
	fixed bool
}

type wrongInput struct {
	spec.Break
	step *Step
}

// Input is what an input has instead of the values of the case that it is like.
type Input struct {
	// Choices make it again.
	Choices random.Choices
	// Step is what it is judged by.
	Step *Step

	of         *inputs
	parameters map[string]any // by key; nil: it is left out
	body       any
	hasBody    bool
	broken     string // the member of the body that is wrong; empty: none is
}

// newInputs returns the inputs of a fuzz case, and the builder of the case that they are like. It
// is nil where there is nothing to vary.
func newInputs(op *spec.Operation, from *spec.Fuzz) (*inputs, *builder) {
	like, _ := op.Case(from.Like) // lint knows it
	b := newBuilder(op, like, "", "")
	b.ID, b.Text, b.Situation = from.ID, from.Text, spec.SituationOf(from.ID)
	in := &inputs{from: from, plan: b.Case}
	in.step, _ = like.Acting(op)
	for _, s := range b.Steps {
		s.Checks = nil
	}
	step := b.Steps[in.step]
	step.Checks = from.Checks
	in.readParameters(b.part(in.step))
	in.readBody(b.part(in.step))
	for _, broken := range from.Breaks {
		one := *step
		one.Checks = []spec.Check{{Pos: broken.Pos, ID: broken.ID, Status: from.Refused}}
		made := wrongInput{broken, &one}
		if _, ok := in.wrongBy(&made, random.Replay(nil)); ok {
			in.wrong = append(in.wrong, made)
			step.Checks = append(step.Checks, one.Checks...)
		}
	}
	b.inputs = in
	return in, b
}

// isEmpty reports whether there is nothing to vary.
func (in *inputs) isEmpty() bool {
	if len(in.from.Breaks) > 0 {
		return len(in.wrong) == 0
	}
	varied := func(p parameterInput) bool { return !p.fixed }
	return in.schema == nil && !slices.ContainsFunc(in.parameters, varied)
}

// readParameters finds the parameters that are varied: those with values of their own, and those
// that the case leaves out.
func (in *inputs) readParameters(b *builder) {
	given := map[string]spec.Value{}
	for _, v := range b.from.Request.Values {
		given[v.Parameter] = v
	}
	for _, p := range b.Operation().Parameters {
		v, is := given[p.Key]
		fixed := is && !v.Given
		if p.Schema == nil || isCondition(p) ||
			p.In == "path" && (!is || fixed && !isSafe(b.step().Method)) {
			continue
		}
		in.parameters = append(in.parameters, parameterInput{p, v.Literal, fixed})
	}
}

// conditions are headers that say under which condition a request is meant (RFC 9110, 13 and 14),
// or what it repeats.
var conditions = []string{
	"if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range",
	"idempotency-key",
}

func isCondition(p spec.Parameter) bool {
	return p.In == "header" && slices.Contains(conditions, strings.ToLower(p.Name))
}

// readBody finds the content that is varied: JSON, or a form.
func (in *inputs) readBody(b *builder) {
	from := b.from.Request.Body
	if from == nil || from.Each || from.Text != nil || from.Saved.Name != "" ||
		len(from.Remove) > 0 {
		return
	}
	in.mediaType = b.mediaType()
	if !openapi.IsJSON(in.mediaType) &&
		!strings.HasPrefix(in.mediaType, "application/x-www-form") {
		return
	}
	in.body, in.schema = from.JSON, b.Operation().BodyMedia(in.mediaType).Schema
	if from.Value == nil {
		in.body = b.Operation().BodyExamples[from.Example]
	}
	if in.schema != nil && len(in.schema.ValidateRequest(in.body)) > 0 {
		in.schema = nil // a part of it comes from elsewhere
	}
}

// make makes an input.
func (in *inputs) make(s *random.Source) *Input {
	made := &Input{of: in, parameters: map[string]any{}}
	if len(in.wrong) == 0 {
		in.right(made, s)
		made.Step = in.plan.Steps[in.step]
	} else {
		w := &in.wrong[s.At("rule").Below(len(in.wrong))]
		one, ok := in.wrongBy(w, s)
		if !ok {
			one, _ = in.wrongBy(w, random.Replay(nil))
		}
		made = one
		made.Step = w.step
	}
	made.Choices = s.Choices()
	return made
}

// right gives an input values that the schemas take.
func (in *inputs) right(made *Input, s *random.Source) {
	for _, p := range in.parameters {
		if p.fixed {
			continue
		}
		at := s.At(p.Key)
		known, given := p.known, p.known != nil
		if !p.Required { // the simplest is as in the case
			if other := at.At("given").OneIn(2); given == other {
				if given {
					made.parameters[p.Key] = nil
				}
				continue
			}
		}
		if !given {
			var good bool
			if known, good = sample.Parameter(p.Parameter); !good {
				continue
			}
		}
		value := random.Value(p.Schema, known, random.Place(p.In), at)
		if text, _ := openapi.TextOf(value); text == "" && p.In != "query" {
			if _, isText := value.(string); isText {
				value = known
			}
		}
		made.parameters[p.Key] = value
	}
	if in.schema != nil {
		made.body, made.hasBody = random.Value(in.schema, in.body, random.Body, s.At("body")), true
	}
}

// wrongBy makes an input that breaks a rule.
func (in *inputs) wrongBy(w *wrongInput, s *random.Source) (*Input, bool) {
	made := &Input{of: in, parameters: map[string]any{}}
	if w.InBody() {
		if in.schema == nil || !openapi.IsJSON(in.mediaType) {
			return nil, false
		}
		steps := jsonpointer.Split(w.At)
		if len(steps) > 0 {
			made.broken = jsonpointer.Join(steps[:1])
		}
		var ok bool
		made.body, ok = random.Broken(in.schema, in.body, steps, w.Rule, random.Body, s.At("body"))
		made.hasBody = true
		return made, ok
	}
	at := slices.IndexFunc(in.parameters, func(p parameterInput) bool { return p.Key == w.At })
	if at < 0 {
		return nil, false
	}
	p := in.parameters[at]
	known := p.known
	if known == nil {
		known, _ = sample.Parameter(p.Parameter)
	}
	switch w.Rule {
	case random.Required:
		made.parameters[p.Key] = nil
		return made, p.Required
	case random.Refused:
		text, _ := openapi.TextOf(known)
		value, ok := random.RefusedText(p.Parameter, text, s.At(p.Key))
		made.parameters[p.Key] = value
		return made, ok
	}
	value, ok := random.Broken(p.Schema, known, nil, w.Rule, random.Place(p.In), s.At(p.Key))
	made.parameters[p.Key] = value
	return made, ok
}

// replaces reports whether the input says what a value of the case is.
func (in *Input) replaces(v spec.Value) bool {
	switch {
	case in == nil:
		return false
	case !v.InBody():
		_, other := in.parameters[v.Parameter]
		return other
	case !in.hasBody:
		return false
	}
	now, has := jsonpointer.Lookup(in.body, v.Parameter)
	if !has || in.broken != "" && (v.Parameter == in.broken ||
		strings.HasPrefix(v.Parameter, in.broken+"/")) {
		return true
	}
	known, _ := jsonpointer.Lookup(in.of.body, v.Parameter)
	return v.Fresh != nil && !spec.SameJSON(now, known)
}

// bind adds the values of the input to those of its case.
func (in *Input) bind(bound map[string]check.Binding) {
	if in == nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(in.parameters)) {
		value := in.parameters[key]
		if value == nil {
			continue
		}
		texts := spec.Value{Given: true, Literal: value}.Texts()
		bound[key] = check.Binding{Value: strings.Join(texts, ","), Members: texts, JSON: value}
	}
}

// inputCase makes the fuzz case of inputs, whose requests are those of a plan.
func inputCase(o *Options, in *inputs) *Case {
	f := &Fuzz{o: o, from: in.from, inputs: in}
	return &Case{
		ID: in.from.ID, Text: fmt.Sprintf("%s: %d of them", in.from.Text, o.Fuzz),
		Situation: in.plan.Situation, Level: spec.May, Steps: in.plan.Steps, Fuzz: f,
	}
}

// random returns the source of an instance of a number.
func (f *Fuzz) random(number int) *rand.Rand {
	return rand.New(rand.NewPCG(f.o.Seed, hash(fmt.Sprint(f.from.ID, "#", number))))
}
