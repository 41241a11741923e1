package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	variableName = regexp.MustCompile("^[A-Za-z_][A-Za-z0-9_]*$")
	fieldName    = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$") // RFC 9110 5.6.2
)

// ValidVariable reports whether a text can be the name of a variable of the environment.
func ValidVariable(name string) bool { return variableName.MatchString(name) }

// SituationOf returns the situation of a case: the first component of its id.
func SituationOf(id string) string {
	situation, _, _ := strings.Cut(id, ".")
	return situation
}

// SituationTitle returns the title of a situation; without one, the situation itself.
func (d *Contract) SituationTitle(situation string) string {
	if title, ok := d.Situations.Get(situation); ok {
		return title
	}
	return situation
}

// situations returns those of the cases, each once, in the order of the contract.
func (d *Contract) situations() []string {
	var all []string
	add := func(id string) {
		if s := SituationOf(id); !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, op := range d.Operations {
		for i := range op.Cases {
			add(op.Cases[i].ID)
		}
		for i := range op.Fuzz {
			add(op.Fuzz[i].ID)
		}
	}
	return all
}

// lintTexts reports titles of situations that no case has, and names that no request or
// environment can have.
func (l *loader) lintTexts() {
	known := l.doc.situations()
	for _, e := range l.doc.Situations.Entries {
		at := Extension + ".situations." + e.Key
		switch {
		case !slices.Contains(known, e.Key):
			l.unknownName(e.Pos, at, "situation", e.Key, known)
		case strings.TrimSpace(e.Value) == "":
			l.problem(e.Pos, at, "is empty: give a title, or leave the key out", "")
		}
	}
	for _, header := range []struct{ key, name string }{
		{"request", l.doc.Correlation.Request}, {"response", l.doc.Correlation.Response},
	} {
		if header.name != "" && !fieldName.MatchString(header.name) {
			l.text(fmt.Sprintf("%q is not a valid header name", header.name), "correlation",
				header.key)
		}
	}
	if name := l.doc.TokenEnv; name != "" && !ValidVariable(name) {
		l.text(fmt.Sprintf("%q is not a valid variable name: use letters, digits and underscores",
			name),
			"tokenEnv")
	}
}

// text reports a problem of a text at a key of the extension.
func (l *loader) text(message string, keys ...string) {
	path := append([]string{Extension}, keys...)
	l.problem(l.pos(path...), strings.Join(path, "."), message, "")
}
