package spec

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec/strict"
)

// CheckRule reports what is wrong with a check by the rules of its operators.
type CheckRule func(*Scope, *Check)

// Scope is where a check belongs while a contract is linted. It is valid during the CheckRule.
type Scope struct {
	Doc *Contract
	// Op and Case are those of the check; both nil for the rules for every response.
	Op   *Operation
	Case *Case

	at     string
	loader *loader
}

// Saved returns the names of the values that the check can use: those of earlier steps, and those
// that its own saves.
func (s *Scope) Saved() []string {
	if s.Case == nil {
		return nil
	}
	return s.Case.saved
}

// Problem reports a mistake at a key of the check, such as ".body.pointer"; empty: the check.
func (s *Scope) Problem(pos strict.Pos, key, message string) { s.Suggest(pos, key, message, "") }

// Suggest reports a mistake with what was perhaps meant; empty: nothing is near.
func (s *Scope) Suggest(pos strict.Pos, key, message, near string) {
	s.loader.problem(pos, s.at+key, message, near)
}

// Unknown reports a name that is not among the known ones; what says of which kind it is.
func (s *Scope) Unknown(pos strict.Pos, key, what, got string, known []string) {
	s.loader.unknownName(pos, s.at+key, what, got, known)
}

// RequestKeys returns the keys that the request of a case can have.
func (s *Scope) RequestKeys() []string { return s.loader.requestKeys(s.Op) }

// ItemKind returns the kind of the resource that the case gives for a parameter.
func (s *Scope) ItemKind(parameter string) (Kind, bool) {
	return s.loader.roleKind(s.Case, parameter)
}

// misspelled reports whether the line of a place has an unknown key behind it: that is reported,
// and what follows from it would be reported once more.
func (l *loader) misspelled(pos strict.Pos) bool {
	return slices.ContainsFunc(l.problems, func(p strict.Problem) bool {
		return p.Pos.Line == pos.Line && p.Pos.Column >= pos.Column &&
			strings.HasPrefix(p.Message, "unknown key")
	})
}

func (l *loader) lintCheck(c *Check, at string, op *Operation, of *Case) {
	l.knownRequirement(c.Pos, at, c.ID)
	l.knownRequirement(c.Pos, at+".partOf", c.PartOf)
	if c.PartOf != "" && c.PartOf == c.ID {
		l.problem(c.Pos, at+".partOf", "a requirement is not part of itself", "")
	}
	l.resolveResponses(c.Response, &c.Status, c.Pos, at+".response", op)
	l.resolveResponses(c.When.Response, &c.When.Status, c.Pos, at+".when.response", op)
	l.resolveResponses(c.When.NotResponse, &c.When.NotStatus, c.Pos, at+".when.notResponse", op)
	if l.misspelled(c.Pos) {
		return // the check may have it under the unknown key
	}
	switch operators := c.operators(); {
	case len(operators) == 0 && len(c.Response) > 0: // none of them is known, as reported
	case len(operators) == 0:
		known := strings.Join(Operator("").Allowed(), ", ")
		l.problem(c.Pos, at, "asserts nothing: give one of "+known, "")
	case len(operators) > 1:
		message := "asserts both %s and %s: make two checks of it"
		l.problem(c.Pos, at, fmt.Sprintf(message, operators[0], operators[1]), "")
	}
	if (c.Pointer() != "") != (c.Example != "") {
		l.problem(c.Pos, at, "example goes with equal, differ or template, and they with example",
			"")
	} else if twice, ok := l.ambiguous[c.Example]; ok {
		l.once(twice.Pos, twice.Path, twice.Message, "")
	} else if c.Example != "" {
		l.usesExample(exampleKey{name: c.Example})
	}
	if c.Template == "" && len(c.With) > 0 {
		l.problem(c.Pos, at+".with", "with fills a template, and there is none", "")
	}
	if l.rule != nil {
		l.rule(&Scope{Doc: l.doc, Op: op, Case: of, at: at, loader: l}, c)
	}
}

// giveRules gives an operation the rules for every response. It runs before they are resolved for
// the contract as a whole: in another operation, a status belongs to another response.
func (l *loader) giveRules(op *Operation) {
	for _, rule := range l.doc.Always {
		statuses := func(own Statuses, names Strings) Statuses {
			own = slices.Clone(own)
			for _, name := range names {
				own = append(own, op.responses[name]...)
			}
			return own
		}
		named := rule.When.Response
		rule.Status = statuses(rule.Status, rule.Response)
		rule.When.Status = statuses(rule.When.Status, named)
		rule.When.NotStatus = statuses(rule.When.NotStatus, rule.When.NotResponse)
		// No status at all would mean any.
		if len(rule.When.Status) == 0 && len(named) > 0 || rule.Operator() == "" {
			continue
		}
		op.Always = append(op.Always, rule)
	}
}

// resolveResponses adds the statuses of named responses: of one operation, or of all if it is nil.
func (l *loader) resolveResponses(
	names Strings, into *Statuses, pos strict.Pos, at string, of *Operation,
) {
	for _, name := range names {
		found := false
		for i := range l.doc.Operations {
			op := &l.doc.Operations[i]
			if of != nil && of != op {
				continue
			}
			for _, status := range op.responses[name] {
				found = true
				if !slices.Contains(*into, status) {
					*into = append(*into, status)
				}
			}
		}
		if !found {
			l.unknownName(pos, at, "response", name, l.responseNames())
		}
	}
}

func (l *loader) responseNames() []string { return l.doc.api.Responses }
