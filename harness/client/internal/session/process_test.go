package session

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/spec/clients"
)

// A client has as long to end as it has for a sign of life.
func TestTimeToEnd(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		takes time.Duration
		slip  string
	}{
		{takes: 29 * time.Second},
		{takes: 31 * time.Second, slip: "still running 30s after the end of its input"},
	} {
		synctest.Test(t, func(t *testing.T) {
			lines, done := make(chan line), make(chan struct{})
			last := &lab.Call{Case: &clients.Case{ID: "a"}}
			p := &process{
				Process: &driver.Process{
					Done: done, Err: func() error { return nil }, Kill: func() {},
					Stderr: func() string { return "" },
				},
				run: &Run{Config: Config{Timeout: 30 * time.Second}}, lines: lines, latest: last,
			}
			time.AfterFunc(test.takes, func() { close(lines); close(done) })
			p.finish(finished)
			if got := strings.Join(last.Violations, "; "); got != test.slip {
				t.Errorf("after %s: %q, want %q", test.takes, got, test.slip)
			}
			<-done
		})
	}
}
