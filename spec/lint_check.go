package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/strict"
)

// scope is the case that a check belongs to; nil for the rules on every answer.
type scope struct {
	op *Operation
	c  *Case
}

// misspelled says whether what begins at a place has an unknown key on its
// line: that was told, and all that follows from it would be told once more.
func (l *loader) misspelled(pos strict.Pos) bool {
	return slices.ContainsFunc(l.problems, func(p strict.Problem) bool {
		return p.Pos.Line == pos.Line && p.Pos.Column >= pos.Column && strings.HasPrefix(p.Message, "unknown key")
	})
}

func (l *loader) lintCheck(c *Check, at string, in *scope) {
	l.knownRequirement(c.Pos, at, c.ID)
	l.knownRequirement(c.Pos, at+".partOf", c.PartOf)
	if c.PartOf != "" && c.PartOf == c.ID {
		l.problem(c.Pos, at+".partOf", "a requirement is no part of itself", "")
	}
	l.resolveResponses(c.Response, &c.Status, c.Pos, at+".response", in)
	l.resolveResponses(c.When.Response, &c.When.Status, c.Pos, at+".when.response", in)
	l.resolveResponses(c.When.NotResponse, &c.When.NotStatus, c.Pos, at+".when.notResponse", in)
	if l.misspelled(c.Pos) {
		return // what the unknown key stands for would be missed
	}
	switch operators := c.operators(); {
	case len(operators) == 0 && len(c.Response) > 0: // none of them is known, as was said
	case len(operators) == 0:
		l.problem(c.Pos, at, "asserts nothing: give one of "+strings.Join(Operator("").Allowed(), ", "), "")
	case len(operators) > 1:
		l.problem(c.Pos, at, fmt.Sprintf("asserts both %s and %s: make two checks of it", operators[0], operators[1]), "")
	}
	if fromExample := c.Equal+c.Differ+c.Template != ""; fromExample != (c.Example != "") {
		l.problem(c.Pos, at, "example goes with equal, differ or template, and they with example", "")
	} else if fromExample {
		l.lintExample(c, at, in)
	}
	if c.Body != nil {
		if !validPointer(c.Body.Pointer) {
			l.problem(c.Body.Pos, at+".body.pointer", fmt.Sprintf("%q is no JSON pointer: it begins with a slash", c.Body.Pointer), "")
		}
		l.lintValueRule(c.Body.ValueRule, c.Body.Pos, at+".body", in)
	}
	if c.Header != nil {
		l.lintValueRule(c.Header.ValueRule, c.Header.Pos, at+".header", in)
	}
	if u := c.Unique; u != nil {
		l.lintUnique(u, at+".unique", in)
	}
	if c.Template == "" && len(c.With) > 0 {
		l.problem(c.Pos, at+".with", "with fills a template, and there is none", "")
	}
}

// giveRules gives an operation the rules for every answer. It comes before they
// are resolved for the document as a whole: a status is another response's in
// another operation.
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
		// No status at all would stand for every one.
		if len(rule.When.Status) == 0 && len(named) > 0 || rule.Operator() == "" {
			continue
		}
		op.Always = append(op.Always, rule)
	}
}

// resolveResponses adds the statuses that stand before named responses: of the
// case's operation, or of all.
func (l *loader) resolveResponses(names Strings, into *Statuses, pos strict.Pos, at string, in *scope) {
	for _, name := range names {
		found := false
		for i := range l.doc.Operations {
			op := &l.doc.Operations[i]
			if in != nil && in.op != op {
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

func (l *loader) responseNames() []string {
	if l.doc.api.Components == nil {
		return nil
	}
	return sortedKeys(l.doc.api.Components.Responses)
}

func validPointer(p string) bool { return p == "" || strings.HasPrefix(p, "/") }

// lintExample holds equal and template against the example that they name.
func (l *loader) lintExample(c *Check, at string, in *scope) {
	example, ok := l.doc.Example(c.Example)
	if twice, ok := l.ambiguous[c.Example]; ok {
		l.once(twice.Pos, twice.Path, twice.Message, "")
	}
	if !ok {
		l.unknownName(c.Pos, at+".example", "example of a response", c.Example, l.doc.Examples())
		return
	}
	where := c.Pointer()
	if !validPointer(where) {
		l.problem(c.Pos, at, fmt.Sprintf("%q is no JSON pointer: it begins with a slash", where), "")
		return
	}
	value, ok := Lookup(example, where)
	if !ok {
		l.problem(c.Pos, at, fmt.Sprintf("example %q has nothing at %q", c.Example, where), strict.Suggest(where, pointersOf(example, "")))
		return
	}
	if c.Template == "" {
		return
	}
	text, ok := value.(string)
	if !ok {
		l.problem(c.Pos, at+".template", fmt.Sprintf("example %q has no text at %q", c.Example, where), "")
		return
	}
	names := placeholders(text)
	for _, name := range names {
		if _, ok := c.With[name]; !ok {
			l.problem(c.Pos, at+".with", fmt.Sprintf("placeholder {%s} of the example is not filled", name), strict.Suggest(name, sortedKeys(c.With)))
		}
	}
	for _, name := range sortedKeys(c.With) {
		if !slices.Contains(names, name) {
			l.unknownName(c.Pos, at+".with", "placeholder", name, names)
		}
		l.lintRef(c.With[name].Value, c.Pos, at+".with."+name, in)
	}
}

func (l *loader) lintValueRule(r ValueRule, pos strict.Pos, at string, in *scope) {
	if r == (ValueRule{}) {
		l.problem(pos, at, "asserts nothing: give one of present, type, schema, pattern, equal, among, calendar, near, lists", "")
	}
	if r.Present != nil && !*r.Present && r != (ValueRule{Present: r.Present}) {
		l.problem(pos, at, "present: false forbids the value, so nothing else can be said of it", "")
	}
	if _, err := regexp.Compile(r.Pattern); err != nil {
		l.problem(pos, at+".pattern", "no regular expression: "+err.Error(), "")
	}
	if _, ok := l.doc.Schema(r.Schema); r.Schema != "" && !ok {
		l.unknownName(pos, at+".schema", "component schema", r.Schema, l.doc.Schemas())
	}
	if r.Fold && r.Equal.Kind == RefNone {
		l.problem(pos, at+".fold", "fold goes with equal", "")
	}
	if r.Near < 0 {
		l.problem(pos, at+".near", "a time below zero", "")
	}
	l.lintRef(r.Equal, pos, at+".equal", in)
	l.lintAmong(r.Among, pos, at+".among", in)
}

func (l *loader) lintUnique(u *UniqueRule, at string, in *scope) {
	switch {
	case in == nil:
		l.problem(u.Pos, at, "unique looks at all answers of a run at once: give it to one case", "")
	case (u.Header == "") == (u.Pointer == ""):
		l.problem(u.Pos, at, "give exactly one of header and pointer", "")
	case u.Pointer != "" && !validPointer(u.Pointer):
		l.problem(u.Pos, at+".pointer", fmt.Sprintf("%q is no JSON pointer: it begins with a slash", u.Pointer), "")
	}
}

// lintAmong reports what is no array of a content.
func (l *loader) lintAmong(r Ref, pos strict.Pos, at string, in *scope) {
	switch {
	case r.Kind == RefNone || r.Kind == RefBody:
	case r.Kind != RefParameter || !strings.HasPrefix(r.Name, "/"):
		l.problem(pos, at, fmt.Sprintf("%s is no array; write request./POINTER or body./POINTER", r), "")
	case in == nil:
		l.problem(pos, at, fmt.Sprintf("%s speaks of a case's request; a rule on every answer has none", r), "")
	default:
		body, _ := in.op.Sent(&in.c.Request)
		if value, _ := Lookup(body, r.Name); !isArray(value) {
			l.problem(pos, at, fmt.Sprintf("the case's body has no array at %q", r.Name), "")
		}
	}
}

func isArray(value any) bool {
	_, ok := value.([]any)
	return ok
}

// lintRef reports a reference to what no request has. Rules on every answer
// have no case, and so may not speak of its parameters.
func (l *loader) lintRef(r Ref, pos strict.Pos, at string, in *scope) {
	if r.Kind != RefParameter && r.Kind != RefProperty {
		return
	}
	if in == nil {
		l.problem(pos, at, fmt.Sprintf("%s speaks of a case's request; a rule on every answer has none", r), "")
		return
	}
	value, ok := in.c.Request.Value(r.Name)
	if value.Omitted {
		l.problem(pos, at, fmt.Sprintf("%s: the case leaves it out", r), "")
	}
	if !ok {
		if strings.HasPrefix(r.Name, "/") {
			l.lintSent(r, pos, at, in)
			return
		}
		l.unknownName(pos, at, "parameter of the request", r.Name, l.requestKeys(in.op))
		return
	}
	if r.Kind != RefProperty {
		return
	}
	kind, ok := l.roleKind(in.c, r.Name)
	if !ok {
		l.problem(pos, at, fmt.Sprintf("%s: the case gives no item of the world for %q, so it has no properties", r, r.Name), "")
	} else if known := kind.Properties(); len(known) > 0 && !slices.Contains(known, r.Property) {
		l.unknownName(pos, at, "property", r.Property, known)
	}
}

// lintSent reports a place of the body that has no value to compare with.
func (l *loader) lintSent(r Ref, pos strict.Pos, at string, in *scope) {
	body, _ := in.op.Sent(&in.c.Request)
	value, _ := Lookup(body, r.Name)
	if _, ok := TextOf(value); !ok {
		l.problem(pos, at, fmt.Sprintf("the case's body has no text, number or boolean at %q", r.Name), "")
	}
}

// pointersOf lists the places of a JSON value.
func pointersOf(value any, at string) []string {
	all := []string{at}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			all = append(all, pointersOf(v[name], at+"/"+escapePointer.Replace(name))...)
		}
	case []any:
		for i, item := range v {
			all = append(all, pointersOf(item, fmt.Sprintf("%s/%d", at, i))...)
		}
	}
	return all
}
