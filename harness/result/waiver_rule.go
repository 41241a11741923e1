package result

import (
	"regexp"
	"strings"
	"time"

	"example.com/toeline/spec"
)

// WaiverRule is an entry of a file of known failures, as it is applied to a run. It names
// requirements, cases, or both: then a finding must match both.
type WaiverRule struct {
	// Waiver is what the report repeats of the entry. Its patterns, state and counts are set when
	// the rule is settled.
	Waiver
	RequirementPatterns, CasePatterns []WaiverPattern
	// Fingerprints are the failures that the rule waives of what it names; nil: every failure.
	Fingerprints []string
	// ExpiresLine is the line of the last day in the file.
	ExpiresLine int
}

// WaiverPattern is a pattern of ids and the line of the file on which it is written.
type WaiverPattern struct {
	spec.Pattern
	Line int
}

// patternTexts returns patterns as they are written; nil for none.
func patternTexts(patterns []WaiverPattern) []string {
	var all []string
	for _, p := range patterns {
		all = append(all, p.String())
	}
	return all
}

// matching returns the indexes of the patterns that match an id.
func matching(patterns []WaiverPattern, id string) []int {
	var all []int
	for i, p := range patterns {
		if p.Matches(id) {
			all = append(all, i)
		}
	}
	return all
}

// MatchesTarget reports whether a pattern of base URLs matches one: * matches anything but a
// slash, ** anything. Letter case, and a slash at the end, make no difference. An empty pattern
// matches every URL.
func MatchesTarget(pattern, url string) bool {
	if pattern == "" {
		return true
	}
	expression := regexp.QuoteMeta(strings.TrimRight(pattern, "/"))
	expression = strings.ReplaceAll(expression, `\*\*`, `.*`)
	expression = strings.ReplaceAll(expression, `\*`, `[^/]*`)
	ok, err := regexp.MatchString(`(?is)^`+expression+`$`, strings.TrimRight(url, "/"))
	return err == nil && ok
}

// HasExpired reports whether a last day (UTC), as 2026-12-31, had ended at a moment. An empty day
// never ends.
func HasExpired(day string, now time.Time) bool {
	return day != "" && now.UTC().Format(time.DateOnly) > day
}

// warningDays is how many days before its last day a waiver warns of it.
const warningDays = 14

// daysLeft returns how many days are left until a last day; -1: more than warningDays, or none.
func daysLeft(day string, now time.Time) int {
	last, err := time.Parse(time.DateOnly, day)
	today := now.UTC().Truncate(24 * time.Hour)
	if err != nil || last.Before(today) || last.Sub(today) > warningDays*24*time.Hour {
		return -1
	}
	return int(last.Sub(today) / (24 * time.Hour))
}
