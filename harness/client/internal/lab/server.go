package lab

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"
)

// role is the purpose of a server.
type role int

const (
	mainServer      role = iota // plays the contract
	otherServer                 // the target of redirects
	handshakeServer             // its certificate and its protocols are those that a call names
)

// server is a listener of the lab on loopback.
type server struct {
	lab      *Lab
	role     role
	listener net.Listener
	tls      *tls.Config // nil: http
	hosts    []string    // allowed values of Host; none: any

	mu    sync.Mutex
	conns map[net.Conn]bool
	ended chan struct{}
	wait  sync.WaitGroup
}

// listen opens a server; addr may be empty for a free port.
func listen(l *Lab, r role, addr string, config *tls.Config) (*server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	s := &server{
		lab: l, role: r, listener: listener, hosts: hostsOf(listener, config != nil),
		conns: map[net.Conn]bool{}, ended: make(chan struct{}),
	}
	if config != nil {
		s.tls = config.Clone()
	}
	s.wait.Go(s.accept)
	return s, nil
}

// url is the server's origin under a host name.
func (s *server) url(host string) string {
	scheme := "http"
	if s.tls != nil {
		scheme = "https"
	}
	_, port, _ := net.SplitHostPort(s.listener.Addr().String())
	return scheme + "://" + net.JoinHostPort(host, port)
}

// hostsOf returns the values that Host may have in requests to a listener:
// loopback has more than one name, and a default port may be left out.
func hostsOf(listener net.Listener, secure bool) []string {
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	var all []string
	names := []string{"127.0.0.1", "localhost"}
	if address, ok := listener.Addr().(*net.TCPAddr); ok && address.IP.To4() == nil {
		names = []string{"[::1]"}
	}
	for _, name := range names {
		all = append(all, name+":"+port)
		if !secure && port == "80" || secure && port == "443" {
			all = append(all, name)
		}
	}
	return all
}

// close ends the server and waits for its connections.
func (s *server) close() {
	s.listener.Close()
	s.mu.Lock()
	close(s.ended)
	for conn := range s.conns {
		conn.Close()
	}
	s.mu.Unlock()
	s.wait.Wait()
}

func (s *server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		if !s.keep(conn) {
			conn.Close()
			return
		}
		s.wait.Go(func() {
			defer s.drop(conn)
			s.serve(conn)
		})
	}
}

func (s *server) keep(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.ended:
		return false
	default:
	}
	s.conns[conn] = true
	return true
}

func (s *server) drop(conn net.Conn) {
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// serve answers the requests of a connection. It has no timeout: a slow client
// is not wrong, and the run ends one that hangs.
func (s *server) serve(conn net.Conn) {
	if s.role == handshakeServer {
		in := bufio.NewReader(conn)
		if first, err := in.Peek(1); err == nil && isToken(string(first)) {
			// The client sends by http what it could not send by https.
			(&connection{server: s, conn: conn, in: in}).serve()
			return
		}
		conn = peeked{conn, in}
	}
	if s.tls != nil {
		secure := tls.Server(conn, s.tls)
		if err := secure.Handshake(); err != nil {
			if s.role == mainServer {
				s.lab.recordRefused(err)
			}
			return
		}
		conn = secure
		defer secure.Close()
		if secure.ConnectionState().NegotiatedProtocol == "h2" {
			s.serveHTTP2(conn)
			return
		}
	}
	(&connection{server: s, conn: conn, in: bufio.NewReader(conn)}).serve()
}

// peeked is a connection of which something was read already.
type peeked struct {
	net.Conn
	in *bufio.Reader
}

func (p peeked) Read(b []byte) (int, error) { return p.in.Read(b) }

// send writes a response at the pace of the contract, and reports whether all of
// it was sent.
func (s *server) send(conn net.Conn, a *Response) bool {
	begun := time.Now()
	defer func() { s.lab.recordSent(a, begun) }()
	if len(a.wire) == 0 {
		return false
	}
	if a.drip == 0 {
		for piece := range slices.Chunk(a.wire, 1<<20) { // who takes a long one lives
			if _, err := conn.Write(piece); err != nil {
				return false
			}
			s.lab.recordProgress(a)
		}
		return true
	}
	const most = 64 // pieces
	size := max(1, len(a.wire)/most)
	pieces := (len(a.wire) + size - 1) / size
	for i := range pieces {
		piece := a.wire[i*size : min((i+1)*size, len(a.wire))]
		if _, err := conn.Write(piece); err != nil {
			return false
		}
		// By the clock, not from piece to piece: a busy machine would turn seconds
		// into minutes.
		due := begun.Add(a.drip * time.Duration(i+1) / time.Duration(pieces))
		if !s.pause(time.Until(due)) {
			return false
		}
	}
	return true
}

// pause waits, and reports whether the server still runs.
func (s *server) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ended:
		return false
	}
}
