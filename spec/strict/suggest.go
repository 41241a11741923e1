package strict

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxKnown is how many known names a message lists.
const maxKnown = 30

// Suggest returns the name in known that is nearest to got, or "" when none is
// near enough to be a likely slip. Upper and lower case count as equal. Of
// equally near names the first wins; got itself is never suggested.
func Suggest(got string, known []string) string {
	length := utf8.RuneCountInString(got)
	if length > 200 {
		return ""
	}
	lower := []rune(strings.ToLower(got))
	best, bestDistance := "", slips(length)+1
	for _, name := range known {
		difference := utf8.RuneCountInString(name) - length
		if name == got || max(difference, -difference) >= bestDistance {
			continue
		}
		if d := distance(lower, []rune(strings.ToLower(name))); d < bestDistance {
			best, bestDistance = name, d
		}
	}
	return best
}

// slips is how many typing slips a name of that length may hold and still be
// recognised. In a name of two letters one slip is another name.
func slips(length int) int {
	switch {
	case length <= 2:
		return 0
	case length <= 5:
		return 1
	case length <= 8:
		return 2
	}
	return 3
}

// distance counts insertions, deletions, substitutions and swaps of neighbours
// (optimal string alignment).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// unshown stands for a name that is like none that is known: it may be anything, even a secret.
const unshown = "[…]"

// suggestion words a message about a wrong name, for which %s stands: with the nearest known one,
// or else without the name, and with the list of all.
func suggestion(format, got string, known []string) (message, near string) {
	if near := Suggest(got, known); near != "" {
		return fmt.Sprintf(format, quote(got)), near
	}
	message = fmt.Sprintf(format, unshown)
	if len(known) == 0 {
		return message, ""
	}
	more := ""
	if len(known) > maxKnown {
		known, more = known[:maxKnown], ", …"
	}
	return message + " (known here: " + strings.Join(known, ", ") + more + ")", ""
}
