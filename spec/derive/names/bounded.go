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
