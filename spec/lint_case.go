package spec

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

// sharesID reports whether all other cases of a case's id are made of other corpora, so that the
// cases that they expand to have ids of their own: a family keeps its id at another level.
func (o *Operation) sharesID(c *Case) bool {
	shares := false
	for i := range o.Cases {
		other := &o.Cases[i]
		if other == c || other.ID != c.ID {
			continue
		}
		if c.Each == nil || other.Each == nil || c.Each.Corpus == "" || other.Each.Corpus == "" ||
			c.Each.Corpus == other.Each.Corpus {
			return false
		}
		shares = true
	}
	return shares
}

func (l *loader) lintCase(op *Operation, c *Case, ids map[string]strict.Pos) {
	at := "case " + c.ID
	if first, ok := ids[c.ID]; ok && !op.sharesID(c) {
		l.problem(c.Pos, at,
			fmt.Sprintf("there is a case of this id already, in %s; give each its own",
				first.There()), "")
	}
	ids[c.ID] = c.Pos
	if !ValidID(c.ID) {
		l.problem(c.Pos, at,
			fmt.Sprintf("case id %q: use words of letters, digits and hyphens, joined by dots",
				c.ID), "")
	}
	if c.Repeat < 0 || c.Repeat > maxRepeat {
		l.problem(c.Pos, at+": repeat",
			fmt.Sprintf("%d is not from 0 to %d", c.Repeat, maxRepeat), "")
	}
	parts := c.Parts(op)
	if !slices.ContainsFunc(parts, func(p Part) bool { return len(p.Case.Checks) > 0 }) {
		l.problem(c.Pos, at, "no checks: a case that nothing can break proves nothing", "")
	}
	l.knownRequirement(c.Pos, at+": rules", c.Always)
	l.lintEach(c, parts, at)
	l.lintSteps(c, at)
	saved := l.lintFresh(c, at)
	for i, part := range parts {
		at := at + c.StepName(i)
		l.lintStep(part, at, saved)
		l.lintRequest(part.Operation, part.Case, at)
		l.lintUses(part, at, saved)
		part.Case.saved = saved.names()
		for j := range part.Case.Checks {
			l.lintCheck(&part.Case.Checks[j], fmt.Sprintf("%s: checks[%d]", at, j),
				part.Operation, part.Case)
		}
	}
}

func (l *loader) lintEach(c *Case, parts []Part, at string) {
	var values []Value
	for _, part := range parts {
		values = append(values, part.Case.Request.Values...)
	}
	if c.Each == nil {
		for _, v := range values {
			if v.Each {
				l.problem(v.Pos, at+": request."+v.Parameter,
					"each stands for a member of the case's forEach, and the case has none", "")
			}
		}
		return
	}
	l.lintMembers(c, values, at+": forEach")
}

// lintMembers reports mistakes of what a case is repeated for.
func (l *loader) lintMembers(c *Case, values []Value, at string) {
	if c.HasSteps() && c.Each.Corpus == "" && c.Each.As != AsLiteral {
		l.problem(c.Each.Pos, at,
			"a case of steps is repeated for a corpus, or for values as literal", "")
	}
	e := c.Each
	given := 0
	for _, set := range []bool{e.Corpus != "", e.Schema != "", len(e.Values) > 0} {
		if set {
			given++
		}
	}
	if given != 1 {
		l.problem(e.Pos, at, "give exactly one of corpus, schema and values", "")
	}
	if (len(e.Values) > 0) != (e.As != "") {
		l.problem(e.Pos, at, "values and as go together", "")
	}
	if (e.Schema != "") != (e.Property != "") {
		l.problem(e.Pos, at, "schema and property go together", "")
	}
	if e.Schema != "" {
		if schema, ok := l.doc.Schema(e.Schema); !ok {
			l.unknownName(e.Pos, at+".schema", "component schema", e.Schema, l.doc.Schemas())
		} else if len(schema.Enum()) == 0 {
			l.problem(e.Pos, at+".schema",
				fmt.Sprintf("schema %q lists no texts: it needs an enum", e.Schema), "")
		}
	}
	l.lintEachValues(c, values, at)
}

// Transforms are what an Each can do to an id.
func Transforms() []string { return []string{"lower", "upper", "alternating"} }

func (l *loader) lintEachValues(c *Case, values []Value, at string) {
	for i, value := range c.Each.Values {
		at := fmt.Sprintf("%s.values[%d]", at, i)
		switch c.Each.As {
		case AsAuth:
			if !slices.Contains(Auth("").Allowed(), value) {
				l.unknownName(c.Each.Pos, at, "auth", value, Auth("").Allowed())
			}
		case AsTransform:
			if !slices.Contains(Transforms(), value) {
				l.unknownName(c.Each.Pos, at, "transform", value, Transforms())
			}
		}
	}
	usesMember := slices.ContainsFunc(values, func(v Value) bool { return v.Each })
	if wants := c.Each.Corpus != "" || c.Each.As == AsLiteral; wants != usesMember {
		if wants {
			l.problem(c.Each.Pos, at,
				"no parameter of the request is each, so its members go nowhere", "")
		} else {
			l.problem(c.Each.Pos, at,
				"each as a parameter's value goes with a corpus or with values as literal", "")
		}
	}
}

func (l *loader) lintRequest(op *Operation, c *Case, at string) {
	named := map[string]bool{}
	for _, v := range c.Request.Values {
		at := at + ": request." + v.Parameter
		named[v.Parameter] = true
		if _, ok := op.Parameter(v.Parameter); !ok && !v.InBody() {
			l.unknownName(v.Pos, at, "parameter", v.Parameter, l.requestKeys(op))
			named[strict.Suggest(v.Parameter, l.requestKeys(op))] = true // a slip, reported now
		}
		l.lintValue(op, c, v, at)
	}
	l.lintBody(op, c, at+": request.body")
	l.lintAuth(op, c.Request.Auth, at+": request.auth")
	for _, p := range op.Parameters {
		own := p.In == "header" && strings.EqualFold(p.Name, l.doc.Correlation.Request)
		if p.Required && !own && !named[p.Key] && !(c.sentElsewhere && p.In != "header") {
			l.problem(c.Request.Pos, at+": request",
				fmt.Sprintf("the parameter %q is required by the operation and not given", p.Key),
				"")
		}
	}
}

func (l *loader) requestKeys(op *Operation) []string {
	keys := slices.Clone(fixedKeys)
	for _, p := range op.Parameters {
		keys = append(keys, p.Key)
	}
	return keys
}

func (l *loader) lintValue(op *Operation, c *Case, v Value, at string) {
	switch {
	case v.Omitted:
		if p, ok := op.Parameter(v.Parameter); v.InBody() || ok && p.In == "path" {
			l.problem(v.Pos, at,
				"a path is not without its parameters, and a body is changed by remove: only a "+
					"query, a "+
					"header or a cookie is omitted", "")
		}
		return
	case v.Of != "":
		l.lintProperty(c, v, at)
		return
	case v.Late():
		l.lintLate(v, at)
		return
	case v.Kind == "":
		if empty := v.Literal == nil && !v.InBody(); !v.Each && (!v.Given || empty) {
			l.problem(v.Pos, at,
				"give KIND.ROLE, request.PARAMETER.PROPERTY, saved.NAME, each, omitted, or "+
					"{literal: VALUE}, which is not null", "")
		}
		return
	}
	kind, ok := l.doc.Kind(v.Kind)
	if !ok {
		l.unknownName(v.Pos, at, "kind", v.Kind, l.singulars())
		return
	}
	if v.Role == Absent {
		return
	}
	if _, ok := kind.roles[v.Role]; !ok {
		l.unknownName(v.Pos, at, "role of "+v.Kind, v.Role, append(kind.Roles.Keys(), Absent))
	}
	if c.Effect == None && !op.onlyReads(c) {
		l.problem(v.Pos, at,
			fmt.Sprintf("%s.%s exists on the target, so a target could act on it: the case's "+
				"effect "+
				"is if-broken or executes, not none", v.Kind, v.Role), "")
	}
}

// lintProperty reports a value that is a property of what another parameter names, where the kind
// of that parameter has none such.
func (l *loader) lintProperty(c *Case, v Value, at string) {
	kind, ok := l.roleKind(c, v.Of)
	if !ok {
		l.problem(v.Pos, at,
			fmt.Sprintf("the case gives no item of the fixtures for %q, so it has no properties",
				v.Of), "")
		return
	}
	isID := func(name string) bool { return name == kind.ID }
	if known := slices.DeleteFunc(kind.Properties(), isID); !slices.Contains(known, v.Property) {
		l.unknownName(v.Pos, at, "property", v.Property, known)
	}
}

func (l *loader) singulars() []string {
	var names []string
	for _, k := range l.doc.Kinds {
		names = append(names, k.Singular)
	}
	return names
}

// roleKind returns the kind of the resource that a case gives for a parameter.
func (l *loader) roleKind(c *Case, parameter string) (Kind, bool) {
	v, ok := c.Request.Value(parameter)
	if !ok || v.Kind == "" || v.Role == Absent {
		return Kind{}, false
	}
	return l.doc.Kind(v.Kind)
}

func (l *loader) lintBody(op *Operation, c *Case, at string) {
	b := c.Request.Body
	if b == nil {
		return
	}
	if b.Each {
		return
	}
	given := 0
	for _, is := range []bool{
		b.Example != "", b.Text != nil, b.Value != nil, b.Saved.Name != "",
	} {
		if is {
			given++
		}
	}
	if given != 1 {
		l.problem(b.Pos, at, "give exactly one of example, value, text and saved, or each alone",
			"")
	}
	if b.Text != nil && (len(b.Set.Entries) > 0 || len(b.Remove) > 0) {
		l.problem(b.Pos, at, "set and remove change an example or a value; a text is sent as it "+
			"stands", "")
	}
	switch {
	case b.Value != nil:
		l.lintChanges(b, b.JSON, "the value", at)
		return
	case b.Example == "":
		return
	}
	example, ok := op.BodyExamples[b.Example]
	if !ok {
		const what = "example of the operation's request body"
		l.unknownName(b.Pos, at+".example", what, b.Example, sortedKeys(op.BodyExamples))
		return
	}
	l.usesExample(exampleKey{op.Method + " " + op.Path, b.Example})
	l.lintChanges(b, example, fmt.Sprintf("example %q", b.Example), at)
}

// lintChanges reports places of a content that are changed and that it does not have.
func (l *loader) lintChanges(b *Body, content any, what, at string) {
	for _, e := range b.Set.Entries {
		if _, err := jsonpointer.Set(content, e.Key, nil); err != nil {
			l.problem(e.Pos, at+".set", err.Error(), "")
		}
	}
	for _, pointer := range b.Remove {
		if _, ok := jsonpointer.Lookup(content, pointer); !ok || pointer == "" {
			l.problem(b.Pos, at+".remove", fmt.Sprintf("%s has nothing at %q", what, pointer), "")
		}
	}
}
