package lab

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/toeline/spec/clients"
)

// listeners are the servers of a lab and the file with their authority. Those that are not needed
// are nil: plain by https, handshakes by http, and six where the machine has no IPv6.
type listeners struct {
	main, other, plain, handshakes, six *server
	caFile                              string
	dir                                 string // of caFile; empty without one
}

// Options are the options of a lab.
type Options struct {
	Addr  string // HOST:PORT on loopback; empty: a free port
	Plain bool   // http instead of https
}

// Addresses of free ports.
const (
	anyPort  = "127.0.0.1:0"
	anyPort6 = "[::1]:0"
)

// HasIPv6 reports whether the machine has the address [::1].
func HasIPv6() bool {
	listener, err := net.Listen("tcp", anyPort6)
	if err == nil {
		listener.Close()
	}
	return err == nil
}

// Open starts the servers. The calls need GUIDs (Renew) before a client is sent
// them. Close is due even after an error.
func Open(doc *clients.Contract, calls []*Call, o Options) (*Lab, error) {
	l := &Lab{doc: doc, byID: map[string]*Call{}, retired: map[string]bool{}}
	l.numbered, l.set = map[int]*Call{}, map[string]bool{}
	for _, c := range calls {
		if c.Earlier != nil {
			l.calls = append(l.calls, c.Earlier)
		}
		l.calls = append(l.calls, c)
	}
	var trusted, byCall *tls.Config
	if !o.Plain {
		keys, err := newCertificates(time.Now())
		if err != nil {
			return l, err
		}
		if err := l.writeCA(keys.authority); err != nil {
			return l, err
		}
		trusted, byCall = keys.config(""), keys.byCall(l)
	}
	for _, one := range []struct {
		server  **server
		role    role
		address string
		tls     *tls.Config
		needed  bool
	}{
		{&l.main, mainServer, cmp.Or(o.Addr, anyPort), trusted, true},
		{&l.other, otherServer, anyPort, trusted, true},
		{&l.plain, otherServer, anyPort, nil, !o.Plain},
		{&l.handshakes, handshakeServer, anyPort, byCall, !o.Plain},
		{&l.six, mainServer, anyPort6, trusted, HasIPv6()},
	} {
		if !one.needed {
			continue
		}
		var err error
		if *one.server, err = listen(l, one.role, one.address, one.tls); err != nil {
			return l, err
		}
	}
	l.base = l.main.url("127.0.0.1") + BasePath(doc)
	l.otherHost = l.other.url("localhost") + BasePath(doc)
	l.otherPort = l.other.url("127.0.0.1") + BasePath(doc)
	if l.plain != nil {
		l.insecure = l.plain.url("127.0.0.1") + BasePath(doc)
	}
	return l, nil
}

// Base returns the base URL that clients are given.
func (l *Lab) Base() string { return l.base }

// BaseOf returns the base URL that a client is given for a call.
func (l *Lab) BaseOf(c *Call) string {
	switch {
	case c.TLS != "":
		return l.handshakes.url("127.0.0.1") + BasePath(l.doc)
	case c.Address == clients.IPv6:
		return l.six.url("::1") + BasePath(l.doc)
	}
	return l.base
}

// CAFile returns a PEM file with the authority of the server; empty: it is http.
func (l *Lab) CAFile() string { return l.caFile }

// Close ends the servers and removes the CA file.
func (l *Lab) Close() error {
	for _, s := range []*server{l.main, l.other, l.plain, l.handshakes, l.six} {
		if s != nil {
			s.close()
		}
	}
	if l.dir == "" {
		return nil
	}
	return os.RemoveAll(l.dir)
}

// BasePath returns the path of the contract's server, which precedes its paths.
func BasePath(doc *clients.Contract) string {
	if server, err := url.Parse(doc.Contract.Server); err == nil {
		return strings.TrimRight(server.EscapedPath(), "/")
	}
	return ""
}

func (l *Lab) writeCA(authority []byte) error {
	dir, err := os.MkdirTemp("", "toeline-client-")
	if err == nil {
		l.dir, l.caFile = dir, filepath.Join(dir, "ca.pem")
		err = os.WriteFile(l.caFile, authority, 0o644)
	}
	if err != nil {
		return fmt.Errorf("writing the CA: %w", err)
	}
	return nil
}
