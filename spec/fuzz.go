package spec

import (
	"fmt"
	"regexp"

	"example.com/toeline/spec/strict"
)

// Fuzz is a case of as many requests as the user asks for: random values near the limits of the
// schema of a parameter. A value that the schema allows is judged by the checks of one case, any
// other by those of another.
type Fuzz struct {
	Pos  strict.Pos `yaml:"-"`
	ID   string     `yaml:"id,required"`
	Text string     `yaml:"text,required"`
	// Parameter is the one that carries the value; From is the kind (by its
	// singular) whose absent ids the values are made from.
	Parameter string `yaml:"parameter,required"`
	From      string `yaml:"from,required"`
	// Valid and Invalid are ids of cases of this operation.
	Valid   string `yaml:"valid,required"`
	Invalid string `yaml:"invalid,required"`
	// Ambiguous is a regular expression (RE2) of values that are not sent,
	// because the contract can be read either way for them.
	Ambiguous string `yaml:"ambiguous"`
}

func (l *loader) lintFuzz(op *Operation, f *Fuzz, ids map[string]strict.Pos) {
	at := "fuzz " + f.ID
	if first, ok := ids[f.ID]; ok {
		l.problem(f.Pos, at, fmt.Sprintf(
			"there is a case of this id already, in %s; give each its own", first.There(),
		), "")
	}
	ids[f.ID] = f.Pos
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
	var known []string
	for i := range op.Cases {
		known = append(known, op.Cases[i].ID)
	}
	for _, id := range []string{f.Valid, f.Invalid} {
		c, ok := op.Case(id)
		if !ok {
			l.unknownName(f.Pos, at, "case", id, known)
		} else if c.HasSteps() {
			l.problem(f.Pos, at, fmt.Sprintf("case %q has steps; random values are judged by a "+
				"case of one request", id), "")
		} else if c.Effect != None {
			l.problem(f.Pos, at, fmt.Sprintf(
				"case %q has an effect; values made at random go only where there is none", id,
			), "")
		}
	}
	if _, err := regexp.Compile(f.Ambiguous); err != nil {
		l.problem(f.Pos, at+": ambiguous", "no regular expression: "+err.Error(), "")
	}
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
