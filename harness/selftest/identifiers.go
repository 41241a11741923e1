package selftest

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

// loose is a defect that takes ids that are no GUID: where the rule holds, the
// id that it makes of them is looked up.
func loose(name string, breaks []string, rule func(id string) (taken string, ok bool)) Defect {
	return Defect{"identifier/takes-" + name, breaks, handle(func(b *Base, r *http.Request) *answer {
		a := b.answer(r)
		if a.situation != invalid {
			return a
		}
		taken, ok := rule(a.id)
		switch {
		case !ok:
			return a
		case isGUID(taken):
			return b.answerAs(r, taken)
		}
		return b.answerAs(r, nobody)
	})}
}

var guidPattern = regexp.MustCompile(`\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z`)

func isGUID(id string) bool { return guidPattern.MatchString(id) }

// The identifier rule, loosened.
func looseIdentifierDefects() []Defect {
	must := ids("ERA-ID-1", "ERA-ID-2", "ERA-ID-3") // an id that is taken has a code and a message of its own too
	const should = "ERA-ID-4"
	matching := func(expression string) func(string) (string, bool) {
		re := regexp.MustCompile(expression)
		return func(id string) (string, bool) { return "", re.MatchString(id) }
	}
	const guid = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`
	all := []Defect{
		loose("anything", must, func(string) (string, bool) { return "", true }),
		loose("numbers", must, matching(`\A[0-9]+\z`)),
		loose("36-bytes", must, func(id string) (string, bool) { return "", len(id) == 36 }),
		loose("36-characters", must, func(id string) (string, bool) { return "", utf8.RuneCountInString(id) == 36 }),
		loose("36-of-hex-and-hyphen", must, matching(`\A[0-9a-fA-F-]{36}\z`)),
		loose("five-groups-of-the-right-length", must, matching(`\A.{8}-.{4}-.{4}-.{4}-.{12}\z`)),
		loose("any-letter-for-hex", must, matching(`\A[0-9a-zA-Z]{8}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{4}-[0-9a-zA-Z]{12}\z`)),
		loose("digits-of-all-scripts", must, matching(`\A[\p{Nd}a-fA-F]{8}-[\p{Nd}a-fA-F]{4}-[\p{Nd}a-fA-F]{4}-[\p{Nd}a-fA-F]{4}-[\p{Nd}a-fA-F]{12}\z`)),
		loose("any-separator", must, matching(`\A[0-9a-fA-F]{8}.[0-9a-fA-F]{4}.[0-9a-fA-F]{4}.[0-9a-fA-F]{4}.[0-9a-fA-F]{12}\z`)),
		loose("space-separators", must, replacing(" ", "-")),
		loose("optional-hyphens", must, matching(`\A[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z`)),
		loose("a-guid-at-the-start", must, matching(`\A`+guid)),
		loose("a-guid-at-the-end", must, matching(guid+`\z`)),
		loose("a-guid-anywhere", must, matching(guid)),
		loose("a-guid-on-a-line", ids(should), matching(`(?m)^`+guid+`$`)),
		loose("a-guid-before-a-line-end", ids(should), matching(`\A`+guid+`\n?\z`)),
		loose("32-hex-digits-anywhere", must, func(id string) (string, bool) { return "", hexDigits(id) == 32 }),
		loose("a-shorter-last-group", must, matching(`\A[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{1,12}\z`)),
	}
	return append(all, parserDefects(must)...)
}

// parserDefects take what parsers of libraries take.
func parserDefects(must []string) []Defect {
	const may = "ERA-ID-5"
	all := []Defect{
		loose("what-google-uuid-parses", must, func(id string) (string, bool) {
			u, err := uuid.Parse(id)
			return u.String(), err == nil
		}),
		loose("what-python-parses", must, func(id string) (string, bool) { return "", pythonUUID(id) }),
		loose("what-java-parses", must, func(id string) (string, bool) { return "", javaUUID(id) }),
		loose("what-dot-net-parses", must, func(id string) (string, bool) { return "", dotNetGUID(id) }),
		loose("no-hyphens", ids(may), func(id string) (string, bool) { return "", len(id) == 32 && hexDigits(id) == 32 }),
		loose("braces", ids(may), func(id string) (string, bool) { return unwrap(id, "{", "}") }),
		loose("urn", ids(may), func(id string) (string, bool) {
			rest := id[min(len(id), len("urn:uuid:")):]
			return rest, strings.HasPrefix(strings.ToLower(id), "urn:uuid:") && isGUID(rest)
		}),
		loose("quotes", must, func(id string) (string, bool) { return unwrap(id, "'", "'") }),
	}
	for _, t := range trims {
		all = append(all, loose(t.name, ids(t.breaks...), func(id string) (string, bool) {
			taken := t.to(id)
			return taken, isGUID(taken)
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
	return rest, isGUID(rest)
}

func replacing(old, by string) func(string) (string, bool) {
	return func(id string) (string, bool) {
		taken := strings.ReplaceAll(id, old, by)
		return taken, isGUID(taken)
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
func tight(name string, breaks []string, refuses func(a *answer) bool) Defect {
	return Defect{"identifier/refuses-" + name, breaks, handle(func(b *Base, r *http.Request) *answer {
		a := b.answer(r)
		if (a.situation == absent || a.situation == unsupported || a.situation == success) && refuses(a) {
			return b.answerAs(r, noGUID)
		}
		return a
	})}
}

// The identifier rule, tightened.
func tightIdentifierDefects() []Defect {
	const letterCase, layout, lookup = "ERA-ID-6", "ERA-ID-7", "ERA-ID-8"
	lower := strings.ToLower
	digit := func(at int, allowed string) func(*answer) bool {
		return func(a *answer) bool { return a.situation == absent && !strings.Contains(allowed, lower(a.id[at:at+1])) }
	}
	isUpper := func(a *answer) bool { return a.id == strings.ToUpper(a.id) && a.id != lower(a.id) }
	isMixed := func(a *answer) bool { return a.id != strings.ToUpper(a.id) && a.id != lower(a.id) }
	all := []Defect{
		tight("upper-case", ids(letterCase, layout, lookup), isUpper),
		tight("mixed-case", ids(letterCase, lookup), isMixed),
		tight("mixed-case-of-absent-ids", ids(letterCase), func(a *answer) bool { return a.situation == absent && isMixed(a) }),
		tight("nil", ids(layout), func(a *answer) bool { return strings.Trim(a.id, "0-") == "" }),
		tight("max", ids(layout), func(a *answer) bool { return strings.Trim(a.id, "fF-") == "" }),
		tight("versions-but-4", ids(layout), digit(14, "4")),
		tight("versions-over-5", ids(layout), digit(14, "12345")),
		tight("version-0", ids(layout), digit(14, "123456789abcdef")),
		tight("variants-but-the-rfc's", ids(layout), digit(19, "89ab")),
		tight("ids-without-letters", ids(layout), func(a *answer) bool { return strings.Trim(a.id, "0123456789-") == "" }),
		tight("ids-like-numbers", ids(layout), func(a *answer) bool { return numberLike.MatchString(a.id) }),
	}
	return append(all, lookupDefects()...)
}

var numberLike = regexp.MustCompile(`\A[0-9]e[0-9]{6}-[0-9]e`)

// lookupDefects know what a GUID is, and do not find the task that it names.
func lookupDefects() []Defect {
	known := func(a *answer) bool { return a.situation == unsupported || a.situation == success }
	lost := func(name string, breaks []string, when func(id string) bool) Defect {
		return Defect{"identifier/does-not-find-" + name, breaks, handle(func(b *Base, r *http.Request) *answer {
			if a := b.answer(r); !known(a) || !when(a.id) {
				return a
			}
			return b.answerAs(r, nobody)
		})}
	}
	return []Defect{
		lost("other-letter-case", ids("ERA-ID-8"), func(id string) bool { return id != strings.ToLower(id) }),
		lost("any-task", ids("ERA-OK-1", "ERA-UNS-1", "ERA-UNS-2", "ERA-UNS-3"), func(string) bool { return true }),
	}
}
