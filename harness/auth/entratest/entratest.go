// Package entratest is a test server in the place of Microsoft Entra ID: it issues tokens for a
// client secret or an assertion, and as a managed identity, and knows which of them it issued.
// The command does not contain it.
package entratest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The only tenant and client that it knows, and their secrets.
const (
	Tenant         = "11111111-2222-4333-8444-555555555555"
	Client         = "66666666-7777-4888-9999-000000000000"
	Secret         = "canary-5e1d~Q7x.entra-9zT4"
	IdentityHeader = "canary-identity-header-77ab"
)

// Server is the test server. The zero value issues tokens of an hour for any request.
type Server struct {
	// Audience is the audience of the tokens instead of the requested resource.
	Audience string
	// Lifetime is that of the tokens; zero: an hour.
	Lifetime time.Duration
	// Uses is how many requests a token is good for; zero: any number.
	Uses int
	// Assertion says why a client assertion is not taken; nil: none is.
	Assertion func(string) error

	mu    sync.Mutex
	given map[string]int // by token: how often it was taken
	asked []string       // scopes or resources
}

// Given is how many tokens were given.
func (s *Server) Given() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.given)
}

// Asked lists the scopes and resources that tokens were asked for.
func (s *Server) Asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked...)
}

// Issue makes a token without being asked over HTTP.
func (s *Server) Issue(resource string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.given == nil {
		s.given = map[string]int{}
	}
	audience := s.Audience
	if audience == "" {
		audience = resource
	}
	part := func(v any) string {
		text, _ := json.Marshal(v) // a map of plain values
		return base64.RawURLEncoding.EncodeToString(text)
	}
	token := part(map[string]string{"typ": "JWT", "alg": "none"}) + "." + part(map[string]any{
		"aud": audience, "exp": time.Now().Add(s.lifetime()).Unix(), "jti": len(s.given),
	}) + ".c2lnbmF0dXJl"
	s.given[token] = 0
	s.asked = append(s.asked, resource)
	return token
}

func (s *Server) lifetime() time.Duration {
	if s.Lifetime == 0 {
		return time.Hour
	}
	return s.Lifetime
}

// Take says whether a token is one of its own and still good.
func (s *Server) Take(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	uses, given := s.given[token]
	if !given || s.Uses > 0 && uses >= s.Uses {
		return false
	}
	s.given[token]++
	return true
}

// Guard lets only requests with a token of s through, as bearer of another.
func (s *Server) Guard(h http.Handler, as string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
		if ok = ok && strings.EqualFold(scheme, "Bearer"); ok && s.Take(token) {
			r.Header.Set("Authorization", "Bearer "+as)
		} else if ok && token == as {
			r.Header.Set("Authorization", "Bearer not-"+as)
		}
		h.ServeHTTP(w, r)
	})
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	base := "https://" + r.Host + "/" + Tenant
	switch {
	case strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration"):
		reply(w, 200, map[string]any{
			"issuer": base + "/v2.0", "token_endpoint": base + "/oauth2/v2.0/token",
			"authorization_endpoint": base + "/oauth2/v2.0/authorize",
		})
	case r.URL.Path == "/"+Tenant+"/oauth2/v2.0/token" && r.Method == http.MethodPost:
		if err := s.prove(r); err != nil {
			// Entra repeats what it was asked in some of its errors.
			reply(w, 401, map[string]any{
				"error": "invalid_client",
				"error_description": "AADSTS7000215: " + err.Error() + " " +
					r.PostFormValue("client_secret"),
			})
			return
		}
		resource := strings.TrimSuffix(r.PostFormValue("scope"), "/.default")
		resource, _, _ = strings.Cut(resource, "/.default ")
		reply(w, 200, map[string]any{
			"token_type": "Bearer", "expires_in": int(s.lifetime().Seconds()),
			"access_token": s.Issue(resource),
		})
	case r.URL.Path == "/identity" && r.Header.Get("X-IDENTITY-HEADER") == IdentityHeader:
		reply(w, 200, map[string]any{
			"token_type": "Bearer", "resource": r.URL.Query().Get("resource"),
			"access_token": s.Issue(r.URL.Query().Get("resource")),
			"expires_on":   fmt.Sprint(time.Now().Add(s.lifetime()).Unix()),
		})
	default:
		reply(w, 404, map[string]any{
			"error":             "not_found",
			"error_description": "no such endpoint: " + r.URL.Path,
		})
	}
}

// prove checks the client's credentials.
func (s *Server) prove(r *http.Request) error {
	assertion := r.PostFormValue("client_assertion")
	switch {
	case r.PostFormValue("grant_type") != "client_credentials" ||
		r.PostFormValue("client_id") != Client && assertion == "":
		return errors.New("an unknown client, or another grant")
	case assertion != "" && s.Assertion == nil:
		return errors.New("no assertion is taken here")
	case assertion != "":
		return s.Assertion(assertion)
	case r.PostFormValue("client_secret") != Secret:
		return errors.New("invalid client secret provided")
	}
	return nil
}

func reply(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client may be gone
}
