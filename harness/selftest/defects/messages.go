package defects

import (
	"net/url"
	"strings"
)

// Error messages: wording, placeholders, the id in them.
func messageDefects() []Defect {
	uns := IDs("ERA-UNS-3")
	inv := IDs("ERA-ID-3")
	abs := IDs("ERA-NF-3")
	all := []Defect{
		row("message/unsupported-published-wording", uns,
			says(Unsupported, func(a *Answer) string {
				return "Currently " + a.actionType + " is not supported"
			})),
		row("message/unsupported-placeholder", uns,
			says(Unsupported, func(*Answer) string {
				return "Action type '{action_type}' is not supported for automated execution."
			})),
		row("message/unsupported-another-type", uns,
			swaps(Unsupported, func(a *Answer) string { return a.actionType },
				func(*Answer) string { return "isolateDevice" })),
		row("message/unsupported-type-in-pascal-case", uns,
			swaps(Unsupported, func(a *Answer) string { return a.actionType },
				func(a *Answer) string {
					return strings.ToUpper(a.actionType[:1]) + a.actionType[1:]
				})),
		{"message/unsupported-type-in-lower-case", uns, Answers(func(a *Answer) bool {
			return a.Situation == Unsupported && a.actionType != strings.ToLower(a.actionType)
		}, Message(func(a *Answer, text string) any {
			return strings.ReplaceAll(text, a.actionType, strings.ToLower(a.actionType))
		}))},
		{"message/unsupported-period-missing", uns, says(Unsupported, func(a *Answer) string {
			return "Action type '" + a.actionType + "' is not supported for automated execution"
		})},
		row("message/invalid-id-left-out", inv,
			says(Invalid, func(*Answer) string { return "Invalid incidentTask id" })),
		row("message/invalid-placeholder", inv,
			says(Invalid, func(*Answer) string { return "Invalid incidentTask id {id}" })),
		row("message/invalid-period-added", inv,
			says(Invalid,
				func(a *Answer) string { return "Invalid incidentTask id " + a.ID + "." })),
		row("message/invalid-wording-of-a-parser", inv,
			says(Invalid, func(a *Answer) string { return "Unrecognized Guid format." })),
		row("message/invalid-id-truncated", inv,
			says(Invalid, func(a *Answer) string {
				return "Invalid incidentTask id " + cut(a.ID,
					8)
			})),
		row("message/invalid-id-percent-encoded", inv,
			says(Invalid, func(a *Answer) string {
				return "Invalid incidentTask id " + url.PathEscape(a.ID)
			})),
		row("message/invalid-id-in-lower-case", inv,
			says(Invalid, func(a *Answer) string {
				return "Invalid incidentTask id " + strings.ToLower(a.ID)
			})),
		row("message/invalid-id-in-ascii", inv,
			says(Invalid,
				func(a *Answer) string { return "Invalid incidentTask id " + ascii(a.ID) })),
		row("message/absent-placeholder", abs,
			says(Absent, func(*Answer) string { return "taskId {id} not found" })),
		row("message/absent-period-added", abs,
			says(Absent, func(a *Answer) string { return "taskId " + a.ID + " not found." })),
		row("message/absent-all-upper", abs,
			says(Absent, func(a *Answer) string {
				return strings.ToUpper("taskId " + a.ID + " not found")
			})),
		row("message/absent-another-id", abs,
			says(Absent, func(*Answer) string { return "taskId " + unknownTask + " not found" })),
		row("message/absent-id-truncated", abs,
			says(Absent, func(a *Answer) string {
				return "taskId " + cut(a.ID,
					35) + " not found"
			})),
		row("message/absent-id-without-hyphens", abs,
			says(Absent, func(a *Answer) string {
				return "taskId " + strings.ReplaceAll(a.ID, "-",
					"") + " not found"
			})),
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
		breaks := IDs(v.id)
		if v.id == "" {
			breaks = IDs("ERA-UNS-3", "ERA-ID-3", "ERA-NF-3")
		}
		all = append(all, Defect{
			"message/" + v.name, breaks,
			Answers(AnyError, Member("message", v.value)),
		})
	}
	return all
}

// says replaces the message of a situation.
func says(s situation, text func(*Answer) string) Wrap {
	return Answers(In(s), Message(func(a *Answer, _ string) any { return text(a) }))
}

// swaps replaces a part of the message of a situation.
func swaps(s situation, old, by func(*Answer) string) Wrap {
	return Answers(In(s), Message(func(a *Answer,
		text string,
	) any {
		return strings.ReplaceAll(text, old(a), by(a))
	}))
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
