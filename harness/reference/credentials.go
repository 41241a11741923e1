package reference

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
)

// DefaultToken is the documented bearer token: no secret. It is taken where
// Options.Token is empty.
const DefaultToken = "toeline"

// challenge is what Graph sends with a 401; RFC 9110 15.5.2 wants one.
// challengeInvalid adds what RFC 6750 3.1 says of a token that was refused.
const (
	challenge = `Bearer realm="", ` +
		`authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`
	challengeInvalid = challenge + `, error="invalid_token"`
)

// credentials knows the token by its digest alone, so that printing the
// handler cannot print the token.
type credentials struct {
	digest [sha256.Size]byte
}

// newCredentials refuses tokens that no header field can carry. Its error does
// not quote the token.
func newCredentials(token string) (credentials, error) {
	for i := range len(token) {
		if token[i] <= ' ' || token[i] > '~' {
			return credentials{}, errors.New("the token has a character that a bearer token " +
				"cannot carry: use visible ASCII, without spaces")
		}
	}
	return credentials{digest: sha256.Sum256([]byte(token))}, nil
}

// refuse reports whether the Authorization fields of a request are refused, and with which
// answer. One field with "Bearer" in any letter case (RFC 9110 11.1), spaces and the token is
// accepted. Two fields are refused, even if one is right: it is not defined which of them the
// next hop reads.
func (c credentials) refuse(fields []string) (answer, bool) {
	if len(fields) > 1 {
		return unauthorized("more than one Authorization field", "Access token validation failure.",
			challengeInvalid), true
	}
	if len(fields) == 0 || fields[0] == "" {
		return unauthorized("no credentials", "Access token is empty.", challenge), true
	}
	scheme, token, _ := strings.Cut(fields[0], " ")
	token = strings.TrimLeft(token, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return unauthorized("another scheme than Bearer", "Access token is empty.", challenge), true
	}
	if token == "" {
		return unauthorized("empty token", "Access token is empty.", challenge), true
	}
	// Digests have one length, so that the time does not depend on that of the token.
	digest := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(digest[:], c.digest[:]) != 1 {
		return unauthorized("wrong token", "Access token validation failure.", challengeInvalid),
			true
	}
	return answer{}, false
}
