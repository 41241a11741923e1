package auth

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Claims are those of a token that is a JSON Web Token (RFC 7519). Its signature
// is not checked: the target does that.
type Claims struct {
	// Audience lists the resources that it is for; nil: not stated.
	Audience []string
	// Expires is when it ends; zero: not stated.
	Expires time.Time
}

// ReadClaims reads a token; the zero value where it is not a JSON Web Token.
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

// AudienceError is a token that is for others than the resources of the run.
type AudienceError struct{ Audience, Resources []string }

func (e *AudienceError) Error() string {
	return "the token is for " + strings.Join(e.Audience, ", ") +
		", and not for " + strings.Join(e.Resources, " or ")
}

// ExpiredError is a token that has expired at a time.
type ExpiredError struct{ At time.Time }

func (e *ExpiredError) Error() string {
	return "the token expired at " + e.At.UTC().Format(time.RFC3339)
}

// CheckAudience returns an *AudienceError for a token that is for none of the
// resources: base URLs or the names of applications. Only what is certain is
// refused: a token that has no audience, or names it by an application's id where
// a resource is a URL, may be right.
func CheckAudience(token string, resources ...string) error {
	audience := ReadClaims(token).Audience
	if len(audience) == 0 {
		return nil
	}
	for _, a := range audience {
		same := func(resource string) bool { return sameResource(a, resource) }
		if !strings.Contains(a, "://") || slices.ContainsFunc(resources, same) {
			return nil
		}
	}
	return &AudienceError{audience, resources}
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

// CheckExpiry returns an *ExpiredError for a token whose own claim is in the past.
func CheckExpiry(token string, now time.Time) error {
	if end := ReadClaims(token).Expires; !end.IsZero() && !now.Before(end) {
		return &ExpiredError{end}
	}
	return nil
}

// Resource returns the resource of a scope: https://graph.microsoft.com of
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
