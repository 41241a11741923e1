package azure_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/h2non/gock"

	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/auth/azure"
	"example.com/toeline/harness/auth/entratest"
)

const scope = "https://graph.microsoft.com/.default"

// standIn starts an authority over TLS, and points the sign-in to it and to no
// other credential.
func standIn(t *testing.T, s *entratest.Server, credential string) azure.Options {
	t.Helper()
	server := httptest.NewTLSServer(s)
	t.Cleanup(server.Close)
	for _, name := range []string{
		"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE",
		"IDENTITY_ENDPOINT", "IDENTITY_HEADER",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AZURE_AUTHORITY_HOST", server.URL)
	t.Setenv("AZURE_TENANT_ID", entratest.Tenant)
	t.Setenv("AZURE_CLIENT_ID", entratest.Client)
	t.Setenv("AZURE_TOKEN_CREDENTIALS", credential)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	return azure.Options{Scope: scope, CAs: ca}
}

func get(t *testing.T, o azure.Options) (auth.Token, error) {
	t.Helper()
	getter, err := azure.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return getter(t.Context())
}

// taken checks that a token was issued by the test server, for the right audience.
func taken(t *testing.T, s *entratest.Server, got auth.Token, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if !s.Take(got.Value) {
		t.Error("the token is not one of the authority's")
	}
	if err := auth.CheckAudience(got.Value, auth.Resource(scope)); err != nil ||
		auth.ReadClaims(got.Value).Audience == nil {
		t.Errorf("audience: %v", err)
	}
	if left := time.Until(got.Expires); left < 50*time.Minute || left > 70*time.Minute {
		t.Errorf("it expires in %s", left)
	}
}

func TestClientSecret(t *testing.T) {
	var s entratest.Server
	o := standIn(t, &s, "EnvironmentCredential")
	t.Setenv("AZURE_CLIENT_SECRET", entratest.Secret)
	got, err := get(t, o)
	taken(t, &s, got, err)
	if asked := s.Asked(); len(asked) != 1 || asked[0] != auth.Resource(scope) {
		t.Errorf("asked for %q", asked)
	}
	// Each fetch asks anew: nothing is handed out again from a cache.
	if again, err := get(t, o); err != nil || again.Value == got.Value {
		t.Errorf("the same token again; %v", err)
	}
}

// TestErrorsHoldNoSecret: this authority repeats the secret in its error.
func TestErrorsHoldNoSecret(t *testing.T) {
	o := standIn(t, &entratest.Server{}, "EnvironmentCredential")
	t.Setenv("AZURE_CLIENT_SECRET", "canary-wrong-secret-91c2")
	_, err := get(t, o)
	if err == nil || !strings.Contains(err.Error(), "AADSTS7000215") {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "\n") {
		t.Errorf("reported: %s", err)
	}
}

func TestCertificate(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "client"},
		NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "client.pem")
	both := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	s := entratest.Server{Assertion: func(jwt string) error { return signedBy(key.Public(), jwt) }}
	o := standIn(t, &s, "EnvironmentCredential")
	t.Setenv("AZURE_CLIENT_CERTIFICATE_PATH", file)
	got, err := get(t, o)
	taken(t, &s, got, err)
}

// signedBy checks the signature of a JSON Web Token.
func signedBy(key crypto.PublicKey, jwt string) error {
	at := strings.LastIndexByte(jwt, '.')
	signature, err := base64.RawURLEncoding.DecodeString(jwt[at+1:])
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(jwt[:at]))
	switch key := key.(type) {
	case *rsa.PublicKey:
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil {
			return nil
		}
		return rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, nil)
	case *ecdsa.PublicKey:
		return errors.New("not used here")
	}
	return errors.New("no key")
}

// TestWorkloadIdentity: the file is read anew each time, as its issuer renews it.
func TestWorkloadIdentity(t *testing.T) {
	file := filepath.Join(t.TempDir(), "federated")
	want := "eyJmZWRlcmF0ZWQ.e30.first"
	s := entratest.Server{Assertion: func(jwt string) error {
		if jwt != want {
			return errors.New("another assertion: " + jwt)
		}
		return nil
	}}
	o := standIn(t, &s, "WorkloadIdentityCredential")
	t.Setenv("AZURE_FEDERATED_TOKEN_FILE", file)
	for _, want = range []string{want, "eyJmZWRlcmF0ZWQ.e30.second"} {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := get(t, o)
		taken(t, &s, got, err)
	}
	if err := os.WriteFile(file, []byte("eyJmZWRlcmF0ZWQ.e30.third"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, o); err == nil || strings.Contains(err.Error(), "eyJmZWRlcmF0ZWQ") {
		t.Errorf("reported: %v", err)
	}
}

func TestManagedIdentity(t *testing.T) {
	var s entratest.Server
	o := standIn(t, &s, "ManagedIdentityCredential")
	endpoint := httptest.NewServer(&s)
	t.Cleanup(endpoint.Close)
	t.Setenv("IDENTITY_ENDPOINT", endpoint.URL+"/identity")
	t.Setenv("IDENTITY_HEADER", entratest.IdentityHeader)
	t.Setenv("AZURE_CLIENT_ID", "")
	os.Unsetenv("AZURE_CLIENT_ID")
	got, err := get(t, o)
	taken(t, &s, got, err)
}

func TestAzureCLI(t *testing.T) {
	var s entratest.Server
	o := standIn(t, &s, "AzureCLICredential")
	bin := t.TempDir()
	token := s.Issue(auth.Resource(scope))
	program := "#!/bin/sh\ncase \"$*\" in *get-access-token*https://graph.microsoft.com*) ;; *) " +
		"echo \"unexpected: $*\" >&2; exit 1 ;; esac\n" +
		`echo '{"accessToken":"` + token + `","expires_on":` + unix(time.Now().Add(time.Hour)) +
		`,"tokenType":"Bearer"}'` + "\n"
	if err := os.WriteFile(filepath.Join(bin, "az"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	got, err := get(t, o)
	taken(t, &s, got, err)
}

func unix(at time.Time) string { return big.NewInt(at.Unix()).String() }

// TestPublicAuthority: the fixed host, by gock. It is busy at first.
func TestPublicAuthority(t *testing.T) {
	defer gock.Off()
	var s entratest.Server
	standIn(t, &s, "EnvironmentCredential")
	t.Setenv("AZURE_CLIENT_SECRET", entratest.Secret)
	t.Setenv("AZURE_AUTHORITY_HOST", "")
	os.Unsetenv("AZURE_AUTHORITY_HOST")
	const login = "https://login.microsoftonline.com"
	gock.New(login).Post("^/" + entratest.Tenant + "/oauth2/v2.0/token$").Reply(503)
	token := s.Issue(auth.Resource(scope))
	gock.New(login).Post("^/" + entratest.Tenant + "/oauth2/v2.0/token$").
		BodyString("client_secret=" + entratest.Secret).
		Reply(200).JSON(map[string]any{
		"token_type": "Bearer", "expires_in": 3600, "access_token": token,
	})
	client := &http.Client{Transport: &http.Transport{}}
	gock.InterceptClient(client)
	got, err := get(t, azure.Options{Scope: scope, Client: client})
	taken(t, &s, got, err)
}

// TestVirtualMachine: the identity service of a machine, by gock; without it, the error says what
// there is to sign in with.
func TestVirtualMachine(t *testing.T) {
	defer gock.Off()
	var s entratest.Server
	standIn(t, &s, "")
	t.Setenv("AZURE_TENANT_ID", "")
	t.Setenv("AZURE_CLIENT_ID", "")
	t.Setenv("PATH", t.TempDir())
	client := &http.Client{Transport: &http.Transport{}}
	gock.InterceptClient(client)
	const service = "http://169.254.169.254"
	gock.New(service).Get("/metadata/identity/oauth2/token").Reply(400).JSON(map[string]any{})
	gock.New(service).Get("/metadata/identity/oauth2/token").MatchHeader("Metadata", "true").
		MatchParam("resource", auth.Resource(scope)).Reply(200).JSON(map[string]any{
		"access_token": s.Issue(auth.Resource(scope)), "expires_in": "3600",
	})
	got, err := get(t, azure.Options{Scope: scope, Client: client})
	taken(t, &s, got, err)
	_, err = get(t, azure.Options{Scope: scope, Client: client})
	for _, want := range []string{
		"AZURE_TENANT_ID, AZURE_CLIENT_ID", "169.254.169.254", "no program az",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	t.Setenv("AZURE_TOKEN_CREDENTIALS", "Other")
	if _, err = get(t, azure.Options{Scope: scope, Client: client}); err == nil ||
		!strings.Contains(err.Error(), "WorkloadIdentityCredential") {
		t.Errorf("of an unknown credential: %v", err)
	}
}

// TestRedirectsTakeNoSecret: what an authority names elsewhere is not asked.
func TestRedirectsTakeNoSecret(t *testing.T) {
	asked := false
	other := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked = true
	}))
	defer other.Close()
	authority := httptest.NewTLSServer(
		http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer authority.Close()
	standIn(t, &entratest.Server{}, "EnvironmentCredential")
	t.Setenv("AZURE_AUTHORITY_HOST", authority.URL)
	t.Setenv("AZURE_CLIENT_SECRET", entratest.Secret)
	_, err := get(t, azure.Options{Scope: scope, Client: authority.Client()})
	if err == nil || !strings.Contains(err.Error(), "307") || asked {
		t.Errorf("asked elsewhere: %t; %v", asked, err)
	}
}

// TestArcNamesItsOwnFiles: a service in the place of Azure Arc reads no file of ours.
func TestArcNamesItsOwnFiles(t *testing.T) {
	standIn(t, &entratest.Server{}, "ManagedIdentityCredential")
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", "Basic realm=/etc/passwd")
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer service.Close()
	t.Setenv("IDENTITY_ENDPOINT", service.URL)
	_, err := get(t, azure.Options{Scope: scope})
	if err == nil || !strings.Contains(err.Error(), "not of Azure Arc") {
		t.Errorf("got %v", err)
	}
}

func TestCAsThatAreNone(t *testing.T) {
	if _, err := azure.New(azure.Options{Scope: scope, CAs: []byte("none")}); err == nil {
		t.Error("taken")
	}
}
