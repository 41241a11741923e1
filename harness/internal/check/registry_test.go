package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
)

// TestRegistry: what a contract can write has an operator, and each is complete.
func TestRegistry(t *testing.T) {
	var keys []spec.Operator
	for _, o := range Operators() {
		keys = append(keys, o.Key)
		if o.Usage == "" || o.Text == "" {
			t.Errorf("%s is not described", o.Key)
		}
		if (o.evaluate == nil) != (o.Key == spec.OpUnique) {
			t.Errorf("%s is evaluated for one response: %t", o.Key, o.evaluate != nil)
		}
	}
	if diff := cmp.Diff(spec.Operators(), keys); diff != "" {
		t.Errorf("operators (-spec +check):\n%s", diff)
	}
}
