package report

import (
	"cmp"
	"slices"

	"example.com/toeline/harness/result"
)

// toldWaiver is a known failure as reports for people tell it.
type toldWaiver struct {
	*result.Waiver
	About, Terms, Class string
}

// toldWaivers are all waivers: those that fail the run first, then those that
// were of use.
func toldWaivers(r *result.Report) []toldWaiver {
	var all []toldWaiver
	rank := func(w toldWaiver) int {
		switch {
		case w.Fails():
			return 0
		case w.Findings > 0:
			return 1
		}
		return 2
	}
	for i := range r.Waivers {
		w := toldWaiver{Waiver: &r.Waivers[i], About: aboutWaiver(&r.Waivers[i]), Terms: termsOf(&r.Waivers[i])}
		w.Class = []string{result.Failed, groupWaived, result.Skipped}[rank(w)]
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b toldWaiver) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}
