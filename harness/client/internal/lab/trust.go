package lab

import (
	"crypto/tls"
	"errors"
	"net"
)

// recordRefused records how a client ended the TLS handshake with the main server.
func (l *Lab) recordRefused(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused == "" {
		l.refused = refusal(err)
	}
}

// Refused says how the client ended the first TLS handshake that it did not complete, if no request
// ever came; else empty.
func (l *Lab) Refused() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.reached {
		return ""
	}
	return l.refused
}

// How clients end handshakes: by an alert, with the remedy for a CA that is not trusted, or by
// speaking http.
const (
	remedy = "; have it trust the CA in TOELINE_CA_FILE, not turn verification off: " +
		"REQUESTS_CA_BUNDLE (Python requests), SSL_CERT_FILE (httpx, Go, OpenSSL), " +
		"CURL_CA_BUNDLE, NODE_EXTRA_CA_CERTS (Node), -Djavax.net.ssl.trustStore (JVM), " +
		"or serve http by --plain"
	spokeHTTP = "the client sent http to an https server: use TOELINE_BASE_URL as it is, " +
		"or --plain"
)

// refusal describes a failed handshake for people.
func refusal(err error) string {
	var remote *net.OpError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &remote) && remote.Op == "remote error":
		return "the client ended the TLS handshake with the alert \"" + remote.Err.Error() +
			"\": it does not trust the lab's CA" + remedy
	case errors.As(err, &record):
		return spokeHTTP
	}
	return "the client closed the connection within the TLS handshake, as one does that does not " +
		"trust the lab's CA" + remedy
}
