package auth

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Claims are what a token says of itself, where it is a JSON Web Token (RFC
// 7519). Nobody's signature is checked: that is the target's part.
type Claims struct {
	// Audience lists whom it is for; nil: it does not say.
	Audience []string
	// Expires is when it ends; zero: it does not say.
	Expires time.Time
}

// ReadClaims reads a token; the zero value where it is no JSON Web Token.
func ReadClaims(token string) Claims {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Claims{}
	}
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return Claims{}
	}
	var raw struct {
		Audience json.RawMessage `json:"aud"`
		Expires  json.Number     `json:"exp"`
	}
	if json.Unmarshal(text, &raw) != nil {
		return Claims{}
	}
	var c Claims
	var one string
	if json.Unmarshal(raw.Audience, &one) == nil && one != "" {
		c.Audience = []string{one}
	} else if json.Unmarshal(raw.Audience, &c.Audience) != nil {
		c.Audience = nil
	}
	if seconds, err := raw.Expires.Float64(); err == nil && seconds > 0 && seconds < 1<<40 {
		c.Expires = time.Unix(int64(seconds), 0)
	}
	return c
}

// CheckAudience says why a token is not for any of the resources: base URLs or
// the names of applications. Only what is certain is refused: a token that says
// nothing, or names its audience by an application's id where a resource is a
// URL, may be right.
func CheckAudience(token string, resources ...string) error {
	audience := ReadClaims(token).Audience
	if len(audience) == 0 {
		return nil
	}
	for _, a := range audience {
		if !strings.Contains(a, "://") || slices.ContainsFunc(resources, func(r string) bool { return sameResource(a, r) }) {
			return nil
		}
	}
	return fmt.Errorf("the token is for %s, and not for %s: nothing was sent. Sign in for the right audience, or name it by --auth-scope, as %s/.default",
		strings.Join(audience, ", "), strings.Join(resources, " or "), strings.TrimRight(resources[0], "/"))
}

// sameResource compares origins: Entra writes them with and without a slash.
func sameResource(a, b string) bool {
	x, err := url.Parse(a)
	if err != nil {
		return false
	}
	y, err := url.Parse(b)
	return err == nil && strings.EqualFold(x.Scheme, y.Scheme) && strings.EqualFold(x.Host, y.Host)
}

// CheckExpiry says that a token has expired by its own word.
func CheckExpiry(token string, now time.Time) error {
	if end := ReadClaims(token).Expires; !end.IsZero() && !now.Before(end) {
		return fmt.Errorf("the token expired at %s: give a fresh one, or sign in by --auth azure or --auth command, which renew it", end.UTC().Format(time.RFC3339))
	}
	return nil
}

// Resource is whom a scope asks a token for: https://graph.microsoft.com of
// https://graph.microsoft.com/.default.
func Resource(scope string) string {
	if resource, ok := strings.CutSuffix(scope, "/.default"); ok {
		return resource
	}
	if u, err := url.Parse(scope); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	return scope
}
