package reference

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestMethods(t *testing.T) {
	for _, method := range []string{
		"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
		"post", "QUERY",
	} {
		for _, id := range []string{idIsolate, "213213", idAbsent} {
			h, s := NewTestServer(t, held())
			got := raw(t, s, method, request(method, "/beta"+path(id), ""))
			if got.status != 405 || got.header.Get("Allow") != "POST" ||
				got.header.Get(headerRequestID) == "" {
				t.Errorf("%s %s: got %d %v", method, id, got.status, got.header)
			}
			if code := got.envelope.Error.Code; method != "HEAD" && code != "MethodNotAllowed" {
				t.Errorf("%s %s: code %q", method, id, code)
			}
			if len(h.Executed()) != 0 {
				t.Errorf("%s %s: executed", method, id)
			}
		}
	}
}

func TestMethodsAfterCredentials(t *testing.T) {
	_, s := NewTestServer(t, held())
	for _, line := range []string{
		"GET " + path(idIsolate), "HEAD " + path(idIsolate), "OPTIONS *",
		"CONNECT x:1", "GET /nowhere",
	} {
		method, _, _ := strings.Cut(line, " ")
		got := raw(t, s, method, line+" HTTP/1.1\r\nHost: x\r\n\r\n")
		if got.status != 401 || got.header.Get(headerRequestID) == "" ||
			got.header.Get("Allow") != "" {
			t.Errorf("%s: got %d %v, want 401", line, got.status, got.header)
		}
	}
	got := raw(t, s, "OPTIONS", request("OPTIONS", "*", ""))
	if got.status != 404 || got.envelope.Error.Code != "ResourceNotFound" {
		t.Errorf("OPTIONS *: got %d %+v", got.status, got.envelope)
	}
}

// What is on the wire to the last byte: HEAD and 204 have no content, and the
// connection goes on with the next answer at once.
func TestWireOfEmptyAnswers(t *testing.T) {
	for _, first := range []struct {
		method, status string
		never          []string
	}{
		{"HEAD", "HTTP/1.1 405 Method Not Allowed", nil},
		{
			"POST", "HTTP/1.1 204 No Content",
			[]string{"content-length", "content-type", "transfer-encoding"},
		},
	} {
		_, s := NewTestServer(t, held())
		conn := dial(t, s)
		two := request(first.method, path(idIsolate), "") + request("POST", path("x"),
			"Connection: close\r\n")
		if _, err := io.WriteString(conn, two); err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(conn)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, _ := strings.Cut(string(all), "\r\n\r\n")
		if !strings.HasPrefix(head, first.status+"\r\n") || !strings.HasPrefix(rest,
			"HTTP/1.1 400 Bad Request\r\n") {
			t.Errorf("%s: got %q, then %q", first.method, head, rest)
		}
		for _, name := range first.never {
			if strings.Contains(strings.ToLower(head), "\r\n"+name+":") {
				t.Errorf("%s: header %s in %q", first.method, name, head)
			}
		}
	}
}

// A body is ignored, and the connection stays in step.
func TestBodyIsIgnored(t *testing.T) {
	for name, extra := range map[string]string{
		"json":    "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
		"broken":  "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
		"chunked": "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
		"request": fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(request("POST", "/", "")),
			request("POST", "/", "")),
		"none": "\r\n",
	} {
		h, s := NewTestServer(t, held())
		conn := dial(t, s)
		one := "POST " + path(idIsolate) +
			" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer toeline\r\n" + extra
		if _, err := io.WriteString(conn, one+one); err != nil {
			t.Fatal(err)
		}
		from := bufio.NewReader(conn)
		for range 2 {
			if got := readAnswer(t, from, "POST"); got.status != 204 {
				t.Errorf("%s: got %d %s, want 204", name, got.status, got.body)
			}
		}
		if n := h.Executed()[idIsolate]; n != 2 {
			t.Errorf("%s: executed %d times, want 2", name, n)
		}
	}
}

// A body that is announced with Expect does not have to be sent, and is not requested.
func TestExpectContinue(t *testing.T) {
	_, s := NewTestServer(t, held())
	got := raw(t, s, "POST", "POST "+path(idIsolate)+
		" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer toeline\r\n"+
		"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n")
	if got.status != 204 {
		t.Errorf("got %d, want 204", got.status)
	}
}
