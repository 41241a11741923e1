package reference

import (
	"regexp"
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	for _, id := range []string{
		idIsolate, strings.ToUpper(idIsolate), "3B0c6a5E-1f2D-4c3b-8a79-0123456789Ab",
		idNil, "ffffffff-ffff-ffff-ffff-ffffffffffff",
		"3b0c6a5e-1f2d-1c3b-0a79-0123456789ab", "3b0c6a5e-1f2d-9c3b-ca79-0123456789ab",
	} {
		got, ok := canonical(id)
		if !ok || got != strings.ToLower(id) {
			t.Errorf("canonical(%q) = %q, %v; want a GUID in lower case", id, got, ok)
		}
	}
	for name, id := range map[string]string{
		"empty":             "",
		"the page's":        "213213",
		"no hyphens":        strings.ReplaceAll(idIsolate, "-", ""),
		"braces":            "{" + idIsolate + "}",
		"parentheses":       "(" + idIsolate + ")",
		"urn":               "urn:uuid:" + idIsolate,
		"space before":      " " + idIsolate,
		"line end after":    idIsolate + "\n",
		"NUL after":         idIsolate + "\x00",
		"too short":         idIsolate[:35],
		"too long":          idIsolate + "0",
		"no hex":            "g" + idIsolate[1:],
		"hyphen moved":      "3b0c6a5-e1f2d-4c3b-8a79-0123456789ab",
		"hyphens for hex":   strings.Repeat("-", 36),
		"hex for hyphens":   strings.Repeat("a", 36),
		"en dash":           "3b0c6a5e–1f2d-4c3b-8a79-01234567ab",
		"Arabic digits":     "٣b0c6a5e-1f2d-4c3b-8a79-0123456789a",
		"full-width digits": "３b0c6a5e-1f2d-4c3b-8a79-0123456789ab",
		"36 bytes":          strings.Repeat("é", 18),
	} {
		if got, ok := canonical(id); ok {
			t.Errorf("%s: canonical(%q) = %q; want none", name, id, got)
		}
	}
}

// A second reading of the rule, as a regular expression, must agree.
func FuzzCanonical(f *testing.F) {
	rule := regexp.MustCompile(`\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z`)
	for _, id := range []string{idIsolate, strings.ToUpper(idNil), "", "213213", idIsolate + "\n"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if _, ok := canonical(id); ok != rule.MatchString(id) {
			t.Errorf("canonical(%q) says %v, the rule %v", id, ok, !ok)
		}
	})
}
