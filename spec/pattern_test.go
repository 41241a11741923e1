package spec_test

import (
	"strings"
	"testing"

	"example.com/toeline/spec"
)

func TestPatternMatches(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, id string
		want        bool
	}{
		{"a.b", "a.b", true},
		{"a.b", "a.b.c", false},
		{"a.b", "a", false},
		{"a.*", "a.b", true},
		{"a.*", "a.b.c", false},
		{"a.*", "a", false},
		{"a.x-*.c", "a.x-1.c", true},
		{"a.x-*.c", "a.y-1.c", false},
		{"**", "a.b.c", true},
		{"a.**", "a", true},
		{"a.**", "a.b.c", true},
		{"**.c", "a.b.c", true},
		{"**.c", "a.b", false},
		{"a.**.d", "a.b.c.d", true},
		{"**.b.**.d", "a.b.c.b.c.d", true},
		{"**.b.**.d", "a.d.c.b", false},
		{"**.c.d.**", "a.c.c.d", true},
		{"a.**.**", "a", true},
		{strings.Repeat("**.a*.", 40) + "x", strings.Repeat("a.", 200) + "y", false},
	} {
		p, err := spec.ParsePattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Matches(tt.id); got != tt.want || p.String() != tt.pattern {
			t.Errorf("%s matches %s: %t", p, tt.id, got)
		}
		if got := p.MatchesAny([]string{"z", tt.id}); got != tt.want {
			t.Errorf("%s matches z or %s: %t", p, tt.id, got)
		}
	}
	for _, text := range []string{"", "a..b", "a.", "[a"} {
		if p, err := spec.ParsePattern(text); err == nil {
			t.Errorf("%q is read as %v", text, p)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	known := []string{"not-found.absent", "ERA-NF-3"}
	for text, want := range map[string]string{
		"not-found": ` (did you mean "not-found.**"?)`,
		"ERA-NF-33": ` (did you mean "ERA-NF-3"?)`,
		"nothing":   "",
	} {
		if got := spec.DidYouMean(text, known); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
