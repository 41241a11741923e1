// Package azure signs in to Microsoft Entra ID by what its surroundings offer:
// a client secret, a certificate, the workload identity of a CI job, a managed
// identity, the Azure CLI. It is the only importer of azidentity.
package azure

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

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

// New returns a getter of tokens. The credential follows from the variables that
// azidentity reads: AZURE_TENANT_ID, AZURE_CLIENT_ID and with them
// AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE;
// AZURE_TOKEN_CREDENTIALS names one alone. It fails for CAs without a certificate.
func New(o Options) (auth.Getter, error) {
	client := o.Client
	if client == nil {
		var err error
		if client, err = newClient(o.CAs); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) (auth.Token, error) {
		// One credential a token: it would give the same again from its cache
		// when a target refused it.
		options := azidentity.DefaultAzureCredentialOptions{
			ClientOptions:            azcore.ClientOptions{Transport: client},
			DisableInstanceDiscovery: privateAuthority(os.Getenv("AZURE_AUTHORITY_HOST")),
		}
		credential, err := azidentity.NewDefaultAzureCredential(&options)
		if err != nil {
			return auth.Token{}, redacted(err)
		}
		got, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{o.Scope}})
		if err != nil {
			return auth.Token{}, redacted(err)
		}
		return auth.Token{Value: got.Token, Expires: got.ExpiresOn}, nil
	}, nil
}

func newClient(cas []byte) (*http.Client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = func(r *http.Request) (*url.URL, error) { return proxy.For(r.URL) }
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

// logins are the authorities that Microsoft knows. Others are a private cloud's:
// a query to Microsoft about them would fail.
var logins = []string{
	"login.microsoftonline.com", "login.microsoftonline.us",
	"login.chinacloudapi.cn", "login.partner.microsoftonline.cn",
}

func privateAuthority(authority string) bool {
	u, err := url.Parse(authority)
	if authority == "" || err != nil {
		return false
	}
	for _, known := range logins {
		if strings.EqualFold(u.Hostname(), known) {
			return false
		}
	}
	return true
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
	text = strings.ReplaceAll(strings.Join(strings.Fields(text), " "), strings.Repeat("-", 80)+" ",
		"")
	if runes := []rune(text); len(runes) > 800 {
		text = string(runes[:800]) + "…"
	}
	return fmt.Errorf("sign-in by azure: %s", text)
}
