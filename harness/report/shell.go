package report

import (
	"regexp"
	"strings"
)

var (
	plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,^-]+$`)
	shellName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// quote makes one word of a text for any POSIX shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// word quotes a text where a shell would not take it as it is.
func word(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return quote(s)
}

// variable is what the shell replaces by the value of an environment variable.
// Not every name that the environment can hold is one to a shell.
func variable(name string) string {
	if shellName.MatchString(name) {
		return `"$` + name + `"`
	}
	return `"$(printenv ` + quote(name) + `)"`
}
