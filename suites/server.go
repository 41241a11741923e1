package suites

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// server is a handler on a loopback socket.
type server struct {
	url   string // without a path
	close func()
}

// serve opens a free port of 127.0.0.1. (httptest would do, but registers a
// flag in every program that imports it.)
func serve(h http.Handler) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serving Options.Handler: %w", err)
	}
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second,
		// A panic of the handler is a finding; its stack is not ours to print.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(listener) // ends when closed
	}()
	return &server{url: "http://" + listener.Addr().String(), close: func() {
		_ = s.Close() // what is under way is of no interest any more
		<-done
	}}, nil
}
