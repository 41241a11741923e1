package report

import (
	"cmp"
	"slices"
)

// htmlWaiver is a known failure as the page tells it.
type htmlWaiver struct {
	*Waiver
	About, Terms, Class string
}

// htmlWaivers are all waivers: those that fail the run first, then those that
// were of use.
func htmlWaivers(r *Report) []htmlWaiver {
	var all []htmlWaiver
	rank := func(w htmlWaiver) int {
		switch {
		case w.Fails():
			return 0
		case w.Findings > 0:
			return 1
		}
		return 2
	}
	for i := range r.Waivers {
		w := htmlWaiver{Waiver: &r.Waivers[i], About: aboutWaiver(&r.Waivers[i]), Terms: termsOf(&r.Waivers[i])}
		w.Class = []string{Broken, groupWaived, Skip}[rank(w)]
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b htmlWaiver) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}
