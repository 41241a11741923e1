package client

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"time"

	"example.com/toeline/harness/reference"
)

// role is what a server is there for.
type role int

const (
	main     role = iota // the contract is played here
	other                // redirects lead here
	stranger             // nobody vouches for its certificate
)

// server is a listener of the lab on loopback.
type server struct {
	lab      *lab
	role     role
	listener net.Listener
	tls      *tls.Config // nil: http
	hosts    []string    // what Host may say; none: anything

	mu    sync.Mutex
	conns map[net.Conn]bool
	ended chan struct{}
	wait  sync.WaitGroup
}

// listen opens a server; addr may be empty for a free port.
func listen(l *lab, r role, addr string, config *tls.Config) (*server, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	s := &server{lab: l, role: r, listener: listener, hosts: hostsOf(listener, config != nil), conns: map[net.Conn]bool{}, ended: make(chan struct{})}
	if config != nil {
		s.tls = config.Clone()
		if r == stranger {
			s.tls.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
				l.shakeHands()
				return nil, nil // this one
			}
		}
	}
	s.wait.Go(s.accept)
	return s, nil
}

// certificate makes a TLS configuration, and returns its authority as PEM.
func certificate() (*tls.Config, []byte, error) {
	made, authority, err := reference.Certify([]string{"localhost", "127.0.0.1", "::1"}, time.Now())
	if err != nil {
		return nil, nil, err
	}
	return &tls.Config{
		Certificates: []tls.Certificate{made}, MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		// A resumed session would not look at the certificate again.
		SessionTicketsDisabled: true,
	}, authority, nil
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

// hostsOf are what the Host of a request to a listener may say: loopback has
// more names than one, and a default port need not be named.
func hostsOf(listener net.Listener, secure bool) []string {
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	var all []string
	for _, name := range []string{"127.0.0.1", "localhost"} {
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

// serve answers the requests of a connection. It takes all the time that the
// client does: who is slow breaks nothing, and who hangs is ended by the run.
func (s *server) serve(conn net.Conn) {
	if s.tls != nil {
		secure := tls.Server(conn, s.tls)
		if err := secure.Handshake(); err != nil {
			return
		}
		conn = secure
		defer secure.Close()
	}
	r := bufio.NewReader(conn)
	for {
		if _, err := r.Peek(1); err != nil {
			return
		}
		rec, err := readRequest(r, conn)
		if err != nil {
			return
		}
		rec.hosts = s.hosts
		a := s.lab.answerTo(rec, s.role == other)
		if !s.send(conn, a) || a.ends || rec.closes() {
			return
		}
	}
}

// send writes an answer at the pace that the document says, and reports
// whether all of it went out.
func (s *server) send(conn net.Conn, a *answered) bool {
	if !s.pause(time.Until(a.due)) {
		return false
	}
	begun := time.Now()
	defer func() { s.lab.sent(a, begun) }()
	if len(a.wire) == 0 {
		return false
	}
	if a.drip == 0 {
		_, err := conn.Write(a.wire)
		return err == nil
	}
	const most = 64 // pieces
	size := max(1, len(a.wire)/most)
	pieces := (len(a.wire) + size - 1) / size
	for i := range pieces {
		if _, err := conn.Write(a.wire[i*size : min((i+1)*size, len(a.wire))]); err != nil {
			return false
		}
		// By the clock, and not from piece to piece: a busy machine would make
		// minutes of seconds.
		if !s.pause(time.Until(begun.Add(a.drip * time.Duration(i+1) / time.Duration(pieces)))) {
			return false
		}
	}
	return true
}

// pause waits, and says whether the server lives on.
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
