package spec

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"example.com/toeline/spec/strict"
)

// Pattern matches ids of cases and requirements by their dotted components: * matches one of
// them (or a part of one), ** any number.
type Pattern []string

// ParsePattern reads a pattern. The error says what to write.
func ParsePattern(text string) (Pattern, error) {
	p := Pattern(strings.Split(text, "."))
	for _, component := range p {
		if _, err := path.Match(component, ""); err != nil || component == "" {
			return nil,
				fmt.Errorf("pattern %q: write ids, with * for one component and ** for many", text)
		}
	}
	return p, nil
}

// Matches reports whether the pattern matches an id.
func (p Pattern) Matches(id string) bool { return matchComponents(p, strings.Split(id, ".")) }

// MatchesAny reports whether the pattern matches one of the ids.
func (p Pattern) MatchesAny(ids []string) bool { return slices.ContainsFunc(ids, p.Matches) }

// String returns the pattern as it is written.
func (p Pattern) String() string { return strings.Join(p, ".") }

// DidYouMean returns a hint at the id or pattern that was meant, to be added to a message; "": none
// is near.
func DidYouMean(text string, known []string) string {
	for _, id := range known {
		if strings.HasPrefix(id, text+".") {
			return fmt.Sprintf(" (did you mean %q?)", text+".**")
		}
	}
	if near := strict.Suggest(text, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// matchComponents matches from left to right. Where it fails it goes back to the last ** alone,
// which takes one component more: an earlier one could not do better.
func matchComponents(p, components []string) bool {
	i, at, retry, taken := 0, 0, -1, 0
	for at < len(components) {
		switch {
		case i < len(p) && p[i] == "**":
			retry, taken = i, at
			i++
			continue
		case i < len(p):
			// ParsePattern has checked the syntax.
			if ok, _ := path.Match(p[i], components[at]); ok {
				i++
				at++
				continue
			}
		}
		if retry < 0 {
			return false
		}
		taken++
		i, at = retry+1, taken
	}
	for i < len(p) && p[i] == "**" {
		i++
	}
	return i == len(p)
}
