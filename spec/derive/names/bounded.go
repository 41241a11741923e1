package names

// bounds are what is before or after the name of a member in the name of a parameter that bounds
// it.
var bounds = []struct{ before, after string }{
	{"", "from"},
	{"", "min"},
	{"", "gte"},
	{"min", ""},
	{"from", ""},
	{"", "since"},
	{"", "to"},
	{"", "max"},
	{"", "lte"},
	{"max", ""},
	{"to", ""},
	{"", "until"},
}

// IsBoundOf reports whether a parameter bounds a member, as their names say.
func IsBoundOf(parameter, member string) bool {
	for _, b := range bounds {
		if parameter == b.before+member+b.after {
			return true
		}
	}
	return false
}

// IsFrom reports whether the name of a parameter says that nothing before its value is listed.
func IsFrom(name string) bool {
	return beginsOrEnds(Plain(name), []string{"from", "since", "after", "min", "start"})
}

// IsTo reports whether the name of a parameter says that nothing after its value is listed.
func IsTo(name string) bool {
	return beginsOrEnds(Plain(name), []string{"to", "until", "before", "max", "end"})
}
