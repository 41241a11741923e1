package azure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/internal/infile"
)

// metadataHost answers on every virtual machine of Azure.
const metadataHost = "169.254.169.254"

// probing is how long a machine's identity service has to show that it is there.
const probing = time.Second

// managed asks the platform for a token of its identity: App Service, Functions and Container
// Apps, servers of Azure Arc, and virtual machines. AZURE_CLIENT_ID names a user-assigned one.
func (s signIn) managed(ctx context.Context) (auth.Token, error) {
	query := url.Values{"resource": {auth.Resource(s.scope)}}
	if id := os.Getenv("AZURE_CLIENT_ID"); id != "" {
		query.Set("client_id", id)
	}
	endpoint, secret := os.Getenv("IDENTITY_ENDPOINT"), os.Getenv("IDENTITY_HEADER")
	switch {
	case endpoint != "" && os.Getenv("IDENTITY_SERVER_THUMBPRINT") != "":
		return auth.Token{}, errors.New("the identity of Service Fabric is not supported: " +
			"use --auth command")
	case endpoint != "" && secret != "":
		query.Set("api-version", "2019-08-01")
		return s.ask(ctx, http.MethodGet, endpoint+"?"+query.Encode(),
			http.Header{"X-Identity-Header": {secret}}, "")
	case endpoint != "":
		query.Set("api-version", "2020-06-01")
		return s.arc(ctx, endpoint+"?"+query.Encode())
	}
	const service = "http://" + metadataHost + "/metadata/identity/oauth2/token"
	if os.Getenv("AZURE_TOKEN_CREDENTIALS") == "" && !s.answers(ctx, service) {
		return auth.Token{}, errAbsent{fmt.Errorf("no service of Azure answers at %s",
			metadataHost)}
	}
	query.Set("api-version", "2018-02-01")
	token, err := s.ask(ctx, http.MethodGet, service+"?"+query.Encode(),
		http.Header{"Metadata": {"true"}}, "")
	if err != nil { // the machine may have no identity
		return token, errAbsent{err}
	}
	return token, nil
}

// answers reports whether the identity service of a virtual machine is there: it refuses a request
// without its header in JSON.
func (s signIn) answers(ctx context.Context, service string) bool {
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	got, err := s.send(ctx, http.MethodGet, service+"?api-version=2018-02-01", http.Header{}, "")
	return err == nil && json.Valid(got.content)
}

// arc asks a server of Azure Arc, which names a file that only its users can read.
func (s signIn) arc(ctx context.Context, service string) (auth.Token, error) {
	header := http.Header{"Metadata": {"true"}}
	got, err := s.send(ctx, http.MethodGet, service, header, "")
	if err != nil {
		return auth.Token{}, err
	}
	_, file, found := strings.Cut(got.header.Get("WWW-Authenticate"), "Basic realm=")
	if got.status != http.StatusUnauthorized || !found {
		return auth.Token{}, fmt.Errorf("the response is %d, without the file of Azure Arc",
			got.status)
	}
	folder := "/var/opt/azcmagent/tokens"
	if runtime.GOOS == "windows" {
		folder = filepath.Join(os.Getenv("ProgramData"), "AzureConnectedMachineAgent", "Tokens")
	}
	if filepath.Dir(file) != folder || filepath.Ext(file) != ".key" {
		return auth.Token{}, errors.New("the file that the service names is not of Azure Arc")
	}
	key, err := infile.Read(file, infile.Small)
	if err != nil {
		return auth.Token{}, err
	}
	header.Set("Authorization", "Basic "+string(key))
	return s.ask(ctx, http.MethodGet, service, header, "")
}
