//go:build unix

package main

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/auth/entratest"
	"example.com/toeline/harness/internal/redact"
)

// canaryErrors: an error does not contain the secret that it is about.
func canaryErrors(t *testing.T) {
	t.Parallel()
	p, b := newEchoServer(t), newWorkdir(t, tokenCanary, headerCanary, secretCanary, controlCanary,
		shortCanary, proxyCanary)
	issuer := &entratest.Server{Audience: "https://vault.azure.net"}
	stranger := issuer.Issue("")
	expired := (&entratest.Server{Lifetime: -time.Hour}).Issue("https://graph.microsoft.com")
	b.secrets.add(stranger)
	b.secrets.add(expired)
	off := "https://192.0.2.1/beta"
	by := func(line string) []string {
		return []string{"verify", "--target", p.url, "--auth", "command", "--auth-command", line}
	}
	for _, tc := range []struct {
		code int
		env  string
		says string // empty: anything
		args []string
	}{
		{
			2, "GRAPH_ACCESS_TOKEN=" + controlCanary, "GRAPH_ACCESS_TOKEN",
			[]string{"verify", "--target", p.url},
		},
		{
			2, "GRAPH_ACCESS_TOKEN=Bearer " + tokenCanary, "without the word Bearer",
			[]string{"verify", "--target", p.url},
		},
		{
			2, "GRAPH_ACCESS_TOKEN=" + stranger, "vault.azure.net",
			[]string{"verify", "--target", off},
		},
		{2, "GRAPH_ACCESS_TOKEN=" + expired, "expired", []string{"verify", "--target", off}},
		{
			2, "KEY=" + controlCanary, "control character",
			[]string{"verify", "--target", p.url, "--header-env", "X-Key=KEY"},
		},
		{2, "CANARY=" + stranger, "vault.azure.net", by(`printf %s "$CANARY"`)},
		{3, "CANARY=" + tokenCanary, "exit status 7", by(`echo "$CANARY" >&2; exit 7`)},
		{
			3, "CANARY=" + shortCanary, "exit status 7",
			by(`echo "$CANARY"; echo "got $CANARY: no" >&2; exit 7`),
		},
		{
			3, "CANARY=" + perByte(tokenCanary, `\u%04x`), "exit status 7",
			by(`printf '%s\n' "got \"$CANARY\": no" >&2; exit 7`),
		},
		{
			3, "CANARY=" + perByte(tokenCanary, `%%%02x`), "exit status 7",
			by(`printf '%s\n' "got '$CANARY': no" >&2; exit 7`),
		},
		{
			3, "AZURE_CLIENT_SECRET=" + shortCanary, "exit status 7",
			by(`echo "got $AZURE_CLIENT_SECRET: no" >&2; exit 7`),
		},
		{
			3, "MY_PASSWORD=" + shortCanary, "exit status 7",
			by(`echo "got $MY_PASSWORD: no" >&2; exit 7`),
		},
		{3, "CANARY=" + tokenCanary, "several words", by(`echo "token: $CANARY"`)},
		{3, "CANARY=" + tokenCanary, "is none", by(`echo "{$CANARY}"`)},
		{3, "CANARY=" + tokenCanary, "has no token", by(`echo "{\"secret\": \"$CANARY\"}"`)},
		{3, "CANARY=" + tokenCanary + "\x01", "white space", by(`printf %s "$CANARY"`)},
	} {
		out := b.run([]int{tc.code}, []string{tc.env}, append(tc.args, "--report", "har=error.har",
			"--report", "json=error.json", "--report", "text=-")...)
		if !strings.Contains(out, tc.says) {
			t.Errorf("%q: it does not show %q: %s", tc.args, tc.says, out)
		}
	}
	// The credentials of a URL are in no output; neither is the query of a URL, which no base
	// URL has, nor a token that is given in the place of its variable. (The process list shows
	// these: the command line is that of the user.)
	slip, reported := newWorkdir(t), newFinder(slipCanary)
	for _, args := range [][]string{
		{"--target", "http://user:" + slipCanary + "@127.0.0.1:1/beta"},
		{"--target", "http://127.0.0.1:1/beta?code=" + slipCanary},
		{"--target", "http://user:" + slipCanary + "@127.0.0.1:port/beta"},
		{"--target", p.url, "--token-env", slipCanary},
		{"--target", p.url, "--header-env", "X-Gateway-Key: " + slipCanary},
		{"--target", p.url, "--header-env", "X-Gateway-Key=" + slipCanary},
	} {
		out := slip.run([]int{2}, nil, append([]string{"verify"}, args...)...)
		for spelling, at := range reported.in(out) {
			t.Errorf("%q: a secret, %s: %q", args, spelling, at)
		}
	}
	for _, proxy := range []string{
		"http://user:" + proxyCanary + "@127.0.0.1:port",
		"socks5://user:" + proxyCanary + "@127.0.0.1:1",
		"http://user:" + proxyCanary + "@127.0.0.1:1",
	} {
		b.run([]int{2, 3}, []string{"HTTP_PROXY=" + proxy}, "verify", "--target",
			"http://tenant.example/beta")
	}
	// A target that hangs without credentials gets a request with them before the first case,
	// and repeats them in bytes that are not HTTP.
	p.mu.Lock()
	p.hangs = true
	p.mu.Unlock()
	for way, answer := range p.ways([]string{decoy, tokenCanary}) {
		if strings.HasPrefix(string(answer), "HTTP/1.1 ") &&
			!strings.HasPrefix(string(answer), "HTTP/1.1 40x") {
			continue
		}
		p.mu.Lock()
		p.only = &way
		p.mu.Unlock()
		name := strconv.Itoa(way)
		b.run(judged, []string{
			"GRAPH_ACCESS_TOKEN=" + tokenCanary,
		}, "verify", "--target", p.url, "--timeout", "300ms", "--only", "headers.**",
			"--report", "json="+name+".json", "--report", "har="+name+".har", "--report", "text=-",
			"--report", "sarif="+name+".sarif", "--report", "markdown="+name+".md")
	}
}

// canaryClient: the lab server makes its token itself. Only the client gets it, and only during
// the run; the token of the user is not given to the client.
func canaryClient(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl")
	}
	b := newWorkdir(t, tokenCanary)
	// A client that sends the user's own token, and prints it.
	script := `while read call; do printf '%s\n' "sent $GRAPH_ACCESS_TOKEN" >&2; ` +
		`printf 'Authorization: Bearer %s' "$GRAPH_ACCESS_TOKEN" | curl -s -o answer -H @- ` +
		`"$TOELINE_BASE_URL/security/incidents/1/tasks/$(expr "$call" : '.*"taskId": ` +
		`*"\([^"]*\)"')/executeResponseAction" -d ''; echo '{"outcome": ` +
		`"'"$GRAPH_ACCESS_TOKEN"'"}'; done`
	b.write("client.sh", script)
	var formats []string
	for i := 0; i < len(allFormats); i += 2 {
		if allFormats[i+1] != "har=out.har" { // the lab records none
			formats = append(formats, allFormats[i:i+2]...)
		}
	}
	args := append([]string{"client", "--plain", "--timeout", "5s", "--only", "success.**"},
		formats...)
	b.run(judged, []string{"GRAPH_ACCESS_TOKEN=" + tokenCanary},
		append(args, "--", "/bin/sh", "client.sh")...)
	if text := b.written()["out.json"]; !strings.Contains(text, redact.Mark) {
		t.Errorf("the client's token reached no report: %.3000s", text)
	}
}
