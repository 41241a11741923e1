package reference

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"time"
)

// BasePath is what the base URL ends with: the page is one of the beta API.
const BasePath = "/beta"

// Limits of the server. Writing has no limit: a decorator may delay its answer for as long as
// the client waits.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = time.Minute // header and body
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 128 << 10 // an id of 8 KiB, percent-encoded, and room
)

// Listen says where and how a handler is served. The zero value is plain
// HTTP/1.1 on a free port of 127.0.0.1.
type Listen struct {
	Addr string // HOST:PORT; empty: 127.0.0.1:0
	TLS  bool   // HTTPS, HTTP/2 too, with a certificate made in memory
	// more names and addresses for it than 127.0.0.1, ::1, localhost and that of Addr
	Hosts    []string
	ErrorLog *log.Logger // panics and failed handshakes; nil: discarded
}

// Server is a handler on a socket. Stop it with Shutdown or Close.
type Server struct {
	// URL is the base URL, the part before /security/…: it ends in /beta,
	// without a slash. Any other prefix is served as well.
	URL string
	// CA is the authority to trust, as PEM; nil without TLS.
	CA []byte

	http *http.Server
	done chan struct{} // closed when serving has ended
	err  error         // why; read after done
}

// Start serves a handler, this package's or a decorator around it. It returns
// when the socket is open: the first request may follow at once.
func Start(h http.Handler, l Listen) (*Server, error) {
	if h == nil {
		return nil, errors.New("reference: starting: no handler: make one with New")
	}
	if l.Addr == "" {
		l.Addr = "127.0.0.1:0"
	}
	if l.ErrorLog == nil {
		l.ErrorLog = log.New(io.Discard, "", 0)
	}
	listener, err := net.Listen("tcp", l.Addr)
	if err != nil {
		return nil, fmt.Errorf("reference: starting: %w", err)
	}
	s := &Server{
		done: make(chan struct{}),
		http: &http.Server{
			Handler:           h,
			ReadHeaderTimeout: readHeaderTimeout,
			ReadTimeout:       readTimeout,
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    maxHeaderBytes,
			ErrorLog:          l.ErrorLog,
			// OPTIONS * is answered like any other path.
			DisableGeneralOptionsHandler: true,
		},
	}
	scheme := "http"
	if l.TLS {
		scheme = "https"
		if err := s.secure(l.Hosts, listener.Addr()); err != nil {
			listener.Close()
			return nil, fmt.Errorf("reference: starting: %w", err)
		}
	}
	s.URL = scheme + "://" + reachable(listener.Addr()) + BasePath
	go s.serve(listener)
	return s, nil
}

// secure gives the server a certificate for loopback, its own address and
// more hosts.
func (s *Server) secure(more []string, own net.Addr) error {
	hosts := append([]string{"localhost", "127.0.0.1", "::1"}, more...)
	if tcp, ok := own.(*net.TCPAddr); ok && !tcp.IP.IsUnspecified() && !slices.Contains(hosts,
		tcp.IP.String()) {
		hosts = append(hosts, tcp.IP.String())
	}
	certificate, authority, err := certify(hosts, time.Now())
	if err != nil {
		return err
	}
	s.CA = authority
	s.http.TLSConfig = &tls.Config{
		Certificates: []tls.Certificate{certificate},
		MinVersion:   tls.VersionTLS12,
	}
	return nil
}

func (s *Server) serve(l net.Listener) {
	defer close(s.done)
	if s.http.TLSConfig != nil {
		s.err = s.http.ServeTLS(l, "", "")
	} else {
		s.err = s.http.Serve(l)
	}
	if errors.Is(s.err, http.ErrServerClosed) {
		s.err = nil
	}
}

// Wait returns when serving has ended: nil after Shutdown or Close, else why.
// After Shutdown it may return while the last responses are on their way.
func (s *Server) Wait() error {
	<-s.done
	if s.err != nil {
		return fmt.Errorf("reference: serving %s: %w", s.URL, s.err)
	}
	return nil
}

// Shutdown takes no more connections and waits for the answers on their way.
// When ctx ends first, it cuts them off and returns an error that wraps the
// context's.
func (s *Server) Shutdown(ctx context.Context) error {
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("reference: stopping %s: %w", s.URL, err), s.Close())
	}
	return s.Wait()
}

// Close cuts every connection off: the contexts of their requests end. It does
// not wait for the handlers.
func (s *Server) Close() error {
	if err := s.http.Close(); err != nil {
		return fmt.Errorf("reference: closing %s: %w", s.URL, err)
	}
	return s.Wait()
}

// reachable is an address that callers on this machine can use: wildcards
// name no host.
func reachable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	host := "127.0.0.1"
	if tcp.IP.To4() == nil { // both families: the caller's resolver chooses
		host = "localhost"
	}
	return net.JoinHostPort(host, fmt.Sprint(tcp.Port))
}
