package redact

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestRedactWhatACutLeft(t *testing.T) {
	const secret = "s3cret-token/of+thirty-characters"
	encoded := base64.StdEncoding.EncodeToString([]byte("Bearer " + secret))
	r := New(secret)
	for _, tc := range []struct{ text, want string }{
		{"got s3cret-token/of…", "got [redacted]…"},
		{`"got s3cret-token/of"…`, `"got [redacted]"…`},
		{"got S3CRET-to…, and s3cret-token/…", "got [redacted]…, and [redacted]…"},
		{"got s3cret%2Dto%6…", "got [redacted]…"},
		{`got s3cret\u002dto\u00…`, "got [redacted]…"},
		{"got " + encoded[:24] + "…", "got " + encoded[:10] + "[redacted]…"},
		{"got s3cret…", "got s3cret…"},       // too short to reveal anything
		{"got s3cret-tok", "got s3cret-tok"}, // no cut
		{"got s3cret-toss…", "got s3cret-toss…"},
		{"nothing…", "nothing…"},
		{"…", "…"},
		{strings.Repeat("-", 5000) + "s3cret-token/…", strings.Repeat("-", 5000) + "[redacted]…"},
	} {
		if got := r.String(tc.text); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
		}
		if got := string(r.Bytes([]byte(tc.text))); got != tc.want {
			t.Errorf("bytes of %q: got %q, want %q", tc.text, got, tc.want)
		}
	}
}
