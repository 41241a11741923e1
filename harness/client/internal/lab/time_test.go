package lab

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/toeline/spec/clients"
)

func document(t *testing.T) *clients.Contract {
	t.Helper()
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The dates of an answer that is delayed are those of when it goes out.
func TestDatesOfAnAnswerThatIsDelayed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &Lab{doc: document(t)}
		c := &Call{Case: &clients.Case{Play: []clients.Play{{
			Status: clients.Status{Code: 429}, Delay: time.Hour,
		}}}, Opened: time.Now()}
		l.calls = []*Call{c}
		before := time.Now()
		a := l.respond(&Request{Method: http.MethodPost}, false)
		text, _ := a.Header.Get("Date")
		due := before.Add(time.Hour)
		date, err := http.ParseTime(text)
		if err != nil || !date.Equal(due.Truncate(time.Second)) || !a.Due.Equal(due) {
			t.Errorf("due %v, Date: %s, at %v", a.Due, text, before)
		}
	})
}

// Who is slow is answered: no connection is closed because of it.
func TestASlowClientIsAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		s := &server{lab: &Lab{doc: document(t)}, ended: make(chan struct{})}
		served := make(chan struct{})
		go func() {
			s.serve(theirs)
			theirs.Close()
			close(served)
		}()
		for part := range strings.SplitAfterSeq(
			"POST /beta/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", "\n",
		) {
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

// The time in which the lab makes and writes an answer is not the client's.
func TestAnAnswerThatIsSentIsASignOfLife(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &Call{
			Case:   &clients.Case{Play: []clients.Play{{Status: clients.Status{Code: 204}}}},
			Opened: time.Now(),
		}
		l := &Lab{doc: document(t), calls: []*Call{c}}
		for range 3 * maxRequests {
			a := l.respond(&Request{Method: http.MethodPost}, false)
			time.Sleep(time.Hour)
			l.recordSent(a, time.Now())
		}
		// But for who asks again and again without an end.
		if idle := time.Since(l.LastSign(l.calls)); idle != (maxRequests+1)*time.Hour {
			t.Errorf("no sign of life for %s", idle)
		}
	})
}
