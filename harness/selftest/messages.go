package selftest

import (
	"net/url"
	"strings"
)

// Error messages: wording, placeholders, the id in them.
func messageDefects() []Defect {
	uns := ids("ERA-UNS-3")
	inv := ids("ERA-ID-3")
	abs := ids("ERA-NF-3")
	all := []Defect{
		{"message/unsupported-published-wording", uns, says(unsupported, func(a *answer) string { return "Currently " + a.actionType + " is not supported" })},
		{"message/unsupported-placeholder", uns, says(unsupported, func(*answer) string { return "Action type '{action_type}' is not supported for automated execution." })},
		{"message/unsupported-another-type", uns, swaps(unsupported, func(a *answer) string { return a.actionType }, func(*answer) string { return "isolateDevice" })},
		{"message/unsupported-type-in-pascal-case", uns, swaps(unsupported, func(a *answer) string { return a.actionType }, func(a *answer) string { return strings.ToUpper(a.actionType[:1]) + a.actionType[1:] })},
		{"message/unsupported-type-in-lower-case", uns, answers(func(a *answer) bool {
			return a.situation == unsupported && a.actionType != strings.ToLower(a.actionType)
		}, message(func(a *answer, text string) any {
			return strings.ReplaceAll(text, a.actionType, strings.ToLower(a.actionType))
		}))},
		{"message/unsupported-period-missing", uns, says(unsupported, func(a *answer) string {
			return "Action type '" + a.actionType + "' is not supported for automated execution"
		})},
		{"message/invalid-id-left-out", inv, says(invalid, func(*answer) string { return "Invalid incidentTask id" })},
		{"message/invalid-placeholder", inv, says(invalid, func(*answer) string { return "Invalid incidentTask id {id}" })},
		{"message/invalid-period-added", inv, says(invalid, func(a *answer) string { return "Invalid incidentTask id " + a.id + "." })},
		{"message/invalid-wording-of-a-parser", inv, says(invalid, func(a *answer) string { return "Unrecognized Guid format." })},
		{"message/invalid-id-truncated", inv, says(invalid, func(a *answer) string { return "Invalid incidentTask id " + cut(a.id, 8) })},
		{"message/invalid-id-percent-encoded", inv, says(invalid, func(a *answer) string { return "Invalid incidentTask id " + url.PathEscape(a.id) })},
		{"message/invalid-id-in-lower-case", inv, says(invalid, func(a *answer) string { return "Invalid incidentTask id " + strings.ToLower(a.id) })},
		{"message/invalid-id-in-ascii", inv, says(invalid, func(a *answer) string { return "Invalid incidentTask id " + ascii(a.id) })},
		{"message/absent-placeholder", abs, says(absent, func(*answer) string { return "taskId {id} not found" })},
		{"message/absent-period-added", abs, says(absent, func(a *answer) string { return "taskId " + a.id + " not found." })},
		{"message/absent-all-upper", abs, says(absent, func(a *answer) string { return strings.ToUpper("taskId " + a.id + " not found") })},
		{"message/absent-another-id", abs, says(absent, func(*answer) string { return "taskId " + nobody + " not found" })},
		{"message/absent-id-truncated", abs, says(absent, func(a *answer) string { return "taskId " + cut(a.id, 35) + " not found" })},
		{"message/absent-id-without-hyphens", abs, says(absent, func(a *answer) string { return "taskId " + strings.ReplaceAll(a.id, "-", "") + " not found" })},
	}
	return append(all, messageTypeDefects()...)
}

func messageTypeDefects() []Defect {
	values := []struct {
		name  string
		value any
		id    string // what it breaks beside the case
	}{
		{"empty", "", ""},
		{"null", nil, "ERA-ENV-6"},
		{"object", map[string]any{"lang": "en", "value": "taskId not found"}, "ERA-ENV-6"},
	}
	var all []Defect
	for _, v := range values {
		breaks := ids(v.id)
		if v.id == "" {
			breaks = ids("ERA-UNS-3", "ERA-ID-3", "ERA-NF-3")
		}
		all = append(all, Defect{"message/" + v.name, breaks, answers(anyError, member("message", v.value))})
	}
	return all
}

// says replaces the message of a situation.
func says(s situation, text func(*answer) string) wrap {
	return answers(in(s), message(func(a *answer, _ string) any { return text(a) }))
}

// swaps replaces a part of the message of a situation.
func swaps(s situation, old, by func(*answer) string) wrap {
	return answers(in(s), message(func(a *answer, text string) any { return strings.ReplaceAll(text, old(a), by(a)) }))
}

func cut(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}

func decoded(s string) string {
	if twice, err := url.PathUnescape(s); err == nil {
		return twice
	}
	return s
}

func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, s)
}
