//go:build unix

package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"example.com/toeline/harness/auth/entratest"
	"example.com/toeline/harness/reference"
)

// The secrets that go in. Each is unlike the others, so that a leak shows which it is.
const (
	tokenCanary   = "cAn4Ry+tok3n/9f2b71~hostile.5d8e-Q7zX=="
	secondCanary  = "s3cOnd~c4naRy/0b77aa+renewed.11f2-K3mW="
	headerCanary  = `hEad3r c4naRy"<&>%41\n-é-77f1 gateway;K9`
	secretCanary  = "cL1ent~s3cret.c4naRy-QQ8_zz41.Tt"
	controlCanary = "c0ntr0l-c4naRy/\x07+bell.5522-aa"
	proxyCanary   = "pR0xy-c4naRy~55d1.passw0rd-Zz"
	shortCanary   = "sh0rt+c4n/16"
	slipCanary    = "sl1p-c4naRy~8812.0nTheC0mmandLine"
)

// allFormats are a file of each report.
var allFormats = []string{
	"--report", "json=out.json", "--report", "junit=out.xml", "--report", "sarif=out.sarif",
	"--report", "html=out.html",
	"--report", "markdown=out.md", "--report", "github=out.github", "--report", "har=out.har",
	"--report", "text=out.txt",
}

var judged = []int{1, 3}

// TestCanary sends secrets on every way in, to targets that repeat them, and
// looks for them on every way out.
func TestCanary(t *testing.T) {
	t.Run("variable", func(t *testing.T) {
		t.Parallel()
		p, b := newEchoServer(t), newWorkdir(t, tokenCanary, headerCanary)
		p.large = true
		env := []string{"GRAPH_ACCESS_TOKEN=" + tokenCanary, "KEY=" + headerCanary}
		with := []string{"verify", "--target", p.url, "--header-env", "X-Gateway-Key=KEY"}
		b.run([]int{1}, env, append(with, allFormats...)...)
		b.shows("out.json", "out.xml", "out.sarif", "out.html", "out.md", "out.github", "out.har",
			"out.txt")
		b.everySpelling("out.har")
		b.run([]int{0}, env, append(with, "--dry-run")...)
		b.derived()
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.strayed > 0 || !p.known[tokenCanary] || !p.known[headerCanary] {
			t.Errorf("%d connections to where redirects lead; sent: %v", p.strayed, keys(p.known))
		}
	})
	t.Run("another variable, one way at a time", func(t *testing.T) {
		t.Parallel()
		p, b := newEchoServer(t), newWorkdir(t, shortCanary, headerCanary)
		env := []string{"TOKEN=" + shortCanary, "KEY=" + headerCanary}
		with := []string{
			"verify", "--target", p.url, "--token-env", "TOKEN", "--header-env",
			"X-Gateway-Key=KEY",
		}
		for way := range len(p.ways([]string{decoy})) - largeWays {
			if way < 3*len(spellings()) && way%7 > 0 { // similar ones
				continue
			}
			p.mu.Lock()
			p.only = &way
			p.mu.Unlock()
			file := strconv.Itoa(way)
			b.run(judged, env, append(with, "--report", "json="+file+".json",
				"--report", "har="+file+".har", "--report", "text=-", "--only", "headers.**",
				"--only", "not-found.absent-guid", "--only", "methods.HEAD")...)
		}
		p.only = nil
		b.run(judged, env, append(with, "--report", "json=short.json", "--report",
			"har=short.har")...)
	})
	t.Run("command", canaryCommand)
	t.Run("renewed", canaryRenewed)
	t.Run("azure", canaryAzure)
	t.Run("tenant", canaryTenant)
	t.Run("targets", canaryTargets)
	t.Run("errors", canaryErrors)
	t.Run("client", canaryClient)
}

func canaryCommand(t *testing.T) {
	t.Parallel()
	p, b := newEchoServer(t), newWorkdir(t, tokenCanary)
	if err := syscall.Mkfifo(filepath.Join(b.dir, "gate"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The program is seen in the process list while it waits at the gate.
	opened := make(chan error, 1)
	go func() {
		gate, err := os.OpenFile(filepath.Join(b.dir, "gate"), os.O_WRONLY, 0)
		if err == nil {
			b.sample()
			err = gate.Close()
		}
		opened <- err
	}()
	line := `if test -p gate; then read x < gate; rm gate; fi; printf "%s\n" "$CANARY" # ` +
		`marked-7131`
	b.run(judged, []string{"CANARY=" + tokenCanary}, append([]string{
		"verify", "--target", p.url, "--auth", "command", "--auth-command", line, "--only",
		"not-found.**",
	}, allFormats...)...)
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
	b.shows("out.json", "out.har", "out.html")
	if !strings.Contains(b.written()["the process list"], "/bin/sh -c if test -p gate") {
		t.Error("the process list was not seen")
	}
}

func canaryRenewed(t *testing.T) {
	t.Parallel()
	p, b := newEchoServer(t), newWorkdir(t, tokenCanary, secondCanary)
	line := `if mkdir asked 2>/dev/null; then printf '{"token": "%s", "expires_in": 1}' ` +
		`"$FIRST"; else printf '{"access_token": "%s"}' "$SECOND"; fi`
	b.run(judged, []string{"FIRST=" + tokenCanary, "SECOND=" + secondCanary},
		append([]string{
			"verify", "--target", p.url, "--auth", "command", "--auth-command", line, "--rate",
			"100",
		}, allFormats...)...)
	b.shows("out.json", "out.har")
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.known[tokenCanary] || !p.known[secondCanary] {
		t.Errorf("not both tokens were sent: %v", keys(p.known))
	}
}

func canaryAzure(t *testing.T) {
	t.Parallel()
	p, b := newEchoServer(t), newWorkdir(t, entratest.Secret, secretCanary)
	issuer := &entratest.Server{}
	service, err := reference.Start(issuer, reference.Listen{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = service.Close() })
	b.write("ca.pem", string(service.CA))
	env := []string{
		"AZURE_AUTHORITY_HOST=" + strings.TrimSuffix(service.URL, "/beta"),
		"AZURE_TOKEN_CREDENTIALS=EnvironmentCredential",
		"AZURE_TENANT_ID=" + entratest.Tenant, "AZURE_CLIENT_ID=" + entratest.Client,
	}
	args := append([]string{
		"verify", "--target", p.url, "--auth", "azure", "--ca-file", "ca.pem", "--only",
		"not-found.**",
	}, allFormats...)
	b.run(judged, append(env, "AZURE_CLIENT_SECRET="+entratest.Secret), args...)
	b.shows("out.json", "out.har")
	p.mu.Lock()
	tokens := slices.DeleteFunc(keys(p.known), func(s string) bool { return !issuer.Take(s) })
	for _, token := range tokens {
		b.secrets.add(token)
	}
	if len(tokens) == 0 {
		t.Errorf("no token of the service was sent: %v", keys(p.known))
	}
	p.mu.Unlock()
	// The service repeats a secret that it does not know.
	if out := b.run([]int{3}, append(env, "AZURE_CLIENT_SECRET="+secretCanary),
		append(args, "--timeout", "5s")...); !strings.Contains(out, "AADSTS7000215") {
		t.Errorf("not refused: %s", out)
	}
}

// canaryTenant is not on loopback for toeline: with effects, a journal, and a proxy that has a
// password.
func canaryTenant(t *testing.T) {
	t.Parallel()
	p, b := newEchoServer(t), newWorkdir(t, tokenCanary, headerCanary, proxyCanary)
	b.write("tasks.yaml", "tasks:\n  - id: 3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b\n    actionType: "+
		"isolateDevice\n  - id: 8f14e45f-ceea-467f-a9d4-2f1c3b5a7d90\n    actionType: "+
		"disableUser\n")
	proxy := strings.TrimSuffix(strings.Replace(p.url, "http://", "http://user:"+proxyCanary+"@",
		1), "/beta")
	env := []string{
		"GRAPH_ACCESS_TOKEN=" + tokenCanary, "KEY=" + headerCanary, "HTTP_PROXY=" + proxy,
	}
	b.run(judged, env, append([]string{
		"verify", "--target", "http://tenant.example/beta", "--header-env", "X-Gateway-Key=KEY",
		"--allow-effects", "--fixtures", "tasks.yaml", "--yes", "--journal", "run.journal",
	}, allFormats...)...)
	b.shows("out.json", "out.har")
	b.derived()
	// The journal keeps the response's id, and the fault of one that is not HTTP.
	for way, answer := range p.ways([]string{decoy}) {
		if text := string(answer); strings.Contains(text, "request-id: "+decoy) ||
			strings.HasPrefix(text, "HTTP/1.1 40x") {
			p.mu.Lock()
			p.only = &way
			p.mu.Unlock()
			b.run(judged, env, "verify", "--target", "http://tenant.example/beta", "--header-env",
				"X-Gateway-Key=KEY", "--only", "success.**",
				"--allow-effects", "--fixtures", "tasks.yaml", "--yes", "--journal", "run.journal")
		}
	}
	b.shows("run.journal")
	b.run([]int{0, 3}, nil, "journal", "run.journal")
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range []string{
		tokenCanary, headerCanary, base64.StdEncoding.EncodeToString([]byte("user:" + proxyCanary)),
	} {
		if !p.known[s] {
			t.Errorf("%s was not sent", s)
		}
	}
}

func canaryTargets(t *testing.T) {
	t.Parallel()
	p, q := newEchoServer(t), newEchoServer(t)
	b := newWorkdir(t, tokenCanary, secondCanary, headerCanary)
	b.write("targets.yaml", fmt.Sprintf("targets:\n  - {name: one, target: %q, token-env: ONE, "+
		"header-env: [X-Gateway-Key=KEY]}\n"+
		"  - {name: two, target: %q, auth: command, auth-command: 'printf \"%%s\" \"$TWO\"'}\n"+
		"  - {name: three, target: %q, auth: command, auth-command: 'echo \"$TWO\"; echo \"no: "+
		"$TWO\" >&2; exit 1'}\n", p.url, q.url, q.url))
	env := []string{"ONE=" + tokenCanary, "TWO=" + secondCanary, "KEY=" + headerCanary}
	b.run(judged, env, append([]string{
		"verify", "--targets", "targets.yaml", "--only", "not-found.**", "--matrix",
		"json=matrix.json", "--matrix", "html=matrix.html",
		"--matrix", "markdown=matrix.md", "--matrix", "text=-",
	}, allFormats...)...)
	b.shows("out.one.json", "out.two.html", "out.two.har", "out.one.sarif", "matrix.json",
		"matrix.html")
	b.run([]int{0}, env, "verify", "--targets", "targets.yaml", "--only", "not-found.**",
		"--dry-run")
}
