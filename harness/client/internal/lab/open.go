package lab

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/toeline/harness/reference"
	"example.com/toeline/spec/clients"
)

// listeners are the servers of a lab and the file with their authority.
type listeners struct {
	main, other, untrusted *server
	caFile                 string
	dir                    string // of caFile; empty without one
}

// Options are the options of a lab.
type Options struct {
	Addr  string // HOST:PORT on loopback; empty: a free port
	Plain bool   // http instead of https
}

// Open starts the servers. The calls need GUIDs (Renew) before a client is sent
// them. Close is due even after an error.
func Open(doc *clients.Contract, calls []*Call, o Options) (*Lab, error) {
	l := &Lab{doc: doc, calls: calls, byID: map[string]*Call{}, retired: map[string]bool{}}
	l.numbered = map[int]*Call{}
	trusted, authority, err := certificate()
	if err != nil {
		return l, err
	}
	untrusted, _, err := certificate()
	if err != nil {
		return l, err
	}
	if o.Plain {
		trusted = nil
	} else if err := l.writeCA(authority); err != nil {
		return l, err
	}
	if l.main, err = listen(l, mainServer, o.Addr, trusted); err != nil {
		return l, err
	}
	if l.other, err = listen(l, otherServer, "", trusted); err != nil {
		return l, err
	}
	if l.untrusted, err = listen(l, untrustedServer, "", untrusted); err != nil {
		return l, err
	}
	base := BasePath(doc)
	l.base = l.main.url("127.0.0.1") + base
	l.otherHost = l.other.url("localhost") + base
	l.otherPort = l.other.url("127.0.0.1") + base
	return l, nil
}

// Base returns the base URL that clients are given.
func (l *Lab) Base() string { return l.base }

// UntrustedBase returns the base URL of the server whose certificate no client
// trusts.
func (l *Lab) UntrustedBase() string { return l.untrusted.url("127.0.0.1") + BasePath(l.doc) }

// CAFile returns a PEM file with the authority of the server; empty: it is http.
func (l *Lab) CAFile() string { return l.caFile }

// Close ends the servers and removes the CA file.
func (l *Lab) Close() error {
	for _, s := range []*server{l.main, l.other, l.untrusted} {
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
