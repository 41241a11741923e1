package reference

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// net/http lingers for half a second on a connection that it gave up (431).
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// The ids of the tests' fixtures.
const (
	idIsolate = "3b0c6a5e-1f2d-4c3b-8a79-0123456789ab"
	idText    = "9d2f7c10-aaaa-4bbb-8ccc-dddddddddddd"
	idAbsent  = "11111111-2222-4333-8444-555555555555"
	idNil     = "00000000-0000-0000-0000-000000000000"
)

// noon is the time of the clock in tests, in a zone that is not UTC.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 987654321, time.FixedZone("", 2*60*60))

// fixtures is the tests' options: a fixed clock and countable ids.
func held() Options {
	var n atomic.Int64
	return Options{
		Tasks: []Task{{idIsolate, "isolateDevice"}, {idText, "text"}},
		Now:   func() time.Time { return noon },
		NewID: func() string { return numbered(n.Add(1)) },
	}
}

func numbered(n int64) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// path is the operation's, with an id that is already percent-encoded.
func path(id string) string { return "/security/incidentTasks/" + id + "/executeResponseAction" }

// dial opens a connection that no test can hang on.
func dial(t *testing.T, s *Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", host(t, s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// sent is the response over a socket, and the body if it is an envelope.
type sent struct {
	status   int
	header   http.Header
	body     []byte
	envelope envelope
}

// raw writes bytes to a server and reads one response. Everything that
// http.Client would clean, join or refuse gets through.
func raw(t *testing.T, s *Server, method, request string) sent {
	t.Helper()
	conn := dial(t, s)
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	return readAnswer(t, bufio.NewReader(conn), method)
}

func readAnswer(t *testing.T, from *bufio.Reader, method string) sent {
	t.Helper()
	res, err := http.ReadResponse(from, &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := sent{status: res.StatusCode, header: res.Header, body: body}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &got.envelope); err != nil {
			t.Fatalf("body %q: %v", body, err)
		}
	}
	return got
}

// request is a request with the documented token; extra lines end in CRLF.
func request(method, target, extra string) string {
	return method + " " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer toeline\r\n" +
		"Content-Length: 0\r\n" + extra + "\r\n"
}

// handle asks the handler without a socket, with the documented token.
func handle(t *testing.T, h http.Handler, target string) sent {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, target, nil)
	r.Header.Set("Authorization", "Bearer toeline")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return readAnswer(t, bufio.NewReader(answerBytes(t, w)), http.MethodPost)
}

func answerBytes(t *testing.T, w *httptest.ResponseRecorder) io.Reader {
	t.Helper()
	var b bytes.Buffer
	if err := w.Result().Write(&b); err != nil {
		t.Fatal(err)
	}
	return &b
}
