// Package shape reduces what came to what is the same in every run: it puts ids, dates, times,
// numbers and the values of the request in brackets, so that one failure has one shape whatever
// the seed. It owns no digest, and decides nothing. Its functions are pure.
package shape

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// The bounds of a shape, in bytes of what came and in characters of the shape.
const (
	maxRead  = 2 << 10
	maxShape = 160
)

// Redacted is what a shape has in the place of a secret.
const Redacted = "⟨id⟩"

// brackets are those of a shape: what came cannot write them.
var brackets = strings.NewReplacer("⟨", "<", "⟩", ">")

// Of returns the shape of what came at a place, which a check has put into words. Values are
// those of the request that may be in it, as the id that was asked for.
func Of(where, got string, values []string) string {
	cut := strings.HasSuffix(got, "…")
	if len(got) > maxRead {
		got, cut = strings.ToValidUTF8(got[:maxRead], ""), true
	}
	text := printable(brackets.Replace(got))
	text = replaceValues(text, values, cut)
	text = reduce(text, where == "status")
	if runes := []rune(text); len(runes) > maxShape {
		text = string(runes[:maxShape])
	}
	if where == "content" && !whole(text) {
		text = lastWord.ReplaceAllString(text, "") // content that ends within an id
	}
	return text
}

// whole reports whether a text ends like a sentence or a value.
func whole(text string) bool {
	return text == "" || strings.ContainsAny(text[len(text)-1:], "}].\"'>")
}

// lastWord is a word at the end, with the bracket before it if it is in one.
var lastWord = regexp.MustCompile(`[⟨\w⟩…=+-]*$`)

// printable replaces what a check would not show either.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// parts are what differs from run to run, the longest first. A part of a word counts as well.
var parts = regexp.MustCompile(strings.Join([]string{
	`(?P<redacted>\[redacted\])`,
	`(?P<value>⟨value⟩)`,
	`(?P<guid>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})`,
	`(?P<httpdate>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +(?:\d{1,2}[ -])?` + months +
		`[ -]\d{1,4})`,
	`(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)`,
	`(?P<day>\d{4}-\d\d-\d\d)`,
	`(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)`,
	`(?P<size>\d+(?:[.,]\d+)?(?:ms|µs|ns|[smh]\b| (?:bytes?|answers?|items?|members?|requests?)))`,
	`(?P<word>[A-Za-z0-9_+=-]*\d[A-Za-z0-9_+=-]*)`,
}, "|"))

const months = `(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*`

// reduce puts ids, dates and numbers in brackets. A number that is a status remains.
func reduce(text string, isStatus bool) string {
	var b strings.Builder
	end := 0
	for _, at := range parts.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[end:at[0]])
		found := text[at[0]:at[1]]
		alone := at[0] == 0 || strings.Trim(text[:at[0]], `"`) == ""
		whole := alone && strings.Trim(text[at[1]:], `"`) == ""
		b.WriteString(reduced(group(at), found, isStatus, whole || namesStatus(text[:at[0]])))
		end = at[1]
	}
	b.WriteString(text[end:])
	return b.String()
}

// group returns the name of the group of a match.
func group(at []int) string {
	for i, name := range parts.SubexpNames() {
		if name != "" && at[2*i] >= 0 {
			return name
		}
	}
	return ""
}

// reduced returns what a shape has in the place of a part.
func reduced(group, found string, isStatus, exact bool) string {
	switch group {
	case "value":
		return found
	case "redacted":
		return Redacted
	case "guid":
		return "⟨guid⟩"
	case "moment":
		return "⟨date⟩T⟨time⟩"
	case "httpdate", "day":
		return "⟨date⟩"
	case "time":
		return "⟨time⟩"
	case "size":
		return "⟨n⟩" + strings.TrimLeft(found, "0123456789.,")
	}
	return word(found, isStatus || exact)
}

// word reduces a word with digits. exact keeps a number of up to three digits.
func word(found string, exact bool) string {
	digits, letters := 0, 0
	for _, r := range found {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch {
	case exact && letters == 0 && digits <= 3:
		return found
	case letters == 0:
		return numbers.ReplaceAllString(found, "⟨n⟩")
	case len(found) >= 6 && digits >= 2, len(found) >= 20:
		return Redacted
	}
	return numbers.ReplaceAllString(found, "⟨n⟩")
}

var numbers = regexp.MustCompile(`[0-9]+`)

// namesStatus reports whether a text ends with a word after which a number is a status or a code.
func namesStatus(before string) bool { return statusWord.MatchString(before) }

var statusWord = regexp.MustCompile(`(?i)(?:status|http/[0-9.⟨n⟩]+|code|error)["':= ]*$`)

// replaceValues puts the values of the request in brackets, as they are and as they are escaped.
// A value that a cut has left a part of counts as well.
func replaceValues(text string, values []string, cut bool) string {
	all := spellings(values)
	if len(all) == 0 {
		return text
	}
	var b strings.Builder
	lower := lowerASCII(text)
	for i := 0; i < len(text); {
		if n := valueAt(lower, i, all, cut); n > 0 {
			b.WriteString("⟨value⟩")
			i += n
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

// lowerASCII returns a text of the same length, its ASCII letters in lower case.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// valueAt returns the length of the longest value that a text has at a place; 0: none.
func valueAt(text string, at int, all []string, cut bool) int {
	if at > 0 && isWord(text[at-1]) && isWord(text[at]) && !isEscape(text[:at]) {
		return 0
	}
	rest := text[at:]
	for _, v := range all {
		if strings.HasPrefix(rest, v) {
			if standsAlone(text, at, v) {
				return len(v)
			}
		}
		shown := strings.TrimSuffix(rest, "…")
		if cut && len(shown) >= minPart && strings.HasPrefix(v, shown) {
			return len(rest)
		}
	}
	return partAt(rest, all)
}

// standsAlone reports whether a value in a text is not a part of a longer word. One of a few
// characters, such as a hyphen, has spaces or quotes on both sides.
func standsAlone(text string, at int, value string) bool {
	const short = 4
	end := at + len(value)
	if len(value) < short {
		return (at == 0 || strings.IndexByte(" \"'", text[at-1]) >= 0) &&
			(end == len(text) || strings.IndexByte(" \"'.,", text[end]) >= 0)
	}
	return end == len(text) || !isWord(text[end]) || !isWord(text[end-1])
}

// The bounds of a part of a value that counts as the value, in bytes: that of a long value with
// digits, as ids are.
const (
	minPart  = 6
	minWhole = 16
)

// partAt returns the length of the word that a text begins with, where it is a part of an id; 0: it
// is not.
func partAt(text string, all []string) int {
	end := 0
	for end < len(text) && (isWord(text[end]) || text[end] == '-') {
		end++
	}
	if end < minPart {
		return 0
	}
	for _, v := range all {
		if len(v) >= minWhole && strings.ContainsAny(v, "0123456789") &&
			strings.Contains(v, text[:end]) {
			return end
		}
	}
	return 0
}

// isEscape reports whether a text ends with an escape of JSON, whose letter begins no word.
func isEscape(text string) bool { return len(text) > 1 && text[len(text)-2] == '\\' }

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
		c >= 0x80
}

// spellings returns the values as a text may have them, in lower case, the longest first.
func spellings(values []string) []string {
	var all []string
	for _, v := range values {
		trimmed := strings.TrimSpace(v)
		if trimmed == "" || len(v) > maxRead {
			continue
		}
		for _, spelled := range append(escaped(v), escaped(trimmed)...) {
			spelled = lowerASCII(printable(brackets.Replace(spelled)))
			if spelled != "" && !slices.Contains(all, spelled) {
				all = append(all, spelled)
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return len(all[i]) > len(all[j]) })
	return all
}
