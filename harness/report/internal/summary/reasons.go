package summary

import (
	"regexp"
	"strings"

	"example.com/toeline/harness/result"
)

// reasons compares reasons without the ids in them: a target that hangs gives
// each case a reason of its own, and all of them are the same.
type reasons struct{ cases map[string]bool }

func reasonsOf(r *result.Report) reasons {
	made := reasons{map[string]bool{}}
	for i := range r.Cases {
		made.cases[r.Cases[i].ID] = true
	}
	return made
}

var longID = regexp.MustCompile(`[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|\b127\.0\.0\.1:\d+`)

// shape returns a reason without its ids.
func (r reasons) shape(reason string) string {
	words := strings.Fields(longID.ReplaceAllString(reason, "…"))
	for i, word := range words {
		if r.cases[strings.Trim(word, ",;:")] {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

// shapes returns the shapes of reasons, each once.
func (r reasons) shapes(list []string) []string {
	var all []string
	for _, reason := range r.distinct(list) {
		all = append(all, r.shape(reason))
	}
	return all
}

// distinct returns the first reason of each shape.
func (r reasons) distinct(list []string) []string {
	seen := map[string]bool{}
	var all []string
	for _, reason := range list {
		if shape := r.shape(reason); !seen[shape] {
			seen[shape] = true
			all = append(all, reason)
		}
	}
	return all
}
