package reproduce

import (
	"regexp"
	"strings"
)

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,^-]+$`)

// Quote makes one word of a text for any POSIX shell.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Word quotes a text where a shell would not take it as it is.
func Word(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return Quote(s)
}

// Line makes a line of words.
func Line(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = Word(w)
	}
	return strings.Join(quoted, " ")
}

// ClientName is the command of a client, for people; empty: none was judged.
func ClientName(words []string) string {
	if words != nil && len(words) == 0 {
		return "an attached client"
	}
	return Line(words)
}

// variable returns the reference to an environment variable in a shell. A name that is not valid
// in a shell is written with underscores, for the user to set.
func variable(name string) string {
	legal := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '_'
	}, name)
	if legal == "" || legal[0] >= '0' && legal[0] <= '9' {
		legal = "_" + legal
	}
	return `"$` + legal + `"`
}
