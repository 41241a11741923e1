package lab

import (
	"crypto/tls"
	"time"

	"example.com/toeline/harness/reference"
	"example.com/toeline/spec/clients"
)

// certificates are the certificates of a lab, by the handshake in which they are shown: that
// without a name is the one that clients trust.
type certificates struct {
	shown     map[clients.TLS]tls.Certificate
	authority []byte // PEM
}

// newCertificates makes the certificates.
func newCertificates(now time.Time) (*certificates, error) {
	trusted, err := reference.NewAuthority(now)
	if err != nil {
		return nil, err
	}
	unknown, err := reference.NewAuthority(now)
	if err != nil {
		return nil, err
	}
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	k := &certificates{shown: map[clients.TLS]tls.Certificate{}, authority: trusted.PEM()}
	const day = 24 * time.Hour
	for name, one := range map[clients.TLS]struct {
		authority *reference.Authority
		hosts     []string
		from      time.Duration // from now on
	}{
		"":                       {trusted, hosts, -time.Hour},
		clients.UnknownAuthority: {unknown, hosts, -time.Hour},
		clients.AnotherName:      {trusted, []string{"other.example", "192.0.2.1"}, -time.Hour},
		clients.Expired:          {trusted, hosts, -2 * day},
		clients.NotYetValid:      {trusted, hosts, day},
	} {
		k.shown[name], err = one.authority.Issue(one.hosts, now.Add(one.from),
			now.Add(one.from+day))
		if err != nil {
			return nil, err
		}
	}
	k.shown[clients.HTTP2] = k.shown[""]
	return k, nil
}

// config returns the configuration of a handshake.
func (k *certificates) config(name clients.TLS) *tls.Config {
	protocols := []string{"http/1.1"}
	if name == clients.HTTP2 {
		protocols = []string{"h2", "http/1.1"}
	}
	return &tls.Config{
		Certificates: []tls.Certificate{k.shown[name]}, MinVersion: tls.VersionTLS12,
		NextProtos: protocols,
		// A resumed session would not look at the certificate again.
		SessionTicketsDisabled: true,
	}
}

// byCall returns a configuration that is the one that the open call of a lab names.
func (k *certificates) byCall(l *Lab) *tls.Config {
	config := k.config(clients.UnknownAuthority)
	config.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		return k.config(l.handshake()), nil
	}
	return config
}
