package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/random"
	"example.com/toeline/spec/strict"
)

// Fuzz is a case of as many inputs as the user asks for, made at random: values near the limits of
// the schema of one parameter, or with Like whole inputs by all schemas of the operation.
type Fuzz struct {
	Pos  strict.Pos `yaml:"-"`
	ID   string     `yaml:"id,required"`
	Text string     `yaml:"text,required"`
	// Parameter is the one that carries the value; From is the kind (by its
	// singular) whose absent ids the values are made from. A value that the schema allows is judged
	// by the checks of one case, any other by those of another.
	Parameter string `yaml:"parameter,required,unless like"`
	From      string `yaml:"from,required,unless like"`
	// Valid and Invalid are ids of cases of this operation.
	Valid   string `yaml:"valid,required,unless like"`
	Invalid string `yaml:"invalid,required,unless like"`
	// Ambiguous is a regular expression (RE2) of values that are not sent,
	// because the contract can be read either way for them.
	Ambiguous string `yaml:"ambiguous"`

	// Like is the id of a case of this operation. Inputs are its last request, after its other
	// steps, with other values: of parameters and members that the case does not take from
	// fixtures or from earlier responses.
	Like string `yaml:"like"`
	// Checks judge inputs that the schemas take; empty: inputs break one of Breaks each.
	Checks []Check `yaml:"checks"`
	Breaks []Break `yaml:"breaks"`
	// Refused are the statuses that refuse an input that breaks a rule.
	Refused Statuses `yaml:"refused"`
}

// Break is a rule of a schema that inputs break, and the requirement that a target breaks which
// takes them.
type Break struct {
	Pos strict.Pos `yaml:"-"`
	// At is the key of a parameter, or a JSON pointer into the body, where "-" is an item of a
	// list; empty: the whole body.
	At   string      `yaml:"at"`
	Rule random.Rule `yaml:"rule,required"`
	ID   string      `yaml:"id,required"`
}

// InBody reports whether the rule is one of the body.
func (b *Break) InBody() bool { return b.At == "" || strings.HasPrefix(b.At, "/") }

func (l *loader) lintFuzz(op *Operation, f *Fuzz, ids map[string]strict.Pos) {
	at := "fuzz " + f.ID
	if first, ok := ids[f.ID]; ok {
		l.problem(f.Pos, at, fmt.Sprintf("there is a case of this id already, in %s; give each "+
			"its own", first.There()), "")
	}
	ids[f.ID] = f.Pos
	if f.Like != "" {
		l.lintInputs(op, f, at)
		return
	}
	if len(f.Checks)+len(f.Breaks)+len(f.Refused) > 0 {
		l.problem(f.Pos, at, "checks, breaks and refused are for inputs that are like a case", "")
	}
	if p, ok := op.Parameter(f.Parameter); !ok {
		l.unknownName(f.Pos, at+": parameter", "parameter", f.Parameter, l.requestKeys(op))
	} else if p.Schema == nil {
		l.problem(f.Pos, at+": parameter",
			fmt.Sprintf("parameter %q has no schema that rules any value out", f.Parameter),
			"")
	}
	if _, ok := l.doc.Kind(f.From); !ok {
		l.unknownName(f.Pos, at+": from", "kind", f.From, l.singulars())
	}
	for _, id := range []string{f.Valid, f.Invalid} {
		if c, ok := l.fuzzLike(op, f, id, at); !ok {
			continue
		} else if c.HasSteps() {
			l.problem(f.Pos, at, fmt.Sprintf("case %q has steps; random values are judged by a "+
				"case of one request", id), "")
		} else if c.Effect != None {
			l.problem(f.Pos, at, fmt.Sprintf("case %q has an effect; values made at random go "+
				"only where there is none", id), "")
		}
	}
	if _, err := regexp.Compile(f.Ambiguous); err != nil {
		l.problem(f.Pos, at+": ambiguous", "no regular expression: "+err.Error(), "")
	}
}

// fuzzLike returns a case that a fuzz case names.
func (l *loader) fuzzLike(op *Operation, f *Fuzz, id, at string) (*Case, bool) {
	c, ok := op.Case(id)
	if !ok {
		var known []string
		for i := range op.Cases {
			known = append(known, op.Cases[i].ID)
		}
		l.unknownName(f.Pos, at, "case", id, known)
	}
	return c, ok
}

// lintInputs looks at inputs that are like a case.
func (l *loader) lintInputs(op *Operation, f *Fuzz, at string) {
	problem := func(text string) { l.problem(f.Pos, at, text, "") }
	if f.Parameter+f.From+f.Valid+f.Invalid+f.Ambiguous != "" {
		problem("parameter, from, valid, invalid and ambiguous are for values of one parameter")
	}
	switch {
	case len(f.Checks) == 0 && len(f.Breaks) == 0:
		problem("needs checks, of inputs that the schemas take, or breaks, the rules that inputs " +
			"break")
	case len(f.Checks) > 0 && len(f.Breaks) > 0:
		problem("has checks and breaks: inputs are right, or wrong")
	case len(f.Breaks) > 0 && len(f.Refused) == 0:
		problem("needs refused: the statuses that refuse an input")
	case len(f.Breaks) == 0 && len(f.Refused) > 0:
		problem("has refused without breaks")
	}
	c, ok := l.fuzzLike(op, f, f.Like, at)
	if !ok {
		return
	}
	last, ok := c.Acting(op)
	part := c.Parts(op)[last]
	if c.Each != nil || !ok || part.Step != nil &&
		(part.Step.Each != nil || part.Step.Until != nil || part.Step.URL.Name != "") {
		problem(fmt.Sprintf("case %q does not end with one request of this operation", f.Like))
	}
	for i := range f.Checks {
		l.lintCheck(&f.Checks[i], fmt.Sprintf("%s.checks[%d]", at, i), op, part.Case)
	}
	for i := range f.Breaks {
		b := &f.Breaks[i]
		at := fmt.Sprintf("%s.breaks[%d]", at, i)
		l.knownRequirement(b.Pos, at, b.ID)
		_, known := op.Parameter(b.At)
		switch {
		case !slices.Contains(random.Rules(), b.Rule):
			l.unknownName(b.Pos, at, "rule", string(b.Rule), ruleNames())
		case b.InBody() && op.BodyType == "":
			l.problem(b.Pos, at, "the operation has no body", "")
		case !b.InBody() && !known:
			l.unknownName(b.Pos, at, "parameter", b.At, l.requestKeys(op)[len(fixedKeys):])
		}
	}
}

func ruleNames() []string {
	var names []string
	for _, rule := range random.Rules() {
		names = append(names, string(rule))
	}
	return names
}

// Acting returns the number of the last request of a case before those that clean up; false: it is
// of another operation than the one that the case is written at.
func (c *Case) Acting(op *Operation) (int, bool) {
	parts := c.Parts(op)
	for i := len(parts) - 1; i >= 0; i-- {
		if !parts[i].Finally {
			of := parts[i].Operation
			return i, of.Method == op.Method && of.Path == op.Path
		}
	}
	return 0, false
}

// Case returns a case of the operation by its id.
func (o *Operation) Case(id string) (*Case, bool) {
	for i := range o.Cases {
		if o.Cases[i].ID == id {
			return &o.Cases[i], true
		}
	}
	return nil, false
}
