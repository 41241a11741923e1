package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/report"
)

// schemesDocument has an operation for each kind of security scheme, for two together, for two of
// which one is enough, and one that needs none.
const schemesDocument = `openapi: 3.0.3
info: {title: Schemes, version: "1"}
security: [{token: []}]
paths:
  /bearer: {get: {operationId: bearer, responses: &answers {"200": {description: ok}, "401": {description: no}}}}
  /oauth: {get: {operationId: oauth, security: [{oauth: [read]}], responses: *answers}}
  /openid: {get: {operationId: openid, security: [{openid: []}], responses: *answers}}
  /basic: {get: {operationId: basic, security: [{login: []}], responses: *answers}}
  /header: {get: {operationId: header, security: [{head: []}], responses: *answers}}
  /query: {get: {operationId: query, security: [{ask: []}], responses: *answers}}
  /cookie: {get: {operationId: cookie, security: [{jar: []}], responses: *answers}}
  /both: {get: {operationId: both, security: [{head: [], token: [], ask: []}], responses: *answers}}
  /either: {get: {operationId: either, security: [{head: []}, {login: []}], responses: *answers}}
  /digest: {get: {operationId: digest, security: [{sum: []}, {cert: []}, {token: []}], responses: *answers}}
  /own: {get: {operationId: own, security: [{admin: []}], responses: *answers}}
  /open: {get: {operationId: open, security: [], responses: {"200": {description: ok}}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    admin: {type: http, scheme: bearer}
    sum: {type: http, scheme: Digest}
    cert: {type: mutualTLS}
    oauth: {type: oauth2, flows: {}}
    openid: {type: openIdConnect, openIdConnectUrl: "https://id.example/"}
    login: {type: http, scheme: basic}
    head: {type: apiKey, in: header, name: X-Api-Key}
    ask: {type: apiKey, in: query, name: api_key}
    jar: {type: apiKey, in: cookie, name: sid}
`

// The secrets of the tests, and the variables that hold them.
var schemeSecrets = map[string]string{
	"TOK": "tok-4f9a1c7e.a", "ADM": "adm-77c1d2.b", "USR": "user-1dd2", "PW": `p:w"$HOME'd`,
	"HDR": "hdr key 9", "ASK": "ask&key=%7 ü", "JAR": "jar-55aa",
}

var schemeFlags = []string{
	"--token-env", "TOK", "--basic-env", "USER=USR,PASS=PW", "--api-key-env", "head=HDR",
	"--api-key-env", "ask=ASK", "--api-key-env", "jar=JAR", "--api-key-env", "admin=ADM",
}

// schemes is a server of schemesDocument. It takes a request with exactly the credentials that the
// operation asks for, and refuses one with any other beside them.
type schemes struct {
	mu     sync.Mutex
	seen   map[string]bool // what came, by operation
	strays []string
	broken bool // answers 418 where it should take a request
}

func (s *schemes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	basicAuth := "Basic " + base64.StdEncoding.EncodeToString(
		[]byte(schemeSecrets["USR"]+":"+schemeSecrets["PW"]))
	bearer := "Bearer " + schemeSecrets["TOK"]
	key, query := schemeSecrets["HDR"], schemeSecrets["ASK"]
	wants := map[string][]string{
		"/bearer": {"A" + bearer}, "/oauth": {"A" + bearer}, "/openid": {"A" + bearer},
		"/digest": {"A" + bearer},
		"/basic":  {"A" + basicAuth}, "/header": {"K" + key}, "/query": {"Q" + query},
		"/cookie": {"C" + schemeSecrets["JAR"]}, "/both": {"A" + bearer + "K" + key + "Q" + query},
		"/either": {"K" + key, "A" + basicAuth}, "/own": {"ABearer " + schemeSecrets["ADM"]},
		"/open": {""},
	}
	came := ""
	for mark, value := range map[string]string{
		"A": r.Header.Get("Authorization"), "K": r.Header.Get("X-Api-Key"),
		"Q": r.URL.Query().Get("api_key"),
	} {
		if value != "" {
			came += "\x00" + mark + value
		}
	}
	if cookie, err := r.Cookie("sid"); err == nil {
		came += "\x00C" + cookie.Value
	}
	parts := strings.Split(strings.TrimPrefix(came, "\x00"), "\x00")
	slices.Sort(parts)
	came = strings.Join(parts, "")
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := slices.Contains(wants[r.URL.Path], came)
	joint := "" // where several go together, those that are right are sent beside one that is not
	if r.URL.Path == "/both" {
		joint = wants["/both"][0]
	}
	for _, secret := range schemeSecrets {
		if !taken && strings.Contains(came, secret) && !strings.Contains(joint, secret) {
			s.strays = append(s.strays, r.URL.String()+": "+came)
		}
	}
	switch {
	case wants[r.URL.Path] == nil:
		w.WriteHeader(http.StatusNotFound)
	case !taken:
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
	case s.broken:
		s.seen[r.URL.Path+" "+came] = true
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, came)
	default:
		s.seen[r.URL.Path+" "+came] = true
		w.WriteHeader(http.StatusOK)
	}
}

func newSchemes(t *testing.T, breaks bool) (*schemes, string) {
	t.Helper()
	s := &schemes{seen: map[string]bool{}, broken: breaks}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

// inFolder runs the command in this process, with the document and the secrets.
func inFolder(t *testing.T, document string, args ...string) (code int, out string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "api.yaml")
	if err := os.WriteFile(file, []byte(document), 0o644); err != nil {
		t.Fatal(err)
	}
	var both bytes.Buffer
	getenv := func(name string) (string, bool) { v, ok := schemeSecrets[name]; return v, ok }
	code = execute(t.Context(), append([]string{"verify", "--document", file}, args...),
		app.App{Stdout: &both, Stderr: &both, Getenv: getenv})
	return code, both.String()
}

// TestSchemes holds that each operation gets the credentials that it asks for, and no others; that
// alternatives are sent in turn; and that what is sent where credentials are wrong is made up.
func TestSchemes(t *testing.T) {
	t.Parallel()
	server, url := newSchemes(t, false)
	code, out := inFolder(t, schemesDocument,
		append([]string{"--target", url, "--strict", "--require", "all"}, schemeFlags...)...)
	if code != 0 || len(server.strays) > 0 {
		t.Errorf("exit %d, beside what is asked for: %q\n%s", code, server.strays, out)
	}
	if len(server.seen) != 13 {
		t.Errorf("of 12 operations, one with two alternatives, these were taken: %q",
			slices.Sorted(maps.Keys(server.seen)))
	}
}

// TestSchemesAreRedacted holds that no output has a secret, that --dry-run shows the names of their
// variables, and that a reproduce line repeats the request.
func TestSchemesAreRedacted(t *testing.T) {
	t.Parallel()
	server, url := newSchemes(t, true)
	dir := t.TempDir()
	args := append([]string{"--target", url}, schemeFlags...)
	for _, format := range report.Formats() {
		args = append(args, "--report", format+"="+filepath.Join(dir, "o."+format))
	}
	code, out := inFolder(t, schemesDocument, args...)
	if code != 1 {
		t.Fatalf("exit %d\n%s", code, out)
	}
	_, plan := inFolder(t, schemesDocument, append([]string{"--target", url, "--dry-run"},
		schemeFlags...)...)
	texts := map[string]string{"stdout": out, "--dry-run": plan}
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name()] = string(data)
	}
	if len(texts) != 2+len(report.Formats()) {
		t.Fatalf("got %d outputs", len(texts))
	}
	pair := schemeSecrets["USR"] + ":" + schemeSecrets["PW"]
	secrets := []string{base64.StdEncoding.EncodeToString([]byte(pair)), "ask%26key", "hdr%20key"}
	for name, secret := range schemeSecrets {
		if name != "USR" { // a name, that only its pair with the password makes a secret
			secrets = append(secrets, secret)
		}
	}
	for name, text := range texts {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s has %q", name, secret)
			}
		}
	}
	for _, want := range []string{
		"GET /bearer  auth: valid  sends Authorization: Bearer $TOK\n",
		"GET /basic  auth: valid  sends Authorization: Basic base64($USR:$PW)\n",
		"GET /header  auth: valid  sends X-Api-Key: $HDR\n",
		"GET /query?api_key=$ASK  auth: valid\n",
		"GET /cookie  auth: valid  sends Cookie: sid=$JAR\n", "GET /own  auth: valid  sends " +
			"Authorization: Bearer $ADM\n", "GET /open  auth: valid\n",
	} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan lacks %q:\n%s", want, plan)
		}
	}
	repeats(t, server, texts["o.json"])
	replayed, again := inFolder(t, schemesDocument, "--replay", filepath.Join(dir, "o.har"))
	if replayed != code || counts.FindString(again) != counts.FindString(out) {
		t.Errorf("the replay: exit %d\n%s\nthe run:\n%s", replayed, again, out)
	}
}

// counts is what a run says of its requirements on its last line.
var counts = regexp.MustCompile(`\d+ requirements: [^;]*; \d+ cases`)

// repeats runs each reproduce line of a report, which must get what the run got.
func repeats(t *testing.T, server *schemes, report string) {
	t.Helper()
	var made struct {
		Cases []struct {
			Findings []struct{ Reproduce string }
		}
	}
	if err := json.Unmarshal([]byte(report), &made); err != nil {
		t.Fatal(err)
	}
	clear(server.seen)
	var env []string
	for name, value := range schemeSecrets {
		env = append(env, name+"="+value)
	}
	for _, c := range made.Cases {
		for _, f := range c.Findings {
			cmd := exec.CommandContext(t.Context(), "sh", "-c", f.Reproduce)
			cmd.Env = append(env, "PATH="+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if err != nil || !regexp.MustCompile(`HTTP/1.1 418`).Match(out) {
				t.Errorf("%s: %v\n%s", f.Reproduce, err, out)
			}
		}
	}
	if len(server.seen) != 13 {
		t.Errorf("the lines repeated %q", slices.Sorted(maps.Keys(server.seen)))
	}
}

// TestSchemesUnused holds that credentials which no operation asks for, and flags that are written
// wrongly, are wrong usage, with one line that says what to do.
func TestSchemesUnused(t *testing.T) {
	t.Parallel()
	const keyOnly = `openapi: 3.0.3
info: {title: Key, version: "1"}
security: [{head: []}]
paths: {/header: {get: {operationId: header, responses: {"200": {description: ok}}}}}
components: {securitySchemes: {head: {type: apiKey, in: header, name: X-Api-Key}, jar: {type: apiKey, in: cookie, name: sid}}}
`
	for want, args := range map[string][]string{
		"the token of TOK is not used: no operation asks for a token, but for head " +
			`\(header X-Api-Key\)`: {"--token-env", "TOK"},
		"--basic-env is not used":                       {"--basic-env", "USER=USR,PASS=PW"},
		"--api-key-env jar is not used":                 {"--api-key-env", "jar=JAR"},
		"--api-key-env ask is not a security scheme of": {"--api-key-env", "ask=ASK"},
		"--api-key-env head: it is given twice": {
			"--api-key-env", "head=HDR", "--api-key-env", "head=ASK",
		},
		"--api-key-env head: the variable NONE is not":   {"--api-key-env", "head=NONE"},
		"--api-key-env: write SCHEME=VAR":                {"--api-key-env", "hdr key 9"},
		"--query-env: write NAME=VAR":                    {"--query-env", "=ASK"},
		"--basic-env: write USER=VAR,PASS=VAR":           {"--basic-env", "me:secret"},
		"--basic-env PASS: the variable NONE is not set": {"--basic-env", "USER=USR,PASS=NONE"},
		"--basic-env: the user in PW has a colon, which": {"--basic-env", "USER=PW,PASS=USR"},
	} {
		args = append([]string{"--target", "http://127.0.0.1:9"}, args...)
		code, out := inFolder(t, keyOnly, args...)
		if code != 2 || !regexp.MustCompile(want).MatchString(out) ||
			strings.Count(out, "\n") != 1 {
			t.Errorf("%q: exit %d, want 2 and %q:\n%s", args, code, want, out)
		}
		for _, secret := range []string{"secret", "hdr key 9"} {
			if strings.Contains(out, secret) {
				t.Errorf("%q: %q is repeated:\n%s", args, secret, out)
			}
		}
	}
}

// TestSchemesNotStated holds that credentials are sent where the document says nothing of them,
// with a note, and that a document which says that none are needed gets none.
func TestSchemesNotStated(t *testing.T) {
	t.Parallel()
	silent := strings.ReplaceAll(schemesDocument, "security: [{token: []}]\n", "")
	others := regexp.MustCompile(`(?s)  /oauth.*?components:`)
	silent = others.ReplaceAllString(silent, "components:")
	server, url := newSchemes(t, false)
	code, out := inFolder(t, silent, "--target", url, "--token-env", "TOK")
	if code != 0 || !strings.Contains(out, "the document says nothing of security") ||
		!server.seen["/bearer ABearer "+schemeSecrets["TOK"]] {
		t.Errorf("exit %d, %q:\n%s", code, slices.Sorted(maps.Keys(server.seen)), out)
	}
	code, out = inFolder(t, "security: []\n"+silent, "--target", url, "--token-env", "TOK")
	if code != 2 || !strings.Contains(out, "no credentials at all") {
		t.Errorf("none needed: exit %d:\n%s", code, out)
	}
}

// TestSchemesOffLoopback holds that what needs credentials that were not given is not sent off
// loopback, and that each is named.
func TestSchemesOffLoopback(t *testing.T) {
	t.Parallel()
	_, out := inFolder(t, schemesDocument, "--target", "https://api.example.test", "--dry-run",
		"--api-key-env", "head=HDR")
	for _, want := range []string{
		"bearer.documented  not sent: no token: set TOELINE_TOKEN\n",
		"basic.documented  not sent: no user and password for login (http basic): give " +
			"--basic-env USER=VAR,PASS=VAR\n",
		"query.documented  not sent: no key for ask (query api_key): give --api-key-env ask=VAR\n",
		"both.documented  not sent: no token: set TOELINE_TOKEN\n",
		"GET /header  auth: valid  sends X-Api-Key: $HDR\n",
		"GET /either  auth: valid  sends X-Api-Key: $HDR\n", "GET /open  auth: valid\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
}
