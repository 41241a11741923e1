package clients

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

//go:embed general/http.yaml
var generalText string

// generalPrefix begins the ids of requirements in general/http.yaml.
const generalPrefix = "CLI"

// Base is what a contract begins with.
type Base string

// General is what every client of HTTP must do.
const General Base = "general"

// Allowed lists what a document may name.
func (Base) Allowed() []string { return []string{string(General)} }

// general is what holds for clients of any operation.
type general struct {
	Pos          strict.Pos         `yaml:"-"`
	Format       int                `yaml:"client,required"`
	Requirements []spec.Requirement `yaml:"requirements,required"`
	// Applies are requirements that hold for the operations that meet a condition.
	Applies map[string][]string `yaml:"applies,required"`
	// Derived are the checks of cases that are derived, by what the case is about.
	Derived map[string]derivedCase `yaml:"derived,required"`
	Always  []Check                `yaml:"rules,required"`
	Cases   []Case                 `yaml:"cases,required"`
}

// derivedCase is what cases that are derived for one reason share.
type derivedCase struct {
	Without []string `yaml:"without"`
	Checks  []Check  `yaml:"checks,required"`
}

// readGeneral returns what is general, with the prefix of a contract. It is embedded, so that what
// is wrong with it is a mistake of this program.
func readGeneral(prefix string) *general {
	made := &general{}
	text := strings.ReplaceAll(generalText, generalPrefix+"-", prefix+"-")
	if problems := strict.Unmarshal("general/http.yaml", []byte(text), made); len(problems) > 0 {
		panic(problems)
	}
	return made
}

// keep leaves out the requirements whose conditions are not met, with their checks, and the cases
// that have none left.
func (g *general) keep(meets func(condition string) bool) {
	gone := map[string]bool{}
	for condition, ids := range g.Applies {
		for _, id := range ids {
			gone[id] = gone[id] || !meets(condition)
		}
	}
	g.Requirements = slices.DeleteFunc(g.Requirements,
		func(r spec.Requirement) bool { return gone[r.ID] })
	kept := func(checks []Check) []Check {
		return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return gone[c.ID] })
	}
	g.Always = kept(g.Always)
	for i := range g.Cases {
		g.Cases[i].Checks = kept(g.Cases[i].Checks)
	}
	g.Cases = slices.DeleteFunc(g.Cases, func(c Case) bool { return len(c.Checks) == 0 })
}

// placed is a part of a document with its place in the file.
type placed[T any] struct {
	value T
	at    string
}

// place returns parts of the document with their places.
func place[T any](parts []T, key string) []placed[T] {
	all := make([]placed[T], len(parts))
	for i, part := range parts {
		all[i] = placed[T]{part, fmt.Sprintf("%s[%d]", key, i)}
	}
	return all
}

func values[T any](parts []placed[T]) []T {
	all := make([]T, len(parts))
	for i := range parts {
		all[i] = parts[i].value
	}
	return all
}

// joined are the parts of a base with the document's own: those of an id that the base has replace
// it there, others follow the last one of their family.
func joined[T any](
	base []T, own []placed[T], id func(T) string, family func(id string) string,
) []placed[T] {
	isOwn, seen := map[string]bool{}, map[string]bool{}
	for _, o := range own {
		isOwn[id(o.value)] = true
	}
	var all []placed[T]
	for _, b := range base {
		if !isOwn[id(b)] {
			all = append(all, placed[T]{b, "extends"})
		} else if !seen[id(b)] {
			seen[id(b)] = true
			all = append(all, slices.DeleteFunc(slices.Clone(own),
				func(o placed[T]) bool { return id(o.value) != id(b) })...)
		}
	}
	for _, o := range own {
		if seen[id(o.value)] {
			continue
		}
		at := len(all)
		for i := range all {
			if family(id(all[i].value)) == family(id(o.value)) {
				at = i + 1
			}
		}
		all = slices.Insert(all, at, o)
	}
	return all
}

// compose joins what the document extends with its own parts.
func (l *loader) compose() {
	s := &l.source
	l.requirements = place(s.Requirements, "requirements")
	l.rules, l.cases = place(s.Always, "rules"), place(s.Cases, "cases")
	if s.Extends == "" {
		return
	}
	if s.Prefix == "" {
		l.problem("extends", "ids of requirements need a prefix: give one, as prefix: A", "")
	}
	base := readGeneral(s.Prefix)
	base.keep(l.meets)
	family := func(id string) string { return id[:max(0, strings.LastIndexByte(id, '-'))] }
	l.requirements = joined(base.Requirements, l.requirements,
		func(r spec.Requirement) string { return r.ID }, family)
	l.rules = joined(base.Always, l.rules, func(c Check) string { return c.ID }, family)
	l.cases = joined(base.Cases, l.cases, func(c Case) string { return c.ID }, spec.SituationOf)
	l.dropUnchecked(base)
}

// dropUnchecked leaves out requirements of the base that no check looks at any more, and what
// refers to them.
func (l *loader) dropUnchecked(base *general) {
	lists := [][]Check{values(l.rules)}
	for i := range l.cases {
		lists = append(lists, l.cases[i].value.Checks)
	}
	checked := idsOf(lists...)
	l.requirements = slices.DeleteFunc(l.requirements, func(r placed[spec.Requirement]) bool {
		return r.at == "extends" && !slices.Contains(checked, r.value.ID)
	})
	known := spec.Requirements(values(l.requirements)).IDs()
	for _, c := range l.cases {
		for i := range c.value.Checks {
			if p := &c.value.Checks[i].PartOf; c.at == "extends" && !slices.Contains(known, *p) {
				*p = ""
			}
		}
	}
}

// meets reports whether the operation of a document that is written meets a condition. What it
// says of parameters, content and results it says itself.
func (l *loader) meets(condition string) bool {
	switch condition {
	case "code":
		return l.source.Pointers.Code != ""
	case "message":
		return l.source.Pointers.Message != ""
	}
	return !slices.Contains([]string{
		"pathParameters", "queryParameters", "knownQuery", "texts", "headerParameters",
		"cookieParameters", "content", "result", "results", "successContent",
		"headers", "responseContent",
	}, condition)
}

// use gives a response what the one of the document that it uses has, and it has not.
func (l *loader) use(p *Play, at string) {
	if p.Use == "" {
		return
	}
	used, ok := l.source.Responses.Get(p.Use)
	if !ok {
		known := slices.Sorted(slices.Values(l.source.Responses.Keys()))
		if strings.HasPrefix(at, "extends") {
			l.problem("extends", fmt.Sprintf("general plays the response %q: give it under "+
				"responses", p.Use), "")
			return
		}
		l.unknownName(at+".use", "response of the document", p.Use, known)
		return
	}
	p.fillFrom(&used)
}

// fillFrom takes status, content and headers of another response where it has none.
func (p *Play) fillFrom(used *Play) {
	if p.Status.text == "" && p.Response == "" {
		p.Status, p.Response = used.Status, used.Response
	}
	if p.Text == nil {
		p.Text, p.Merge = used.Text, merged(used.Merge, p.Merge)
		p.Value, p.Pointers = used.Value, used.Pointers
		if p.Example == "" {
			p.Example, p.Fill = used.Example, used.Fill
		}
	}
	headers := slices.Clone(p.Headers.Entries)
	for _, h := range used.Headers.Entries {
		if _, ok := p.Headers.Get(h.Key); !ok {
			headers = append(headers, h)
		}
	}
	p.Headers.Entries = headers
}

// merged is one merge patch for two that are applied in turn.
func merged(first, second any) any {
	if first == nil {
		return second
	}
	a, isMap := first.(map[string]any)
	b, both := second.(map[string]any)
	if !isMap || !both {
		if second == nil {
			return first
		}
		return second
	}
	made := maps.Clone(a)
	for name, value := range b {
		made[name] = value
		if inner, ok := a[name]; ok {
			made[name] = merged(inner, value)
		}
	}
	return made
}
