package clients

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// read turns what is written into a document and holds its parts against each
// other and against the contract.
func (l *loader) read(contract func(string) (*spec.Contract, error)) {
	s, d := &l.source, l.doc
	d.Title, d.Version = s.Title, s.Version
	d.Excluded, d.Parameter = s.Excluded, s.Parameter
	d.Pointers, d.ClientRequestID = s.Pointers, s.ClientRequestID
	d.Envelope, d.Headers = s.Envelope, s.Headers
	l.readContract(contract)
	l.compose()
	d.Requirements, d.Always = values(l.requirements), values(l.rules)
	spec.Requirements(d.Requirements).LintIDs(l.requirementProblem)
	for i := range d.Always {
		l.lintCheck(&d.Always[i], l.rules[i].at)
	}
	for _, e := range s.Responses.Entries {
		l.lintPlay(&e.Value, "responses."+e.Key)
	}
	l.lintHeaders(s.Headers, "headers", nil)
	l.lintTexts(s.Envelope, "envelope", nil)
	l.lintPlay(&s.Otherwise, "otherwise")
	d.Otherwise = s.Otherwise
	for i := range l.cases {
		l.readCase(&l.cases[i].value, l.cases[i].at)
	}
	l.lintCoverage()
	l.lintReported()
}

// readContract loads the contract of the server and finds the operations. If it fails, the rest
// is read without them.
func (l *loader) readContract(contract func(string) (*spec.Contract, error)) {
	name := l.source.Contract
	if name == "" {
		return // the decoder has said so
	}
	var doc *spec.Contract
	var err error
	switch {
	case contract != nil:
		doc, err = contract(name)
	case slices.Contains(spec.Documents(), name):
		doc, err = spec.Embedded(name)
	default:
		err = fmt.Errorf("no embedded document %q; use one of %s", name,
			strings.Join(spec.Documents(), ", "))
	}
	var invalid strict.Problems
	if errors.As(err, &invalid) {
		err = fmt.Errorf("%s is invalid: toeline lint says why; the first of %d reasons: %w", name,
			len(invalid), invalid[0])
	}
	if err != nil {
		l.problem("contract", err.Error(), strict.Suggest(name, spec.Documents()))
		return
	}
	l.doc.Contract = doc
	for i, id := range l.source.Operations {
		l.readOperation(i, id)
	}
	for i := range doc.Description().Operations {
		op := &doc.Description().Operations[i]
		if all := l.doc.Operations; len(all) > 0 && op.ID == all[0].ID {
			l.doc.Described = op
		}
	}
}

func (l *loader) readOperation(i int, id string) {
	at := fmt.Sprintf("operations[%d]", i)
	var known []string
	for j := range l.doc.Contract.Operations {
		op := &l.doc.Contract.Operations[j]
		known = append(known, op.ID)
		if op.ID != id {
			continue
		}
		l.doc.Operations = append(l.doc.Operations, op)
		parameters := spec.PathParameters(op.Path)
		if l.source.Parameter != "" && !slices.Equal(parameters, []string{l.source.Parameter}) {
			l.problem("parameter", fmt.Sprintf("the path %s has other parameters than %q alone",
				op.Path, l.source.Parameter), strict.Suggest(l.source.Parameter, parameters))
		}
		if op.Method != l.doc.Operations[0].Method {
			l.problem(at, "spellings of one operation have one method", "")
		}
		return
	}
	l.unknownName(at, "operationId", id, known)
}

// readCase lints a case and adds its expansions.
func (l *loader) readCase(c *Case, at string) {
	if !spec.ValidID(c.ID) && c.ID != "" {
		l.problem(at,
			fmt.Sprintf("case id %q: use letters, digits, hyphens, underscores and dots", c.ID), "")
	}
	for i := range c.Checks {
		l.lintCheck(&c.Checks[i], fmt.Sprintf("%s.checks[%d]", at, i))
		if c.Checks[i].Unique != "" {
			l.problem(fmt.Sprintf("%s.checks[%d].unique", at, i),
				"unique looks at all calls of a run at once: give it to rules", "")
		}
	}
	for _, id := range c.Without {
		if known := idsOf(l.doc.Always); !slices.Contains(known, id) {
			l.problem(at+".without", fmt.Sprintf("no check in rules breaks %q", id),
				strict.Suggest(id, known))
		}
	}
	switch {
	case !c.TLS.Refused() && len(c.Play) == 0 && !l.reported(at, "play"):
		l.problem(at, "plays nothing: give the answers under play", "")
	case c.TLS.Refused() && len(c.Play) > 0:
		l.problem(at, "plays answers behind a broken handshake", "")
	case c.First != nil && (c.TLS.Refused() || c.Address != ""):
		l.problem(at+".first", "an earlier call is made on 127.0.0.1, and answered", "")
	}
	task := c.TaskText()
	l.lintPlaceholders(task, at+".task", []string{PlaceGUID, PlaceUpper, placeEach})
	if !hasGUID(task) && !c.Alone && !l.everyHasGUID(c) {
		l.problem(at+".task",
			"an id without {guid} cannot be distinguished from others: add alone: true",
			"")
	}
	for _, made := range c.expand() {
		for i := range made.Play {
			l.use(&made.Play[i], fmt.Sprintf("%s.play[%d]", at, i))
			l.lintPlay(&made.Play[i], fmt.Sprintf("%s.play[%d]", at, i))
		}
		if made.First != nil {
			l.use(made.First, at+".first")
			l.lintPlay(made.First, at+".first")
		}
		if known, ok := l.doc.Case(made.ID); ok {
			l.problem(at,
				fmt.Sprintf("case %q is there already, in line %d", made.ID, known.Pos.Line), "")
		}
		l.doc.Cases = append(l.doc.Cases, made)
	}
}

// hasGUID reports whether the text of an id contains a GUID.
func hasGUID(task string) bool {
	return strings.Contains(task, "{"+PlaceGUID+"}") || strings.Contains(task, "{"+PlaceUpper+"}")
}

// everyHasGUID reports whether the id of each expansion of a case contains a GUID.
func (l *loader) everyHasGUID(c *Case) bool {
	for _, made := range c.expand() {
		if !hasGUID(made.TaskText()) {
			return false
		}
	}
	return true
}
