package strict

import (
	"strings"
	"testing"
)

// A value takes a hundred times its bytes in memory, however it is written.
func TestAFileHasNotTooManyValues(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a list":          "a: [" + strings.Repeat("a,", MaxValues) + "a]",
		"lines":           "a:\n" + strings.Repeat("- a\n", MaxValues),
		"lists in a line": strings.Repeat("- - - -\n", MaxValues/4) + "- a\n",
		"keys":            strings.Repeat("a:\n", MaxValues+1),
		"brackets":        strings.Repeat("[", MaxValues+1),
	} {
		root, problems := Parse("f", []byte(text))
		if root != nil || len(problems) != 1 ||
			!strings.Contains(problems[0].Message, "more than 3000000 values") {
			t.Errorf("%s: %v", name, problems)
		}
	}
	text := "a: |\n" + strings.Repeat("  this is text - with hyphens and no more\n", 100_000)
	if _, problems := Parse("f", []byte(text)); len(problems) > 0 {
		t.Errorf("a text: %v", problems)
	}
}
