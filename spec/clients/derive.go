package clients

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Derive makes the contract of clients of one operation from its description: what is general,
// each documented response, and calls with values that are easily sent wrongly. The operation is
// an operationId, or a method and a path; a description of one operation needs none.
func Derive(doc *spec.Contract, operation string) (*Contract, error) {
	op, err := find(doc, operation)
	if err != nil {
		return nil, err
	}
	base := readGeneral(generalPrefix)
	d := &derivation{op: op, checks: base.Derived, used: map[string]bool{}}
	if err := d.call(); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", doc.File, NameOf(op), err)
	}
	d.responses()
	d.vary()
	for i := range base.Cases {
		d.general(&base.Cases[i])
	}
	base.Cases = slices.Concat(d.documented, d.varied, d.cases)
	base.keep(d.meets)
	made := &Contract{
		File: doc.File, Title: "Clients of " + NameOf(op), Version: doc.Version,
		Digest: doc.Digest, Contract: doc, Described: op,
		Operations: []*spec.Operation{{
			Method: op.Method, Path: op.Path, ID: op.ID, Statuses: op.Statuses(),
		}},
		Pointers: d.pointers, Otherwise: problem(http.StatusNotFound), Always: base.Always,
		Cases: base.Cases, template: templateOf(op.Path),
	}
	made.Headers.Entries = []strict.Entry[string]{{Key: "Date", Value: "{" + PlaceHTTPDate + "}"}}
	lists := [][]Check{made.Always}
	for i := range made.Cases {
		lists = append(lists, made.Cases[i].Checks)
	}
	checked := idsOf(lists...)
	made.Requirements = slices.DeleteFunc(base.Requirements,
		func(r spec.Requirement) bool { return !slices.Contains(checked, r.ID) })
	known := spec.Requirements(made.Requirements).IDs()
	for _, checks := range lists {
		for i := range checks {
			if !slices.Contains(known, checks[i].PartOf) {
				checks[i].PartOf = ""
			}
		}
	}
	return made, nil
}

// NameOf returns the operationId of an operation; without one, its method and path.
func NameOf(op *openapi.Operation) string { return cmp.Or(op.ID, op.Method+" "+op.Path) }

// find returns the operation of a name.
func find(doc *spec.Contract, name string) (*openapi.Operation, error) {
	api := doc.Description()
	var known []string
	method, path, both := strings.Cut(name, " ")
	for i := range api.Operations {
		op := &api.Operations[i]
		if name == "" && len(api.Operations) == 1 || name != "" && name == op.ID ||
			both && strings.EqualFold(method, op.Method) &&
				slices.Contains([]string{op.Path, op.Key}, strings.TrimSpace(path)) {
			return op, nil
		}
		known = append(known, NameOf(op))
	}
	for _, s := range api.Skipped {
		if both && strings.EqualFold(name, s.Name()) {
			return nil, fmt.Errorf("%s:%d: %s cannot be used: %s", doc.File, s.Pos.Line, name,
				s.Reason)
		}
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("%s has no operation that can be used: toeline lint says why",
			doc.File)
	}
	if name == "" {
		return nil, fmt.Errorf("%s has %d operations: name the one that the client calls, as %q",
			doc.File, len(known), known[0])
	}
	message, near := spec.UnknownName("operation of "+doc.File, name, known)
	if near == "" && both {
		near = strict.Suggest(name, pathsOf(api.Operations))
	}
	if near != "" {
		message += fmt.Sprintf(" (did you mean %q?)", near)
	}
	return nil, fmt.Errorf("%s", message)
}

// pathsOf are the methods and paths of operations.
func pathsOf(operations []openapi.Operation) (all []string) {
	for i := range operations {
		all = append(all, operations[i].Method+" "+operations[i].Path)
	}
	return all
}

// derivation is a contract while it is derived.
type derivation struct {
	op     *openapi.Operation
	checks map[string]derivedCase
	// base is the call with what is required alone; alone says that no value of it is new in every
	// call, so that no other call may be open.
	base  *Call
	alone bool
	// success and failure are the first documented responses; failure may be a general one.
	success, failure Play
	// own is the success with a text that no other call has, where its schema takes one.
	own      Play
	pointers Pointers
	// facts are the conditions that the operation meets.
	facts map[string]bool
	// documented play each response, varied give each value, cases are the general ones.
	documented, varied, cases []Case
	used                      map[string]bool // ids of cases
}

func (d *derivation) meets(condition string) bool { return d.facts[condition] }

// derive adds a case with the checks of what it is about.
func (d *derivation) derive(to *[]Case, about string, c Case) {
	c.Checks = slices.Clone(d.checks[about].Checks)
	c.Without = d.checks[about].Without
	d.add(to, c)
}

// add adds a case of the base call, or of the call that it has.
func (d *derivation) add(to *[]Case, c Case) {
	if d.used[c.ID] {
		return
	}
	d.used[c.ID] = true
	if c.Call == nil {
		c.Call = d.base
	}
	c.Alone = c.Alone || d.alone || !c.Call.isMarked()
	*to = append(*to, c)
}

// general adds a general case, once for each of its values. One of a redirect that the operation
// documents as its response is left out.
func (d *derivation) general(c *Case) {
	for _, made := range c.expand() {
		documented := false
		plays := make([]*Play, len(made.Play))
		for i := range made.Play {
			plays[i] = &made.Play[i]
		}
		if made.First != nil {
			first := *made.First
			made.First = &first
			plays = append(plays, made.First)
		}
		for _, p := range plays {
			documented = documented || p.Use == "" && p.Status.Code/100 == 3 &&
				d.documents(p.Status.Code)
			if p.Use != "" {
				used := d.response(p.Use, p.Status.Code)
				p.fillFrom(&used)
			}
		}
		if !documented {
			d.add(&d.cases, made)
		}
	}
}
