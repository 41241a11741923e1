package result_test

import (
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec/derive"
)

// TestSaidReason holds that a schema that was made of the document has no name for people.
func TestSaidReason(t *testing.T) {
	for reason, want := range map[string]string{
		"breaks the schema Todo": "breaks the schema Todo",
		"missing":                "missing",

		"breaks the schema " + derive.OwnSchemas + "a_200": "breaks the schema of the document",
	} {
		if got := result.SaidReason(reason); got != want {
			t.Errorf("%s: %q, want %q", reason, got, want)
		}
	}
}
