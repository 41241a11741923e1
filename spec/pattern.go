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

func matchComponents(p, components []string) bool {
	if len(p) == 0 {
		return len(components) == 0
	}
	if p[0] == "**" {
		for skip := range len(components) + 1 {
			if matchComponents(p[1:], components[skip:]) {
				return true
			}
		}
		return false
	}
	if len(components) == 0 {
		return false
	}
	ok, _ := path.Match(p[0], components[0]) // ParsePattern has checked the syntax
	return ok && matchComponents(p[1:], components[1:])
}
