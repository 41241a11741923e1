package main

import (
	"fmt"
	"regexp"
	"strings"
)

// version is that of a build, in the words of each registry.
type version struct{ described, npm, python string }

var (
	release = regexp.MustCompile(`^v?(\d+\.\d+\.\d+)(?:-(.+))?$`)
	commit  = regexp.MustCompile(`^[0-9a-f]{7,40}(-dirty)?$`)
	named   = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._/+-]*$`)
	between = regexp.MustCompile(`[^0-9A-Za-z]+`)
)

// parseVersion reads what git describe says: a tag with what came after it, or a commit alone.
// What is between releases comes after the last one for Python. For npm, where a release has to
// come after what leads to it, it is one of 0.0.0.
func parseVersion(text string) (version, error) {
	if !named.MatchString(text) {
		return version{}, fmt.Errorf("%q is no version: want what git describe --tags --always"+
			" says, as v1.2.3, v1.2.3-4-gabcdef0 or abcdef0", text)
	}
	base, rest := "0.0.0", text
	if m := release.FindStringSubmatch(text); m != nil {
		base, rest = m[1], m[2]
	} else if commit.MatchString(text) {
		rest = "g" + text // no number, whose zeros would be lost
	}
	if rest == "" {
		return version{text, base, base}, nil
	}
	words := strings.Trim(between.ReplaceAllString(rest, "."), ".")
	before := "0.0.0-git-"
	if base != "0.0.0" {
		before += strings.ReplaceAll(base, ".", "-") + "-"
	}
	return version{
		text, before + strings.ReplaceAll(words, ".", "-"), base + "+" + strings.ToLower(words),
	}, nil
}
