package hostile

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"
)

// cipheredTargets fail where TLS does.
func cipheredTargets() ([]hostileTarget, error) {
	good, trusted, err := selfSigned("127.0.0.1", time.Hour)
	if err != nil {
		return nil, err
	}
	other, otherTrusted, err := selfSigned("other.example", time.Hour)
	if err != nil {
		return nil, err
	}
	old, oldTrusted, err := selfSigned("127.0.0.1", -time.Hour)
	if err != nil {
		return nil, err
	}
	server := func(c tls.Certificate, protocols ...string) *tls.Config {
		return &tls.Config{Certificates: []tls.Certificate{c}, NextProtos: protocols}
	}
	answer := saying(head404 + "Connection: close\r\n\r\n{}")
	return []hostileTarget{
		{
			Name: "tls.certificate-for-another-name", https: true, trust: otherTrusted,
			says:  []string{"certificate is for other.example"},
			serve: ciphered(server(other), answer),
		},
		{
			Name: "tls.unknown-authority", https: true, says: []string{"unknown authority"},
			serve: ciphered(server(good), answer),
		},
		{
			Name: "tls.expired", https: true, trust: oldTrusted, says: []string{"expired"},
			serve: ciphered(server(old), answer),
		},
		{
			Name: "tls.http2-alone", https: true, trust: trusted, says: []string{"HTTP/2 only"},
			serve: ciphered(server(good, "h2"), func(_ context.Context, c net.Conn) {
				io.WriteString(c, http2Settings)
				io.Copy(io.Discard, c)
			}),
		},
		{
			Name: "tls.refuses-http-1.1", https: true, trust: trusted,
			says:  []string{"HTTP/2 only"},
			serve: ciphered(server(good, "h2-and-nothing-else"), answer),
		},
		{
			Name: "tls.on-a-plaintext-port", https: true, trust: trusted,
			says: []string{"does not speak TLS: try http"},
			serve: func(_ context.Context, c net.Conn) {
				io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
				io.Copy(io.Discard, c)
			},
		},
		{
			Name: "tls.plaintext-on-its-port", says: []string{"response is TLS: try https"},
			serve: saying("\x15\x03\x01\x00\x02\x02\x46"),
		},
		{
			Name: "tls.hang-inside-handshake", hangs: true, https: true, trust: trusted,
			says:  []string{"handshake unfinished"},
			serve: func(ctx context.Context, _ net.Conn) { hang(ctx) },
		},
		{
			Name: "tls.closed-inside-handshake", https: true, trust: trusted,
			says:  []string{"inside the handshake", "connection reset"},
			serve: func(_ context.Context, c net.Conn) { c.Read(make([]byte, 1)) },
		},
		{
			Name: "tls.flood", https: true, trust: trusted,
			says:  []string{"content over 1048576 bytes"},
			serve: ciphered(server(good), endless(head404+"\r\n", "aaaaaaaaaaaaaaaa")),
		},
		{
			Name: "tls.hang-inside-content", hangs: true, https: true, trust: trusted,
			says: []string{inTime}, serve: ciphered(server(good),
				sayingThenHang(head404+"Content-Length: 10\r\n\r\n{")),
		},
	}, nil
}

// ciphered lays TLS under a conversation.
func ciphered(config *tls.Config, serve func(context.Context, net.Conn)) func(context.Context,
	net.Conn) {
	return func(ctx context.Context, c net.Conn) {
		secured := tls.Server(c, config)
		if secured.HandshakeContext(ctx) != nil {
			return
		}
		serve(ctx, secured)
		secured.Close()
	}
}

// selfSigned makes a certificate for a host, and the options of a client that
// trusts it.
func selfSigned(host string, validFor time.Duration) (tls.Certificate, *tls.Config, error) {
	fail := func(err error) (tls.Certificate, *tls.Config, error) {
		return tls.Certificate{}, nil, fmt.Errorf("making a certificate for %s: %w", host, err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fail(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(validFor),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return fail(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return fail(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key},
		&tls.Config{RootCAs: roots}, nil
}
