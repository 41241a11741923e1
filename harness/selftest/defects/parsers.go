package defects

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// pythonUUID is uuid.UUID of Python: it drops prefixes, braces and hyphens everywhere, and
// int(…, 16) reads the rest, with its digits of all scripts, underscores, sign and prefix.
func pythonUUID(id string) bool {
	hex := strings.ReplaceAll(strings.ReplaceAll(id, "urn:", ""), "uuid:", "")
	hex = strings.ReplaceAll(strings.Trim(hex, "{}"), "-", "")
	if utf8.RuneCountInString(hex) != 32 {
		return false
	}
	hex = strings.TrimSpace(hex)
	hex = strings.TrimPrefix(hex, "+")
	if len(hex) > 2 && strings.EqualFold(hex[:2], "0x") {
		hex = strings.TrimPrefix(hex[2:], "_")
	}
	return pythonDigits.MatchString(hex)
}

var pythonDigits = regexp.MustCompile(`\A[\p{Nd}a-fA-F]+(_[\p{Nd}a-fA-F]+)*\z`)

// javaUUID is UUID.fromString of Java: five groups of any length that
// Long.parseLong reads, sign and digits of all scripts included.
func javaUUID(id string) bool {
	groups := strings.Split(id, "-")
	if len(groups) != 5 || utf8.RuneCountInString(id) > 36 {
		return false
	}
	for _, g := range groups {
		if !javaDigits.MatchString(g) {
			return false
		}
	}
	return true
}

var javaDigits = regexp.MustCompile(`\A\+?[\p{Nd}a-fA-F\x{ff21}-\x{ff26}\x{ff41}-\x{ff46}]+\z`)

// dotNetGUID is Guid.Parse of .NET: white space is trimmed, five notations are
// read, and each group may have a sign or 0x for its first digits.
func dotNetGUID(id string) bool {
	id = strings.TrimSpace(id)
	for _, pair := range []string{"{}", "()"} {
		if rest, ok := strings.CutPrefix(id, pair[:1]); ok && strings.HasSuffix(rest, pair[1:]) {
			return dotNetGroups.MatchString(rest[:len(rest)-1]) && len(rest) == 37 ||
				dotNetStruct.MatchString(id)
		}
	}
	return len(id) == 32 && hexDigits(id) == 32 || len(id) == 36 && dotNetGroups.MatchString(id)
}

const dotNetPrefix = `\+?(0[xX])?`

var (
	dotNetGroups = regexp.MustCompile(`\A` + dotNetPrefix + `[0-9a-fA-F]+-` + dotNetPrefix +
		`[0-9a-fA-F]+-` + dotNetPrefix + `[0-9a-fA-F]+-` + dotNetPrefix + `[0-9a-fA-F]+-` +
		dotNetPrefix + `[0-9a-fA-F]+\z`)
	dotNetStruct = regexp.MustCompile(
		`\A\{(0x[0-9a-fA-F]+,){3}\{(0x[0-9a-fA-F]+,){7}0x[0-9a-fA-F]+\}\}\z`,
	)
)

// trims are what programs do to an id before they look at it.
var trims = []struct {
	name   string
	breaks []string
	to     func(string) string
}{
	{
		"spaces-around",
		[]string{"ERA-ID-4"},
		func(id string) string { return strings.Trim(id, " ") },
	},
	{"white-space-around", []string{"ERA-ID-4"}, strings.TrimSpace},
	{"full-width-characters", []string{"ERA-ID-1"}, narrowed},
	{"encoding-twice", []string{"ERA-ID-4"}, decoded},
	{
		"what-follows-nul",
		[]string{"ERA-ID-4"},
		func(id string) string { return before(id, "\x00") },
	},
	{
		"a-trailing-slash",
		[]string{"ERA-ID-4"},
		func(id string) string { return strings.TrimSuffix(id, "/") },
	},
	{
		"the-last-segment",
		[]string{"ERA-ID-4"},
		func(id string) string { return id[strings.LastIndex(id, "/")+1:] },
	},
	{
		"odata-keys",
		[]string{"ERA-ID-4"},
		func(id string) string { bare, _ := unwrap(id, "incidentTasks(", ")"); return bare },
	},
}

func before(id, mark string) string {
	head, _, _ := strings.Cut(id, mark)
	return head
}

// narrowed turns full-width forms into ASCII, as normalizing does.
func narrowed(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xff01 && r <= 0xff5e {
			return r - 0xff01 + '!'
		}
		return r
	}, id)
}
