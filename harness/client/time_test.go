package client

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/spec/clients"
)

// What is judged here is right, however slow the machine is and whenever a
// goroutine gets its turn.

// A client that keeps to the date that it was told is not early because the
// lab took its time between making the answer and writing it.
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
		{name: "written late", begun: after(1900 * time.Millisecond), at: after(2 * time.Second), atLeast: 2 * time.Second},
		{name: "too early", begun: due, at: after(1999 * time.Millisecond), atLeast: 2 * time.Second, found: "1.999s in request 2 of 2"},
	} {
		c := &call{Case: &clients.Case{}, requests: []*received{
			{answer: &answered{status: 429, due: due, begun: test.begun}},
			{at: test.at, answer: &answered{status: 204}},
		}}
		j := &judge{call: c, out: judgement{held: map[string]bool{}}, check: &clients.Check{ID: "A", Wait: &clients.Wait{AtLeast: test.atLeast}}}
		j.wait()
		got := ""
		for _, f := range j.out.findings {
			got = f.got
		}
		if got != test.found || j.out.held["A"] != (test.found == "") {
			t.Errorf("%s: found %q, want %q", test.name, got, test.found)
		}
	}
}

// The dates of an answer that is delayed are those of when it goes out.
func TestDatesOfAnAnswerThatIsDelayed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &lab{doc: document(t)}
		c := &call{Case: &clients.Case{Play: []clients.Play{{
			Status: clients.Status{Code: 429}, Delay: time.Hour,
		}}}, opened: time.Now()}
		l.calls = []*call{c}
		before := time.Now()
		a := l.answerTo(&received{method: http.MethodPost}, false)
		date, _ := a.header.Get("Date")
		if told, err := http.ParseTime(date); err != nil || !told.Equal(before.Add(time.Hour).Truncate(time.Second)) || !a.due.Equal(before.Add(time.Hour)) {
			t.Errorf("due %v, Date: %s, at %v", a.due, date, before)
		}
	})
}

// Who is slow is answered: no connection is closed because of it.
func TestASlowClientIsAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		s := &server{lab: &lab{doc: document(t)}, ended: make(chan struct{})}
		served := make(chan struct{})
		go func() {
			s.serve(theirs)
			theirs.Close()
			close(served)
		}()
		for part := range strings.SplitAfterSeq("POST /beta/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", "\n") {
			time.Sleep(time.Hour) // of the bubble's clock
			if _, err := io.WriteString(ours, part); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Hour)
		response, err := http.ReadResponse(bufio.NewReader(ours), nil)
		if err != nil || response.StatusCode != s.lab.doc.Otherwise.Status.Code {
			t.Errorf("%v, %v", response, err)
		}
		ours.Close()
		<-served
	})
}

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
			last := &call{Case: &clients.Case{ID: "a"}}
			p := &process{
				Process: &Process{Done: done, Err: func() error { return nil }, Kill: func() {}},
				run:     &run{options: Options{Timeout: 30 * time.Second}}, lines: lines, latest: last,
			}
			time.AfterFunc(test.takes, func() { close(lines); close(done) })
			p.finish(finished)
			if got := strings.Join(last.slips, "; "); got != test.slip {
				t.Errorf("after %s: %q, want %q", test.takes, got, test.slip)
			}
			<-done
		})
	}
}

// eager is a client whose request is answered before the lab knows that it was
// started.
type eager struct{ status string }

// Start implements Program.
func (e *eager) Start(ctx context.Context, env []string) (*Process, error) {
	set := variables(env)
	var err error
	if e.status, err = post(Server{URL: set[EnvBaseURL]}, set[EnvTaskID]); err != nil {
		return nil, err
	}
	return Driver(func(context.Context, map[string]string, io.Reader, io.Writer, io.Writer) error { return nil }).Start(ctx, env)
}

func TestARequestBeforeTheStartIsKnown(t *testing.T) {
	t.Parallel()
	client := &eager{}
	result := judged(t, Options{Program: client, Plain: true, PerCase: true, Only: []string{"success.task"}})
	if !strings.HasPrefix(client.status, "204") || len(found(result, "ERC-OK-1")) > 0 || len(result.Outcome.Results[0].Exchanges) != 1 {
		t.Errorf("answered %s, %+v", client.status, result.Outcome.Results[0])
	}
}

// The time in which the lab makes and writes an answer is not the client's.
func TestAnAnswerThatIsSentIsASignOfLife(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &call{Case: &clients.Case{Play: []clients.Play{{Status: clients.Status{Code: 204}}}}, opened: time.Now()}
		l := &lab{doc: document(t), calls: []*call{c}}
		for range 3 * maxRequests {
			a := l.answerTo(&received{method: http.MethodPost}, false)
			time.Sleep(time.Hour)
			l.sent(a, time.Now())
		}
		// But for who asks again and again without an end.
		if idle := time.Since(l.touched(l.calls)); idle != (maxRequests+1)*time.Hour {
			t.Errorf("no sign of life for %s", idle)
		}
	})
}
