package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/cmd/toeline/internal/app"
)

// unfitFiles are files that somebody could name by mistake, or a settings file by intent. Each
// holds the word canary where a secret is.
var unfitFiles = map[string]string{
	"netrc":     "machine github.com login canary password canary2\n",
	"env":       "API_TOKEN=canary\nB=canary\n",
	"key":       "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n",
	"shadow":    "root:$6$canary$x:19000:0:99999:7:::\nbin:*:canary::\n",
	"npmrc":     "//registry.example/:_authToken=canary\n",
	"aws":       "[default]\naws_access_key_id = canary\naws_secret = canary\n",
	"docker":    `{"auths": {"https://canary/": {"auth": "canary"}}, "canary": 1}`,
	"kube":      "apiVersion: v1\nkind: Config\nusers:\n- name: canary\n  user: {token: canary}\n",
	"a key":     "canary: 1\n",
	"a text":    `"canary"`,
	"a list":    "- canary\n- canary: x\n",
	"no JSON":   `{"token": "canary", canary}`,
	"an alias":  "a: &x 1\nb: *canary\n",
	"a tag":     "a: !canary 1\n",
	"twice":     "canary: 1\ncanary: 2\n",
	"a quote":   "a: \"canary\n",
	"colons":    "canary: canary: canary\n",
	"openapi":   "openapi: canary\ninfo: canary\npaths: canary\ncanary: x\n",
	"swagger":   "swagger: canary\n",
	"an object": "openapi: 3.0.3\ninfo: {title: x, version: \"1\"}\npaths: {/x: canary}\n",
	"fields":    "openapi: 3.0.3\ncanary: x\ninfo: {title: x, version: \"1\"}\npaths: {}\n",
	"settings": "strict: canary\ntimeout: canary\nlevel: canary\nonly: {canary: canary}\nseed: " +
		"canary\nauth: canary\n",
	"known keys": "targets: canary\nwaivers: canary\ntasks: canary\n",
	"targets": "targets:\n- canary\n- name: \"/canary/\"\n- {name: a, canary: 1, timeout: " +
		"canary, " +
		"level: canary, header-env: canary, target: \"http://u:canary@h\"}\n",
	"waivers": "waivers:\n- canary\n- {requirement: \"a b canary\", reason: r, owner: o, target: " +
		"canary, " +
		"link: canary, expires: canary, canary: canary, fingerprints: [canary]}\n",
	"tasks": "tasks:\n- canary\n- {id: canary, actionType: canary, canary: canary}\nabsent: " +
		"[canary]\n",
	"a report": `{"schemaVersion": 4, "canary": "canary", "run": "canary"}`,
	"a HAR":    `{"log": {"version": "canary", "creator": {"name": "canary-7f3a"}, "entries": []}}`,
	"foreign": `{"log": {"version": "1.2", "creator": {"name": "canary-7f3a"}, "entries": ` +
		`[{"request": {"url": "canary"}}]}}`,
	"journal": "{\"run\":\"canary\",\"entry\":\"canary\"}\n",
	"begun":   "{\"run\":\"canary\",\"entry\":\"run\"}\n{\"run\":\"canary\",\"entry\":\"run\"}\n",
}

// unfitCommands are command lines that read a file.
var unfitCommands = []string{
	"verify --config FILE", "verify --fixtures FILE", "verify --document FILE",
	"verify --waivers FILE",
	"verify --targets FILE", "verify --replay FILE", "lint FILE", "list --document FILE",
	"docs --document FILE", "client --plain --waivers FILE -- true",
	"client --document FILE -- true",
	"init FILE", "journal FILE", "waive --from FILE", "matrix FILE", "compare FILE FILE",
	"verify --target https://127.0.0.1:9/ --ca-file FILE",
	"verify --target https://127.0.0.1:9/ --client-key FILE --client-cert FILE",
	"serve --addr 127.0.0.1:0 --fixtures FILE",
}

// An error about a file that is not what it was given for says where, and quotes nothing of it.
func TestErrorsQuoteNothingOfUnfitFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range unfitFiles {
		file := filepath.Join(dir, name+".txt")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, line := range unfitCommands {
			args := strings.Fields(line)
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "FILE", file)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			var out bytes.Buffer
			code := execute(ctx, args, app.App{
				Stdout: &out, Stderr: &out,
				Getenv: func(string) (string, bool) { return "", false },
			})
			cancel()
			if said := out.String(); code != 2 ||
				strings.Contains(strings.ToLower(said), "canary") {
				t.Errorf("%s of %s: exit %d: %s", line, name, code, said)
			}
		}
	}
}
