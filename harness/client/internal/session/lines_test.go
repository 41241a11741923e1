package session

import (
	"errors"
	"io"
	"strings"
	"testing"

	"example.com/toeline/harness/client/driver"
)

// endless is a stream without a line's end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += copy(p, strings.Repeat("x", len(p)))
	return len(p), nil
}

func TestAnOutputWithoutLinesEnds(t *testing.T) {
	t.Parallel()
	stream := &endless{}
	var got []line
	for l := range readLines(stream) {
		got = append(got, l)
	}
	if len(got) != 1 || !errors.Is(got[0].err, errLong) || len(got[0].text) > shownLong {
		t.Errorf("%d lines", len(got))
	}
	if stream.read > maxUnended+1<<20 {
		t.Errorf("%d bytes were read", stream.read)
	}
	text := strings.Repeat("x", driver.MaxLine+1) + "\nshort\n"
	got = nil
	for l := range readLines(io.MultiReader(strings.NewReader(text))) {
		got = append(got, l)
	}
	if len(got) != 2 || got[0].err == nil || string(got[1].text) != "short" {
		t.Errorf("after a line that is too long: %d lines", len(got))
	}
}
