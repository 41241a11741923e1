package judge

import (
	"testing"
	"time"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/spec/clients"
)

// A client that waits until the date of the response is not early because the lab server took
// time between making the response and writing it.
func TestWaitBeginsWhenTheAnswerIsDue(t *testing.T) {
	t.Parallel()
	due := time.Now()
	after := func(d time.Duration) time.Time { return due.Add(d) }
	for _, test := range []struct {
		name      string
		begun, at time.Time
		atLeast   time.Duration
		found     string
	}{
		{name: "written at once", begun: due, at: after(2 * time.Second), atLeast: 2 * time.Second},
		{
			name: "written late", begun: after(1900 * time.Millisecond), at: after(2 * time.Second),
			atLeast: 2 * time.Second,
		},
		{
			name: "too early", begun: due, at: after(1999 * time.Millisecond),
			atLeast: 2 * time.Second, found: "1.999s in request 2 of 2",
		},
	} {
		check := clients.Check{ID: "A", Wait: &clients.Wait{AtLeast: test.atLeast}}
		j := Contract{Doc: &clients.Contract{}}.call(&lab.Call{
			Case: &clients.Case{Checks: []clients.Check{check}},
			Requests: []*lab.Request{
				{Answer: &lab.Response{Status: 429, Due: due, Begun: test.begun}},
				{At: test.at, Answer: &lab.Response{Status: 204}},
			},
		})
		got := ""
		for _, f := range j.Findings {
			got = f.Got
		}
		if got != test.found || j.Held["A"] != (test.found == "") {
			t.Errorf("%s: found %q, want %q", test.name, got, test.found)
		}
	}
}
