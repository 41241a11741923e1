package verify_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// unaskedResponse is a whole response.
const unaskedResponse = "HTTP/1.1 200 OK\r\n" +
	"Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"

// unasked answers as a handler does, and on a kept connection sends more, some time after
// each of its responses, whatever the client does.
func unasked(h http.Handler, after time.Duration, more string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		for err == nil {
			answerRaw(conn, h, r)
			if r.Close {
				return
			}
			time.Sleep(after) // what is late is the point
			_, _ = io.WriteString(conn, more)
			r, err = http.ReadRequest(bufio.NewReader(buffered))
		}
	})
}

// answerRaw writes the response of a handler in one piece.
func answerRaw(w io.Writer, h http.Handler, r *http.Request) {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	response := recorder.Result()
	response.ProtoMajor, response.ProtoMinor = 1, 1
	response.ContentLength = int64(recorder.Body.Len())
	response.Request = r
	var b strings.Builder
	_ = response.Write(&b)
	text := b.String()
	if recorder.Code == http.StatusNoContent {
		text = strings.Replace(text, "Content-Length: 0\r\n", "", 1)
	}
	_, _ = io.WriteString(w, text)
}

// TestUnaskedResponses: what a target sends on a kept connection while nothing waits for
// it is its fault, and nothing is judged by it.
func TestUnaskedResponses(t *testing.T) {
	t.Parallel()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	var tasks []reference.Task
	for _, item := range held.Resources("tasks") {
		tasks = append(tasks, reference.Task{
			ID: item.ID, ActionType: item.Properties["actionType"],
		})
	}
	h, err := reference.New(reference.Options{Tasks: tasks})
	if err != nil {
		t.Fatal(err)
	}
	const later = 2 * time.Millisecond
	for _, tt := range []struct {
		name, more string
		after      time.Duration
		fuzz       int
		only       []string
		want       string
	}{
		{name: "a response at once", more: unaskedResponse, want: "ERA-REQ-5"},
		{name: "a response later", more: unaskedResponse, after: later, want: "ERA-REQ-5"},
		{
			name: "a response much later", more: unaskedResponse, after: 20 * later,
			want: "ERA-REQ-5",
		},
		{name: "garbage later", more: "garbage", after: later, want: "ERA-REQ-5"},
		{
			name: "a response later, to fuzzing", more: unaskedResponse, after: later,
			fuzz: 200, only: []string{"fuzz.**"}, want: "ERA-REQ-5",
		},
		{
			name: "that the connection will close", after: later,
			more: "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			served := reference.StartTest(t, unasked(h, tt.after, tt.more), reference.Listen{})
			report, err := verify.Run(t.Context(), verify.Config{
				Contract: contract, Fixtures: held, Fuzz: tt.fuzz, Only: tt.only,
				Target: verify.Target{URL: served.URL},
			})
			if err != nil {
				t.Fatal(err)
			}
			var failed []string
			for _, r := range report.Requirements {
				if r.Status == result.Failed {
					failed = append(failed, r.ID)
				}
			}
			if got := strings.Join(failed, " "); got != tt.want {
				t.Errorf("failed: %s, want %s", got, tt.want)
				for _, c := range report.Causes {
					t.Logf("%s: %s: %s, got %s", c.Requirement, c.Where, c.Reason, c.Example.Got)
				}
			}
		})
	}
}
