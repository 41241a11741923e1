package summary

import (
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/text"
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

// shownValues is how many of the values are named in which reasons differ.
const shownValues = 8

// joined makes reasons that differ in one and the same word one reason, which names the first of
// these words and how many more there are. It returns them in order, and for each given reason the
// place of the one that has it.
func joined(list []string) (all []string, at []int) {
	groups := []reasonGroup{}
next:
	for _, reason := range list {
		words := strings.Fields(reason)
		for i := range groups {
			if groups[i].take(words) {
				at = append(at, i)
				continue next
			}
		}
		at = append(at, len(groups))
		groups = append(groups, reasonGroup{words: words, at: -1})
	}
	for i := range groups {
		all = append(all, groups[i].text())
	}
	return all, at
}

// reasonGroup are reasons that differ in the word at a place; at is -1 where there is one reason.
type reasonGroup struct {
	words, others []string
	at            int
}

// take takes a reason into the group if it differs in that word alone.
func (g *reasonGroup) take(words []string) bool {
	if len(words) != len(g.words) {
		return false
	}
	at := -1
	for i, word := range words {
		switch {
		case word == g.words[i]:
		case at >= 0:
			return false
		default:
			at = i
		}
	}
	if at < 0 || g.at >= 0 && at != g.at {
		return at < 0
	}
	g.at = at
	g.others = append(g.others, words[at])
	return true
}

func (g *reasonGroup) text() string {
	if g.at < 0 {
		return strings.Join(g.words, " ")
	}
	first := g.words[g.at]
	end := first[len(strings.TrimRight(first, ";,:")):]
	all := []string{}
	for _, word := range append([]string{first}, g.others...) {
		all = append(all, strings.TrimSuffix(word, end))
	}
	words := slices.Clone(g.words)
	words[g.at] = text.Some(all, shownValues) + end
	return strings.Join(words, " ")
}
