package azure

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/internal/infile"
)

// certificateAssertion returns a JSON Web Token for a token endpoint, signed with the key of a
// certificate. The file has both, as PEM.
func certificateAssertion(file, endpoint string, now time.Time) (string, error) {
	key, chain, err := readCertificate(file)
	if err != nil {
		return "", err
	}
	thumbprint := sha256.Sum256(chain[0])
	header := map[string]any{
		"typ": "JWT", "alg": "PS256",
		"x5t#S256": base64.RawURLEncoding.EncodeToString(thumbprint[:]),
	}
	if send := os.Getenv("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"); send == "1" || send == "true" {
		header["x5c"] = chain // encoded in base64, as RFC 7515 wants it
	}
	client := os.Getenv("AZURE_CLIENT_ID")
	signed := encoded(header) + "." + encoded(map[string]any{
		"aud": endpoint, "iss": client, "sub": client, "jti": uuid.NewString(),
		"nbf": now.Unix(), "exp": now.Add(10 * time.Minute).Unix(),
	})
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:],
		&rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	if err != nil {
		return "", err
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func encoded(part map[string]any) string {
	made, _ := json.Marshal(part) // plain values
	return base64.RawURLEncoding.EncodeToString(made)
}

// readCertificate returns a key and the certificates of a file, that of the key first.
func readCertificate(file string) (*rsa.PrivateKey, [][]byte, error) {
	content, err := infile.Read(file, infile.Small)
	if err != nil {
		return nil, nil, err
	}
	var key *rsa.PrivateKey
	var chain [][]byte
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			chain = append(chain, block.Bytes)
		case "PRIVATE KEY", "RSA PRIVATE KEY":
			if key, err = rsaKey(block.Bytes); err != nil {
				return nil, nil, err
			}
		}
	}
	if key == nil {
		return nil, nil, errors.New("it has no RSA key in PEM without a password: " +
			"openssl pkcs12 -nodes makes such a file of PKCS#12")
	}
	at := slices.IndexFunc(chain, func(der []byte) bool {
		certificate, err := x509.ParseCertificate(der)
		return err == nil && key.PublicKey.Equal(certificate.PublicKey)
	})
	if at < 0 {
		return nil, nil, errors.New("it has no certificate of its key")
	}
	chain[0], chain[at] = chain[at], chain[0]
	return key, chain, nil
}

func rsaKey(der []byte) (*rsa.PrivateKey, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if key, ok := parsed.(*rsa.PrivateKey); err == nil && ok {
		return key, nil
	}
	return nil, errors.New("its private key is not an RSA key")
}
