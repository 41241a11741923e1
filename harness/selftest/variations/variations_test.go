package variations

import (
	"strings"
	"testing"
)

func TestVariationsAreNamedOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, v := range Variations() {
		if seen[v.Name] || v.Name == "" || strings.ContainsAny(v.Name, " \t") {
			t.Errorf("%q: named twice, or not well", v.Name)
		}
		seen[v.Name] = true
	}
}
