package session

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
)

// A process has three timeouts for its first sign of life, and one for each that follows.
func TestTimeToStart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		sign time.Duration // a line that it prints; 0: none
		ends time.Duration
	}{
		{"silent from its start", 0, 91 * time.Second},
		{"slow to start", 80 * time.Second, 110 * time.Second},
		{"fast to start", time.Second, 31 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			opened := time.Now().Add(time.Second)
			c := &lab.Call{Opened: opened, LastSign: opened}
			lines, done := make(chan line), make(chan struct{})
			p := &process{
				Process: &driver.Process{Done: done}, born: time.Now(), last: time.Now(),
				run:   &Run{Config: Config{Timeout: 30 * time.Second, Lab: &lab.Lab{}}},
				lines: lines, open: []*lab.Call{c},
			}
			if test.sign > 0 {
				time.AfterFunc(test.sign, func() { lines <- line{text: []byte("\n")} })
			}
			begun := time.Now()
			if _, end := p.listen(context.Background()); end != hung {
				t.Errorf("%s: it is not taken to hang", test.name)
			}
			if took := time.Since(begun); took != test.ends {
				t.Errorf("%s: it is given up after %s, want %s", test.name, took, test.ends)
			}
		})
	}
}
