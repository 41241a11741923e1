package azure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/internal/infile"
)

// lacking returns the variables of which none may be empty, and which are.
func lacking(names ...string) error {
	var empty []string
	for _, name := range names {
		if os.Getenv(name) == "" {
			empty = append(empty, name)
		}
	}
	if len(empty) == 0 {
		return nil
	}
	return errAbsent{fmt.Errorf("not set: %s", strings.Join(empty, ", "))}
}

// environment signs in by a secret or a certificate of a client.
func (s signIn) environment(ctx context.Context) (auth.Token, error) {
	if err := lacking("AZURE_TENANT_ID", "AZURE_CLIENT_ID"); err != nil {
		return auth.Token{}, err
	}
	if secret := os.Getenv("AZURE_CLIENT_SECRET"); secret != "" {
		return s.asClient(ctx, url.Values{"client_secret": {secret}})
	}
	file := os.Getenv("AZURE_CLIENT_CERTIFICATE_PATH")
	if file == "" {
		return auth.Token{}, errAbsent{errors.New(
			"not set: AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH")}
	}
	endpoint, err := authority()
	if err != nil {
		return auth.Token{}, err
	}
	proof, err := certificateAssertion(file, endpoint, time.Now())
	if err != nil {
		return auth.Token{}, fmt.Errorf("AZURE_CLIENT_CERTIFICATE_PATH: %w", err)
	}
	return s.asserted(ctx, proof)
}

// workload signs in by the token that a platform wrote to a file.
func (s signIn) workload(ctx context.Context) (auth.Token, error) {
	err := lacking("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE")
	if err != nil {
		return auth.Token{}, err
	}
	token, err := infile.Read(os.Getenv("AZURE_FEDERATED_TOKEN_FILE"), infile.Small)
	if err != nil {
		return auth.Token{}, fmt.Errorf("AZURE_FEDERATED_TOKEN_FILE: %w", err)
	}
	return s.asserted(ctx, strings.TrimSpace(string(token)))
}

// asserted signs in by a JSON Web Token (RFC 7523).
func (s signIn) asserted(ctx context.Context, proof string) (auth.Token, error) {
	return s.asClient(ctx, url.Values{
		"client_assertion":      {proof},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	})
}

// asClient asks for a token by client credentials (RFC 6749 4.4).
func (s signIn) asClient(ctx context.Context, proof url.Values) (auth.Token, error) {
	endpoint, err := authority()
	if err != nil {
		return auth.Token{}, err
	}
	proof.Set("grant_type", "client_credentials")
	proof.Set("client_id", os.Getenv("AZURE_CLIENT_ID"))
	proof.Set("scope", s.scope)
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	return s.ask(ctx, http.MethodPost, endpoint, header, proof.Encode())
}

// maxResponse is how many bytes of a response are read.
const maxResponse = 1 << 20

// A response is what was answered, read.
type response struct {
	status  int
	header  http.Header
	content []byte
}

// send sends a request once.
func (s signIn) send(
	ctx context.Context, method, to string, header http.Header, form string,
) (response, error) {
	request, err := http.NewRequestWithContext(ctx, method, to, strings.NewReader(form))
	if err != nil {
		return response{}, err
	}
	request.Header = header
	got, err := s.client.Do(request)
	if err != nil {
		return response{}, err
	}
	defer got.Body.Close()
	content, err := io.ReadAll(io.LimitReader(got.Body, maxResponse))
	return response{got.StatusCode, got.Header, content}, err
}

// attempts is how often a token is asked for while the other side is busy; wait is the time
// before the second, and doubles.
const (
	attempts = 3
	wait     = time.Second
)

// ask asks for a token, again where the other side is busy.
func (s signIn) ask(
	ctx context.Context, method, to string, header http.Header, form string,
) (auth.Token, error) {
	for i := 0; ; i++ {
		got, err := s.send(ctx, method, to, header, form)
		if err != nil {
			return auth.Token{}, err
		}
		busy := got.status == http.StatusTooManyRequests || got.status >= 500
		if !busy || i == attempts-1 {
			return got.token()
		}
		select {
		case <-ctx.Done():
			return auth.Token{}, ctx.Err()
		case <-time.After(wait << i):
		}
	}
}

// token reads a response.
func (r response) token() (auth.Token, error) {
	if r.status == http.StatusOK {
		return auth.ParseToken(r.content, time.Now())
	}
	var said struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(r.content, &said) != nil || said.Error == "" {
		return auth.Token{}, fmt.Errorf("the response is %d, without an OAuth error", r.status)
	}
	return auth.Token{}, fmt.Errorf("the response is %d, %s: %s", r.status, said.Error,
		said.Description)
}
