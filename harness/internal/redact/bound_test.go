package redact

import (
	"strings"
	"testing"
	"time"
)

// TestTimeIsLinear redacts 8 MiB of backslashes, and less of what else is
// expensive to search, each within a time that is generous for linear work and not enough for any
// other.
func TestTimeIsLinear(t *testing.T) {
	const most = 2 * time.Minute
	jwt := "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl"
	for _, tc := range []struct{ secret, unit string }{
		{jwt, `\`},
		{jwt, `%25`},
		{jwt, `&amp;`},
		{jwt, `\\\u005c`},
		{jwt, "…"},
		{jwt, "eyJh\n\n\n\n"},
		{`\\\\\\\\%25%25%25%25`, `\`},
		{strings.Repeat("a", 1000), "aaaaaaaaaaa-"},
		{strings.Repeat("ab", 500) + "c", "ab"},
	} {
		size := 1 << 20
		if tc.unit == `\` {
			size = 8 << 20
		}
		text := []byte(strings.Repeat(tc.unit, size/len(tc.unit)))
		start := time.Now()
		New(tc.secret).Bytes(text)
		if took := time.Since(start); took > most {
			t.Errorf("%q in a text of %q: %v", tc.secret, tc.unit, took)
		}
	}
}
