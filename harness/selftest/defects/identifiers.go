package defects

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

// loose is a defect that takes ids that are not GUIDs: where the rule holds, the
// id that it makes of them is looked up.
func Loose(name string, breaks []string, rule func(id string) (taken string, ok bool)) Defect {
	return Defect{
		"identifier/takes-" + name, breaks,
		Handle(func(b *Base, r *http.Request) *Answer {
			a := b.Answer(r)
			if a.Situation != Invalid {
				return a
			}
			taken, ok := rule(a.ID)
			switch {
			case !ok:
				return a
			case IsGUID(taken):
				return b.answerAs(r, taken)
			}
			return b.answerAs(r, unknownTask)
		}),
	}
}

var guidPattern = regexp.MustCompile(`\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z`)

func IsGUID(id string) bool { return guidPattern.MatchString(id) }

// The identifier rule, loosened.
func looseIdentifierDefects() []Defect {
	must := IDs("ERA-ID-1") // which explains the code and the message of another response
	const should = "ERA-ID-4"
	matching := func(expression string) func(string) (string, bool) {
		re := regexp.MustCompile(expression)
		return func(id string) (string, bool) { return "", re.MatchString(id) }
	}
	const guid = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`
	all := []Defect{
		Loose("anything", must, func(string) (string, bool) { return "", true }),
		Loose("numbers", must, matching(`\A[0-9]+\z`)),
		Loose("36-bytes", must, func(id string) (string, bool) { return "", len(id) == 36 }),
		Loose("36-characters", must,
			func(id string) (string, bool) { return "", utf8.RuneCountInString(id) == 36 }),
		Loose("36-of-hex-and-hyphen", must, matching(`\A[0-9a-fA-F-]{36}\z`)),
		Loose("five-groups-of-the-right-length", must, matching(`\A.{8}-.{4}-.{4}-.{4}-.{12}\z`)),
		Loose("any-letter-for-hex", must,
			matching(
				`\A[0-9a-zA-Z]{8}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{12}\z`,
			)),
		Loose("digits-of-all-scripts", must,
			matching(
				`\A[\p{Nd}a-fA-F]{8}-[\p{Nd}a-fA-F]{4}-[\p{Nd}a-fA-F]{4}-[\p{Nd}a-fA-F]{4}-[\p{Nd}a-fA-F]{12}\z`,
			)),
		Loose("any-separator", must,
			matching(
				`\A[0-9a-fA-F]{8}.[0-9a-fA-F]{4}.[0-9a-fA-F]{4}.[0-9a-fA-F]{4}.[0-9a-fA-F]{12}\z`,
			)),
		Loose("space-separators", must, replacing(" ", "-")),
		Loose("optional-hyphens", must,
			matching(
				`\A[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z`,
			)),
		Loose("a-guid-at-the-start", must, matching(`\A`+guid)),
		Loose("a-guid-at-the-end", must, matching(guid+`\z`)),
		Loose("a-guid-anywhere", must, matching(guid)),
		Loose("a-guid-on-a-line", IDs(should), matching(`(?m)^`+guid+`$`)),
		Loose("a-guid-before-a-line-end", IDs(should), matching(`\A`+guid+`\n?\z`)),
		Loose("32-hex-digits-anywhere", must,
			func(id string) (string, bool) { return "", hexDigits(id) == 32 }),
		Loose("a-shorter-last-group", must,
			matching(
				`\A[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{1,12}\z`,
			)),
	}
	return append(all, parserDefects(must)...)
}

// parserDefects take what parsers of libraries take.
func parserDefects(must []string) []Defect {
	const may = "ERA-ID-5"
	all := []Defect{
		Loose("what-google-uuid-parses", must, func(id string) (string, bool) {
			u, err := uuid.Parse(id)
			return u.String(), err == nil
		}),
		Loose("what-python-parses", must,
			func(id string) (string, bool) { return "", pythonUUID(id) }),
		Loose(
			"what-java-parses",
			must,
			func(id string) (string, bool) { return "", javaUUID(id) },
		),
		Loose("what-dot-net-parses", must,
			func(id string) (string, bool) { return "", dotNetGUID(id) }),
		Loose("no-hyphens", IDs(may),
			func(id string) (string, bool) { return "", len(id) == 32 && hexDigits(id) == 32 }),
		Loose("braces", IDs(may), func(id string) (string, bool) { return unwrap(id, "{", "}") }),
		Loose("urn", IDs(may), func(id string) (string, bool) {
			rest := id[min(len(id), len("urn:uuid:")):]
			return rest, strings.HasPrefix(strings.ToLower(id), "urn:uuid:") && IsGUID(rest)
		}),
		Loose("quotes", must, func(id string) (string, bool) { return unwrap(id, "'", "'") }),
	}
	for _, t := range trims {
		all = append(all, Loose(t.name, IDs(t.breaks...), func(id string) (string, bool) {
			taken := t.to(id)
			return taken, IsGUID(taken)
		}))
	}
	return all
}

func unwrap(id, before, behind string) (string, bool) {
	rest, ok := strings.CutPrefix(id, before)
	rest, closed := strings.CutSuffix(rest, behind)
	if !ok || !closed {
		return id, false
	}
	return rest, IsGUID(rest)
}

func replacing(old, by string) func(string) (string, bool) {
	return func(id string) (string, bool) {
		taken := strings.ReplaceAll(id, old, by)
		return taken, IsGUID(taken)
	}
}

func hexDigits(id string) int {
	n := 0
	for _, c := range id {
		if strings.ContainsRune("0123456789abcdefABCDEF", c) {
			n++
		}
	}
	return n
}

// tight is a defect that refuses GUIDs, as if they were none.
func tight(name string, breaks []string, refuses func(a *Answer) bool) Defect {
	return Defect{
		"identifier/refuses-" + name, breaks,
		Handle(func(b *Base, r *http.Request) *Answer {
			a := b.Answer(r)
			if (a.Situation == Absent || a.Situation == Unsupported || a.Situation == Success) &&
				refuses(a) {
				return b.answerAs(r, noGUID)
			}
			return a
		}),
	}
}

// The identifier rule, tightened.
func tightIdentifierDefects() []Defect {
	const letterCase, layout, lookup = "ERA-ID-6", "ERA-ID-7", "ERA-ID-8"
	lower := strings.ToLower
	digit := func(at int, allowed string) func(*Answer) bool {
		return func(a *Answer) bool {
			return a.Situation == Absent && !strings.Contains(allowed,
				lower(a.ID[at:at+1]))
		}
	}
	isUpper := func(a *Answer) bool { return a.ID == strings.ToUpper(a.ID) && a.ID != lower(a.ID) }
	isMixed := func(a *Answer) bool { return a.ID != strings.ToUpper(a.ID) && a.ID != lower(a.ID) }
	all := []Defect{
		tight("upper-case", IDs(letterCase, layout, lookup), isUpper),
		tight("mixed-case", IDs(letterCase, lookup), isMixed),
		tight("mixed-case-of-absent-ids", IDs(letterCase),
			func(a *Answer) bool { return a.Situation == Absent && isMixed(a) }),
		tight("nil", IDs(layout), func(a *Answer) bool { return strings.Trim(a.ID, "0-") == "" }),
		tight(
			"max",
			IDs(layout),
			func(a *Answer) bool { return strings.Trim(a.ID, "fF-") == "" },
		),
		tight("versions-but-4", IDs(layout), digit(14, "4")),
		tight("versions-over-5", IDs(layout), digit(14, "12345")),
		tight("version-0", IDs(layout), digit(14, "123456789abcdef")),
		tight("variants-but-the-rfc's", IDs(layout), digit(19, "89ab")),
		tight("ids-without-letters", IDs(layout),
			func(a *Answer) bool { return strings.Trim(a.ID, "0123456789-") == "" }),
		tight("ids-like-numbers", IDs(layout),
			func(a *Answer) bool { return numberLike.MatchString(a.ID) }),
	}
	return append(all, lookupDefects()...)
}

var numberLike = regexp.MustCompile(`\A[0-9]e[0-9]{6}-[0-9]e`)

// lookupDefects know what a GUID is, and do not find the task that it names.
func lookupDefects() []Defect {
	known := func(a *Answer) bool { return a.Situation == Unsupported || a.Situation == Success }
	lost := func(name string, breaks []string, when func(id string) bool) Defect {
		return Defect{
			"identifier/does-not-find-" + name, breaks,
			Handle(func(b *Base, r *http.Request) *Answer {
				if a := b.Answer(r); !known(a) || !when(a.ID) {
					return a
				}
				return b.answerAs(r, unknownTask)
			}),
		}
	}
	return []Defect{
		lost("other-letter-case", IDs("ERA-ID-8"),
			func(id string) bool { return id != strings.ToLower(id) }),
		// One is found: none at all would be fixtures that were not loaded.
		lost("any-task", IDs("ERA-OK-1", "ERA-UNS-1"), func(id string) bool {
			return !strings.EqualFold(id, "5303e1e6-3a3b-41a5-ade5-1ed682c5fe8c")
		}),
	}
}
