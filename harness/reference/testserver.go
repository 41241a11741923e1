package reference

import "net/http"

// TB is what this package needs of a *testing.T, *testing.B or GinkgoT(); named
// here so that a program does not link the testing package for it.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// NewTestServer makes a handler and serves it on loopback until the test ends.
func NewTestServer(tb TB, o Options) (*Handler, *Server) {
	tb.Helper()
	h, err := New(o)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	return h, StartTest(tb, h, Listen{})
}

// StartTest serves a handler, perhaps a decorator, until the test ends. It
// then closes the server without waiting: a defective target may never answer.
func StartTest(tb TB, h http.Handler, l Listen) *Server {
	tb.Helper()
	s, err := Start(h, l)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Fatalf("%v", err)
		}
	})
	return s
}
