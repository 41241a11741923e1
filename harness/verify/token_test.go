package verify_test

import (
	"testing"

	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/verify"
)

// TestLoopbackToken holds that the token that is documented is the one that is sent, and taken.
func TestLoopbackToken(t *testing.T) {
	for what, token := range map[string]string{
		"sent": target.LoopbackToken, "taken": reference.DefaultToken,
	} {
		if token != verify.LoopbackToken {
			t.Errorf("%q is documented, %q is %s", verify.LoopbackToken, token, what)
		}
	}
}
