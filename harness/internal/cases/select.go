package cases

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// filter is what the patterns of Only and Skip leave of a run.
type filter struct {
	only, skip []spec.Pattern
	// rules are the requirements of the rules for every response.
	rules []string
}

// newFilter reads the patterns and refuses one that matches nothing.
func newFilter(o *Options, all []*Case) (filter, error) {
	var f filter
	for i := range o.Contract.Always {
		f.rules = append(f.rules, o.Contract.Always[i].ID)
	}
	var err error
	if f.only, err = patterns(o, "Only", o.Only, all); err != nil {
		return f, err
	}
	f.skip, err = patterns(o, "Skip", o.Skip, all)
	return f, err
}

func patterns(o *Options, option string, texts []string, all []*Case) ([]spec.Pattern, error) {
	var read []spec.Pattern
	for _, text := range texts {
		p, err := spec.ParsePattern(text)
		if err != nil {
			return nil, &OptionError{Option: option, Problem: ": " + err.Error()}
		}
		if !matchesAny(p, o.Contract, all) {
			more := ""
			if strings.Contains(text, ",") {
				more = "; give the flag once for each pattern"
			}
			return nil, &OptionError{
				Option: option, Value: text,
				Problem: " matches no case and no requirement" + hint(text, o.Contract, all) +
					more + "; see toeline list",
			}
		}
		read = append(read, p)
	}
	return read, nil
}

func matchesAny(p spec.Pattern, contract *spec.Contract, all []*Case) bool {
	return slices.ContainsFunc(all,
		func(c *Case) bool { return !c.unasked() && p.Matches(c.ID) }) ||
		slices.ContainsFunc(contract.Requirements,
			func(r spec.Requirement) bool { return p.Matches(r.ID) })
}

// hint says what may have been meant.
func hint(text string, contract *spec.Contract, all []*Case) string {
	var known []string
	lower, groups := strings.ToLower(strings.TrimRight(text, ".*")), []string{}
	for _, c := range all {
		if c.unasked() {
			continue
		}
		for i, r := range c.ID {
			if r == '.' && !slices.Contains(groups, c.ID[:i]) {
				groups = append(groups, c.ID[:i])
			}
		}
		known = append(known, c.ID)
	}
	if near := groupOf(lower, groups); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near+".**")
	}
	for _, r := range contract.Requirements {
		known = append(known, r.ID)
	}
	if near := strict.Suggest(text, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// groupOf returns the first component or components of ids that a text is, begins or is a part of;
// empty: none.
func groupOf(lower string, groups []string) string {
	for _, is := range []func(string, string) bool{
		func(a, b string) bool { return a == b }, strings.HasPrefix, strings.Contains,
	} {
		for _, group := range groups {
			if len(lower) > 2 && is(strings.ToLower(group), lower) {
				return group
			}
		}
	}
	return strict.Suggest(lower, groups)
}

func anyMatches(list []spec.Pattern, id string) bool {
	return slices.ContainsFunc(list, func(p spec.Pattern) bool { return p.Matches(id) })
}

func (f filter) narrows() bool { return len(f.only) > 0 }

// names reports whether a case is selected as a whole.
func (f filter) names(c *Case) bool {
	return !anyMatches(f.skip, c.ID) && (len(f.only) == 0 || anyMatches(f.only, c.ID))
}

// takes reports whether a requirement counts in a case.
func (f filter) takes(c *Case, requirement string) bool {
	if anyMatches(f.skip, c.ID) || anyMatches(f.skip, requirement) {
		return false
	}
	return f.names(c) || anyMatches(f.only, requirement)
}

// wantsRules reports whether a case that is not selected as a whole is sent for
// the rules for every response.
func (f filter) wantsRules(c *Case) bool {
	return c.always == "" &&
		slices.ContainsFunc(f.rules, func(id string) bool { return f.takes(c, id) })
}

// keep reports whether a case may be sent at all.
func (s *Set) keep(c *Case) bool {
	f := s.filter
	if anyMatches(f.skip, c.ID) {
		return false
	}
	if f.names(c) || f.takes(c, c.always) && c.always != "" || f.wantsRules(c) {
		return true
	}
	for _, step := range c.Steps {
		if f.takes(c, step.untilID()) && step.untilID() != "" || slices.ContainsFunc(step.Checks,
			func(check spec.Check) bool { return f.takes(c, check.ID) }) {
			return true
		}
	}
	return false
}

// finish sets what the selection says of a case. It reports false where nothing
// of it is left.
func (s *Set) finish(c *Case) bool {
	c.Named = s.filter.names(c)
	for i := range c.Breaks {
		if b := &c.Breaks[i]; b.Own && b.Judged {
			c.Requirements = append(c.Requirements, b.Requirement)
			r, _ := s.Options.Contract.Requirement(b.Requirement)
			if r.Level.AtLeast(c.Level) {
				c.Level = r.Level
			}
		}
	}
	if len(c.Requirements) == 0 && !s.filter.wantsRules(c) {
		if s.filter.narrows() {
			return false
		}
		c.Skip = fmt.Sprintf("profile %q leaves out all that it checks", s.Options.Profile)
	}
	return true
}
