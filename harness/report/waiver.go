package report

import (
	"strings"

	"example.com/toeline/harness/result"
)

// aboutWaiver names what is waived: the requirements, "in" the cases.
func aboutWaiver(w *result.Waiver) string {
	var parts []string
	if len(w.Requirement) > 0 {
		parts = append(parts, some(w.Requirement, 4))
	}
	if len(w.Case) > 0 {
		parts = append(parts, some(w.Case, 4))
	}
	text := strings.Join(parts, " in ")
	if w.Target != "" {
		text += " on " + w.Target
	}
	return text
}

// termsOf says who answers for a waiver, and until when.
func termsOf(w *result.Waiver) string {
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
