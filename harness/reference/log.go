package reference

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"
)

// maxLoggedPath is the most bytes of a path that one line shows.
const maxLoggedPath = 512

// withheld is logged instead of a method or path that contains the token.
const withheld = "(withheld: it holds the token)"

// Entry is one request and what this package answered; a decorator around
// the handler may have sent something else. It never holds the token.
type Entry struct {
	Time      time.Time     // when the request arrived
	Method    string        // as sent
	Path      string        // as sent, percent-encoded, without the query
	Status    int           // the response's status code
	Why       string        // in a few words, nothing of the request in them
	RequestID string        // the response's request-id
	Duration  time.Duration // until the response was written
}

// String is one line, without a line end. What came from the caller is quoted
// and cut, so that no request can forge or flood a line.
func (e Entry) String() string {
	path := e.Path
	if len(path) > maxLoggedPath {
		path = path[:maxLoggedPath] + "…"
	}
	return fmt.Sprintf("%s %d %q %q %s: %s (%s)", e.Time.UTC().Format(time.RFC3339), e.Status,
		e.Method, path,
		e.RequestID, e.Why, e.Duration.Round(time.Microsecond))
}

// LogTo returns a function for Options.Log that writes a line for each entry
// to w, one at a time. Errors of w are ignored: a full disk must not stop a mock.
func LogTo(w io.Writer) func(Entry) {
	var mu sync.Mutex
	return func(e Entry) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(w, e)
	}
}

// withholder returns a function that keeps the token out of what is logged.
// The default token is documented, no secret, and a likely word in a path.
// It is a closure so that printing the handler cannot print the token.
func withholder(token string) func(string) string {
	if token == DefaultToken {
		return func(s string) string { return s }
	}
	return func(s string) string {
		decoded, err := url.PathUnescape(s)
		if strings.Contains(s, token) || err == nil && strings.Contains(decoded, token) {
			return withheld
		}
		return s
	}
}
