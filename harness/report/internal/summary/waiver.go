package summary

import (
	"slices"
	"sort"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Waiver is a waiver with its words: About names what it waives, Terms who
// answers for it and until when. Class is result.Failed if it fails the run,
// "waived" if it waived findings, else result.Skipped.
type Waiver struct {
	*result.Waiver
	About, Terms, Class string
}

// Waivers returns all waivers: those that fail the run first, then those that
// waived findings.
func Waivers(r *result.Report) []Waiver {
	classes := []string{result.Failed, "waived", result.Skipped}
	var all []Waiver
	for i := range r.Waivers {
		w := &r.Waivers[i]
		class := classes[2]
		switch {
		case w.Fails():
			class = classes[0]
		case w.Findings > 0:
			class = classes[1]
		}
		all = append(all, Waiver{w, About(w), Terms(w), class})
	}
	sort.SliceStable(all, func(i, j int) bool {
		return slices.Index(classes, all[i].Class) < slices.Index(classes, all[j].Class)
	})
	return all
}

// About names what is waived: the requirements, "in" the cases.
func About(w *result.Waiver) string {
	var parts []string
	if len(w.Requirement) > 0 {
		parts = append(parts, text.Some(w.Requirement, 4))
	}
	if len(w.Case) > 0 {
		parts = append(parts, text.Some(w.Case, 4))
	}
	about := strings.Join(parts, " in ")
	if w.Target != "" {
		about += " on " + w.Target
	}
	return about
}

// Terms says who answers for a waiver, and until when.
func Terms(w *result.Waiver) string {
	parts := []string{w.Owner}
	if w.Flaky {
		parts = append(parts, "flaky")
	}
	if w.Expires != "" {
		parts = append(parts, "until "+w.Expires)
	}
	if w.Link != "" {
		parts = append(parts, w.Link)
	}
	return strings.Join(parts, ", ")
}
