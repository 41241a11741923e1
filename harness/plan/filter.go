package plan

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// filter is what --only and --skip leave of a run.
type filter struct {
	only, skip []Pattern
	// always are the requirements of the rules on every answer.
	always []string
}

// newFilter reads the patterns and refuses one that matches nothing.
func newFilter(o Options, all []*draft) (filter, error) {
	var f filter
	for i := range o.Doc.Always {
		f.always = append(f.always, o.Doc.Always[i].ID)
	}
	for flag, list := range map[string]struct {
		texts []string
		into  *[]Pattern
	}{"--only": {o.Only, &f.only}, "--skip": {o.Skip, &f.skip}} {
		for _, text := range list.texts {
			p, err := spec.ParsePattern(text)
			if err != nil {
				return f, fmt.Errorf("%s: %w", flag, err)
			}
			if !matchesAny(p, o.Doc, all) {
				return f, fmt.Errorf("%s %s matches no case and no requirement%s; see toeline list", flag, text, hint(text, o.Doc, all))
			}
			*list.into = append(*list.into, p)
		}
	}
	return f, nil
}

func matchesAny(p Pattern, doc *spec.Document, all []*draft) bool {
	for _, d := range all {
		if p.Matches(d.ID) {
			return true
		}
	}
	for _, r := range doc.Requirements {
		if p.Matches(r.ID) {
			return true
		}
	}
	return false
}

func hint(text string, doc *spec.Document, all []*draft) string {
	var known []string
	for _, d := range all {
		if strings.HasPrefix(d.ID, text+".") {
			return fmt.Sprintf(" (did you mean %q?)", text+".**")
		}
		known = append(known, d.ID)
	}
	for _, r := range doc.Requirements {
		known = append(known, r.ID)
	}
	if near := strict.Suggest(text, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

func anyMatches(list []Pattern, id string) bool {
	for _, p := range list {
		if p.Matches(id) {
			return true
		}
	}
	return false
}

func (f filter) narrows() bool { return len(f.only) > 0 }

// names says whether a case is taken as a whole.
func (f filter) names(c *Case) bool {
	return !anyMatches(f.skip, c.ID) && (len(f.only) == 0 || anyMatches(f.only, c.ID))
}

// takes says whether a requirement counts in a case.
func (f filter) takes(c *Case, requirement string) bool {
	if anyMatches(f.skip, c.ID) || anyMatches(f.skip, requirement) {
		return false
	}
	return f.names(c) || anyMatches(f.only, requirement)
}

// takesCase says whether a case may be sent at all.
func (f filter) takesCase(c *Case) bool {
	if anyMatches(f.skip, c.ID) {
		return false
	}
	if f.names(c) {
		return true
	}
	for i := range c.checks {
		if f.takes(c, c.checks[i].ID) {
			return true
		}
	}
	return f.takes(c, c.always) && c.always != "" || f.wantsAlways(c)
}

// wantsAlways says whether a case that is not taken as a whole is sent for the
// rules on every answer.
func (f filter) wantsAlways(c *Case) bool {
	return c.always == "" && slices.ContainsFunc(f.always, func(id string) bool { return f.takes(c, id) })
}
