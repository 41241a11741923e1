package names

import "strings"

// Bound is how a parameter bounds a member.
type Bound struct {
	// Lower reports whether no less is listed, else no more is. Inclusive reports whether the value
	// itself is listed; where it is false, the name does not say.
	Lower, Inclusive bool
}

// bounds are what is before or after the name of a member in the name of a parameter that bounds
// it.
var bounds = []struct {
	word  string
	bound Bound
}{
	{"from", Bound{true, true}},
	{"min", Bound{true, true}},
	{"gte", Bound{true, true}},
	{"since", Bound{true, true}},
	{"after", Bound{true, false}},
	{"to", Bound{false, true}},
	{"max", Bound{false, true}},
	{"lte", Bound{false, true}},
	{"until", Bound{false, true}},
	{"before", Bound{false, false}},
}

// BoundOf returns how a parameter bounds a member, as their names say; false: it does not.
func BoundOf(parameter, member string) (Bound, bool) {
	for _, b := range bounds {
		for _, name := range []string{member, stem(member)} {
			if parameter == name+b.word || parameter == b.word+name {
				return b.bound, true
			}
		}
	}
	return Bound{}, false
}

// stem is the name of a time without the ending that says so: created of createdat.
func stem(member string) string {
	for _, end := range []string{"at", "on", "date", "time"} {
		if rest, ok := strings.CutSuffix(member, end); ok && len(rest) > 3 {
			return rest
		}
	}
	return member
}

// IsFrom reports whether the name of a parameter says that nothing before its value is listed.
func IsFrom(name string) bool {
	return beginsOrEnds(Plain(name), []string{"from", "since", "after", "min", "start"})
}

// IsTo reports whether the name of a parameter says that nothing after its value is listed.
func IsTo(name string) bool {
	return beginsOrEnds(Plain(name), []string{"to", "until", "before", "max", "end"})
}
