package lab

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// serveHTTP2 answers the requests of a connection by HTTP/2.
func (s *server) serveHTTP2(conn net.Conn) {
	only := &oneConn{conn: conn, ended: make(chan struct{})}
	served := &http.Server{
		Handler: http.HandlerFunc(s.handle),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed {
				only.end()
			}
		},
	}
	served.Protocols = new(http.Protocols)
	served.Protocols.SetHTTP2(true)
	_ = served.Serve(only) // it ends with the connection
}

// handle answers a request. Faults, framing and what else is HTTP/1.1 alone are left out.
func (s *server) handle(w http.ResponseWriter, from *http.Request) {
	q := &Request{
		At: time.Now(), Method: from.Method, Target: from.RequestURI, Proto: from.Proto,
		Hosts: s.hosts, Header: exchange.Header{{Name: "Host", Value: from.Host}},
	}
	for name, values := range from.Header {
		for _, value := range values {
			q.Header = append(q.Header, exchange.Field{Name: name, Value: value})
		}
	}
	q.Body, _ = io.ReadAll(io.LimitReader(from.Body, maxContent))
	a := s.lab.respond(q, s.role == otherServer)
	if !s.pause(time.Until(a.Due)) {
		return
	}
	begun := time.Now()
	w.Header()["Content-Type"] = nil // none but the contract's
	for _, f := range a.Header {
		switch strings.ToLower(f.Name) {
		case "connection", "transfer-encoding", "trailer": // RFC 9113 8.2.2
		case "content-type":
			w.Header().Set(f.Name, f.Value)
		default:
			w.Header().Add(f.Name, f.Value)
		}
	}
	content := a.content
	w.WriteHeader(a.Status)
	_, _ = w.Write(content) // a client that is gone is seen elsewhere
	s.lab.recordSent(a, begun)
}

// oneConn is a listener with one connection, whose end is its own.
type oneConn struct {
	mu    sync.Mutex
	conn  net.Conn
	once  sync.Once
	ended chan struct{}
}

// Accept implements net.Listener.
func (o *oneConn) Accept() (net.Conn, error) {
	o.mu.Lock()
	conn := o.conn
	o.conn = nil
	o.mu.Unlock()
	if conn != nil {
		return conn, nil
	}
	<-o.ended
	return nil, net.ErrClosed
}

func (o *oneConn) end() { o.once.Do(func() { close(o.ended) }) }

// Close implements net.Listener.
func (o *oneConn) Close() error {
	o.end()
	return nil
}

// Addr implements net.Listener.
func (o *oneConn) Addr() net.Addr { return &net.TCPAddr{} }
