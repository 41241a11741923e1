package reference

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"net"
	"time"
)

// certificateLife is a day under the 398 that some clients take at most.
const certificateLife = 397 * 24 * time.Hour

// certify makes a certificate for the hosts (names or IP addresses) in memory,
// signed by an authority that is made for it alone; its key is gone when
// certify returns, so that whoever trusts the authority trusts this
// server and nothing else. It returns the authority as PEM.
func certify(hosts []string, now time.Time) (tls.Certificate, []byte, error) {
	authority, err := NewAuthority(now)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	made, err := authority.Issue(hosts, authority.certificate.NotBefore,
		authority.certificate.NotAfter)
	return made, authority.PEM(), err
}

// Authority signs certificates of servers. It is apart from them, because some TLS
// libraries refuse a certificate that is both.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// NewAuthority makes an authority that is valid from an hour before now, since clocks differ.
func NewAuthority(now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making an authority: %w", err)
	}
	ca := &x509.Certificate{ // x509 fills in a random serial number
		Subject:               pkix.Name{CommonName: "toeline reference authority"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, &key.PublicKey, key)
	if err == nil {
		ca, err = x509.ParseCertificate(der)
	}
	if err != nil {
		return nil, fmt.Errorf("making an authority: %w", err)
	}
	return &Authority{certificate: ca, key: key}, nil
}

// PEM returns the certificate of the authority.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// Issue makes a certificate for hosts (names or IP addresses), valid from one time until another.
func (a *Authority) Issue(hosts []string, from, until time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making a certificate: %w", err)
	}
	leaf := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "toeline reference server"},
		NotBefore:             from,
		NotAfter:              until,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	nameHosts(leaf, hosts)
	der, err := x509.CreateCertificate(rand.Reader, leaf, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making a certificate: %w", err)
	}
	return tls.Certificate{
		Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key,
	}, nil
}

func nameHosts(c *x509.Certificate, hosts []string) {
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, host)
		}
	}
}
