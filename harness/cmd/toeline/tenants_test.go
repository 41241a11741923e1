package main

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/toeline/harness/auth/entratest"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

// What the scripts on real tenants need: targets and token services that
// behave as those do.

// throttling serves the reference behind a limit.
func throttling(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	most := int64(1 << 62)
	if len(args) > 2 {
		most, err = strconv.ParseInt(args[2], 10, 64)
		ts.Check(err)
	}
	base := conforming(ts)
	var asked atomic.Int64
	listen(ts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && asked.Add(1) <= most {
			w.Header().Set("Retry-After", args[1])
			w.WriteHeader(status)
			return
		}
		base.ServeHTTP(w, r)
	}), reference.Listen{})
}

// entra starts a token service over TLS, whose authority is in the file CA, and a target that
// takes only its tokens, in $URL. AUDIENCE is the audience of the tokens instead of the
// requested one; a token is good for USES requests.
func entra(ts *testscript.TestScript, _ bool, args []string) {
	issuer := &entratest.Server{}
	for _, arg := range args[1:] {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "AUDIENCE":
			issuer.Audience = value
		case "USES":
			uses, err := strconv.Atoi(value)
			ts.Check(err)
			issuer.Uses = uses
		default:
			ts.Fatalf("entra: %s", arg)
		}
	}
	base := conforming(ts)
	listen(ts, issuer.Guard(base, reference.DefaultToken), reference.Listen{})
	target := ts.Getenv("URL")
	service := listen(ts, issuer, reference.Listen{TLS: true})
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), service.CA, 0o644))
	for name, value := range map[string]string{
		"URL": target, "AZURE_AUTHORITY_HOST": strings.TrimSuffix(service.URL,
			"/beta"), "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
		"AZURE_TENANT_ID": entratest.Tenant, "AZURE_CLIENT_ID": entratest.Client,
		"AZURE_CLIENT_SECRET": entratest.Secret,
	} {
		ts.Setenv(name, value)
	}
	ts.Setenv("GRAPH_TOKEN", issuer.Issue("https://graph.microsoft.com"))
}

const tenantToken = "canary-of-a-tenant-9d41"

// hangs are closed by tenants that hang, at their first request.
var hangs sync.Map // of *testscript.TestScript

// tenant is not on loopback for toeline: a proxy on loopback leads to it.
func tenant(ts *testscript.TestScript, _ bool, args []string) {
	defect, hanging := "", false
	if len(args) > 0 {
		if hanging = args[0] == "hanging"; !hanging {
			defect = args[0]
		}
	}
	doc, err := (&input.Inputs{Document: spec.Default}).Load()
	ts.Check(err)
	in := input.Inputs{Fixtures: ts.MkAbs("tasks.yaml")}
	base, err := embedded.Mock(doc, &in, defect, reference.Options{Token: tenantToken})
	ts.Check(err)
	reached := make(chan struct{})
	hangs.Store(ts, reached)
	var once sync.Once
	own := ts.ReadFile("tasks.yaml")
	listen(ts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := "/" // the last but one segment names the task
		if parts := strings.Split(r.URL.Path, "/"); len(parts) > 2 {
			name = parts[len(parts)-2]
		}
		if hanging && strings.Contains(own, name+"\n    actionType: isolateDevice") &&
			r.Header.Get("Authorization") == "Bearer "+tenantToken {
			once.Do(func() { close(reached) })
			<-r.Context().Done()
			return
		}
		base.ServeHTTP(w, r)
	}), reference.Listen{})
	ts.Setenv("HTTP_PROXY", ts.Getenv("HOST"))
	ts.Setenv("GRAPH_ACCESS_TOKEN", tenantToken)
}

func await(ts *testscript.TestScript, _ bool, _ []string) {
	reached, ok := hangs.Load(ts)
	if !ok {
		ts.Fatalf("no tenant that could hang")
	}
	select {
	case <-reached.(chan struct{}):
	case <-time.After(time.Minute):
		ts.Fatalf("the tenant was never asked")
	}
}

// cutFile takes bytes from a file's end: cut FILE N.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text[:len(text)-n]), 0o600))
}
