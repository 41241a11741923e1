package report_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	rec "example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/report/har"
)

// A control character takes six bytes in JSON: a recording that is bounded in memory would be a
// file of many times that.
func TestHAROfControlCharactersIsNoLarger(t *testing.T) {
	t.Parallel()
	const size = 100_000
	sizes := map[byte]int{}
	for _, what := range []byte{'x', 0} {
		text := write(t, har.Writer{}, run(t, target{
			options: only("not-found.absent-guid"),
			change: func(_ *http.Request, a *answer) {
				a.body = bytes.Repeat([]byte{what}, size)
			},
		}))
		read, err := har.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range read.Run.(*rec.Recording).Entries {
			body := e.Exchange.Response.Body
			if len(body) != size || body[0] != what {
				t.Errorf("%q: %d bytes were read again", what, len(body))
			}
		}
		sizes[what] = len(text)
	}
	if sizes[0] > sizes['x']*5/4 {
		t.Errorf("%d bytes with zeros, %d with text", sizes[0], sizes['x'])
	}
}
