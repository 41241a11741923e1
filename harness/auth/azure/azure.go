// Package azure signs in to Microsoft Entra ID by what its surroundings offer: a client secret, a
// certificate, the workload identity of a CI job, a managed identity, the Azure CLI. It reads the
// variables that Microsoft's own libraries read, and no file that they do not name.
package azure

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/proxy"
	"example.com/toeline/harness/internal/redact"
)

// Options are how to sign in. Scope is needed.
type Options struct {
	// Scope is what the token is asked for, such as
	// https://graph.microsoft.com/.default.
	Scope string
	// CAs are PEM certificates that are trusted beside the system's.
	CAs []byte
	// Client sends what is sent; nil: one of its own, with the system's proxy.
	Client *http.Client
}

// New returns a getter of tokens. The credential follows from the variables: AZURE_TENANT_ID,
// AZURE_CLIENT_ID and with them AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or
// AZURE_FEDERATED_TOKEN_FILE; else a managed identity, else the Azure CLI is asked.
// AZURE_TOKEN_CREDENTIALS names one alone. It fails for CAs without a certificate.
func New(o Options) (auth.Getter, error) {
	client := o.Client
	if client == nil {
		var err error
		if client, err = newClient(o.CAs); err != nil {
			return nil, err
		}
	}
	once := *client // a redirect would take secrets elsewhere
	once.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	s := signIn{client: &once, scope: o.Scope}
	return func(ctx context.Context) (auth.Token, error) {
		token, err := s.token(ctx)
		if err != nil {
			return auth.Token{}, redacted(err)
		}
		return token, nil
	}, nil
}

func newClient(cas []byte) (*http.Client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = func(r *http.Request) (*url.URL, error) {
		if r.URL.Hostname() == metadataHost { // it is this machine
			return nil, nil
		}
		return proxy.For(r.URL)
	}
	transport.DisableKeepAlives = true // a token an hour; nothing stays open
	if len(cas) > 0 {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(cas) {
			return nil, errors.New("no PEM certificate among those to trust")
		}
		transport.TLSClientConfig.RootCAs = pool
	}
	return &http.Client{Transport: transport}, nil
}

// signIn asks for tokens of one scope.
type signIn struct {
	client *http.Client
	scope  string
}

// A credential is a way to sign in.
type credential struct {
	name string
	get  func(signIn, context.Context) (auth.Token, error)
	// dev says that it is a person's.
	dev bool
}

// credentials are the ways in the order in which they are tried, by the names that
// AZURE_TOKEN_CREDENTIALS has for them.
var credentials = []credential{
	{"EnvironmentCredential", signIn.environment, false},
	{"WorkloadIdentityCredential", signIn.workload, false},
	{"ManagedIdentityCredential", signIn.managed, false},
	{"AzureCLICredential", signIn.cli, true},
}

// errAbsent is that of a credential that is not there: the next one is tried.
type errAbsent struct{ error }

// token asks one credential after the other. One that is there, and is refused, is the last.
func (s signIn) token(ctx context.Context) (auth.Token, error) {
	chosen := os.Getenv("AZURE_TOKEN_CREDENTIALS")
	var names, absent []string
	for _, c := range credentials {
		names = append(names, c.name)
		if chosen != "" && !strings.EqualFold(chosen, c.name) &&
			chosen != map[bool]string{false: "prod", true: "dev"}[c.dev] {
			continue
		}
		token, err := c.get(s, ctx)
		if err == nil {
			return token, nil
		}
		if !errors.As(err, &errAbsent{}) || chosen == c.name {
			return auth.Token{}, fmt.Errorf("%s: %w", c.name, err)
		}
		absent = append(absent, c.name+": "+err.Error())
	}
	if len(absent) == 0 {
		return auth.Token{}, fmt.Errorf("AZURE_TOKEN_CREDENTIALS is %q: give prod, dev, %s, or "+
			"use --auth command with a program of yours", chosen, strings.Join(names, ", "))
	}
	return auth.Token{}, errors.New("nothing to sign in with: " + strings.Join(absent, "; "))
}

// plainScope matches what may be an argument of a program.
var plainScope = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]*$`)

// cli asks the Azure CLI, which a person has signed in.
func (s signIn) cli(ctx context.Context) (auth.Token, error) {
	program, err := exec.LookPath("az")
	if err != nil {
		return auth.Token{}, errAbsent{errors.New("there is no program az on the PATH")}
	}
	args := []string{"account", "get-access-token", "--output", "json", "--scope", s.scope}
	if tenant := os.Getenv("AZURE_TENANT_ID"); tenant != "" {
		args = append(args, "--tenant", tenant)
	}
	for _, given := range args[5:] {
		if given != "--tenant" && !plainScope.MatchString(given) {
			return auth.Token{}, fmt.Errorf("%q is not a scope or a tenant", given)
		}
	}
	return auth.Program("az", program, args...)(ctx)
}

// secretVariables hold what an authority that repeats a request would show.
var secretVariables = []string{
	"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD",
	"IDENTITY_HEADER", "MSI_SECRET",
}

// assertion matches a JSON Web Token, which may prove a workload's identity.
var assertion = regexp.MustCompile(`eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*)?`)

// redacted returns an error in one line, without secrets.
func redacted(err error) error {
	var secrets []string
	for _, name := range secretVariables {
		secrets = append(secrets, os.Getenv(name))
	}
	if file := os.Getenv("AZURE_FEDERATED_TOKEN_FILE"); file != "" {
		if token, err := infile.Read(file, infile.Small); err == nil {
			secrets = append(secrets, string(token))
		}
	}
	text := assertion.ReplaceAllString(redact.New(secrets...).String(err.Error()), redact.Mark)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 800 {
		text = string(runes[:800]) + "…"
	}
	return fmt.Errorf("sign-in by azure: %s", text)
}

// authority returns the URL of the token endpoint of the tenant.
func authority() (string, error) {
	const public = "https://login.microsoftonline.com"
	base := strings.TrimSuffix(cmp.Or(os.Getenv("AZURE_AUTHORITY_HOST"), public), "/")
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return "", errors.New("AZURE_AUTHORITY_HOST is not an https URL")
	}
	return base + "/" + url.PathEscape(os.Getenv("AZURE_TENANT_ID")) + "/oauth2/v2.0/token", nil
}
