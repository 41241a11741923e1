package report

import (
	"regexp"
	"strings"

	"example.com/toeline/harness/result"
)

// likeness says which reasons are one but for the ids in them: a target that
// hangs gives each case a reason of its own, and all of them are the same.
type likeness struct{ cases map[string]bool }

func newLikeness(r *result.Report) likeness {
	l := likeness{map[string]bool{}}
	for i := range r.Cases {
		l.cases[r.Cases[i].ID] = true
	}
	return l
}

var longID = regexp.MustCompile(`[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|\b127\.0\.0\.1:\d+`)

// shape is a reason without its ids.
func (l likeness) shape(reason string) string {
	words := strings.Fields(longID.ReplaceAllString(reason, "…"))
	for i, word := range words {
		if l.cases[strings.Trim(word, ",;:")] {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

// shapes lists the shapes of reasons, each once.
func (l likeness) shapes(reasons []string) []string {
	var all []string
	for _, reason := range l.distinct(reasons) {
		all = append(all, l.shape(reason))
	}
	return all
}

// distinct keeps the first reason of each shape.
func (l likeness) distinct(reasons []string) []string {
	seen := map[string]bool{}
	var all []string
	for _, reason := range reasons {
		if shape := l.shape(reason); !seen[shape] {
			seen[shape] = true
			all = append(all, reason)
		}
	}
	return all
}
