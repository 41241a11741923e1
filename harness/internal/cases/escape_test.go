package cases

import (
	"math/rand/v2"
	"net/url"
	"regexp"
	"testing"

	"example.com/toeline/spec/random"
)

// TestEdgeIsOnBothSides holds that random ids fall on both sides of the rule,
// and that an escaped segment is the text again.
func TestEdgeIsOnBothSides(t *testing.T) {
	const guid = "3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b"
	rule := regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	source := random.New(rand.New(rand.NewPCG(1, 2)))
	e := escaper{source.At("escape")}
	valid, invalid, different := 0, 0, map[string]bool{}
	for range 5_000 {
		text := random.Mutated(source.At("text"), guid, random.Path)
		different[text] = true
		if rule.MatchString(text) {
			valid++
		} else {
			invalid++
		}
		if decoded, err := url.PathUnescape(e.escape(text)); err != nil || decoded != text {
			t.Fatalf("escaping %q gives %q, %v", text, decoded, err)
		}
	}
	if valid < 1_000 || invalid < 1_000 || len(different) < 2_000 {
		t.Errorf("of 5000 texts %d are valid, %d are not, %d are different: too one-sided", valid,
			invalid, len(different))
	}
}
