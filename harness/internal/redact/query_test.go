package redact

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

// TestQuery holds that a key in the query is redacted, however short it is, escaped or not, and
// nothing else of the line.
func TestQuery(t *testing.T) {
	for secret, sent := range map[string]string{
		"k3y": "k3y", "1": "1", "a&b": "a%26b", "a long=key": "a%20long%3Dkey",
	} {
		ex := &exchange.Exchange{
			Request: exchange.Request{Method: "GET", Target: "/1/k3y?v=1.1x&key=" + sent},
			RawRequest: []byte("GET /1/k3y?v=1.1x&key=" + sent +
				" HTTP/1.1\r\nHost: a\r\n\r\n"),
		}
		clean := New(secret).Exchange(ex)
		if got := clean.Request.Target; !strings.HasSuffix(got, "&key="+Mark) {
			t.Errorf("%q: the target is %s", secret, got)
		}
		line, _, _ := strings.Cut(string(clean.RawRequest), "\r\n")
		if !strings.HasSuffix(line, "&key="+Mark+" HTTP/1.1") ||
			!strings.Contains(line, "/1/k3y?") {
			t.Errorf("%q: the raw line is %s", secret, line)
		}
	}
}
