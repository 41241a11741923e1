package cases

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// TestLike: what names nothing has the form of what names something.
func TestLike(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for id, want := range map[string]string{
		"7": "^[1-9][0-9]{7}$", "4821": "^[1-9][0-9]{7}$", "1234567890123": "^1[0-9]{12}$",
		"cus_123": "^cus_[1-9][0-9]{7}$", "cus_9aZ": "^cus_[0-9][a-z][A-Z]{6}$",
		"3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b": "^3b0c6a5e-77d1-4b5e-9f0a-[0-9a-f]{12}$",
		"507F1F77BCF86CD799439011":             "^[0-9A-F]{24}$",
		"alice":                                "^[a-z]{8}$", "a-b": "^[a-z]-[a-z]{6}$",
		"python3": "^[a-z]{6}[0-9]{2}$", "a@b.example": "^a@b[.][a-z]{8}$",
	} {
		for range 20 {
			got := like(id, random)
			if !regexp.MustCompile(want).MatchString(got) || got == id {
				t.Errorf("%s: %s, want %s", id, got, want)
			}
		}
	}
	for _, id := range []string{"", "~", "\xff"} {
		if got := like(id, random); got != "" {
			t.Errorf("%q: %q", id, got)
		}
	}
}
