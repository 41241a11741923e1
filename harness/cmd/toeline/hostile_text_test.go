package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/internal/journal"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// hostileText is what acts in a terminal, in the log of a CI server, or in Markdown.
const hostileText = "\x1b[2J\x1b]0;t\x07 \u202eright\u2066 ##vso[task.setvariable variable=x]y " +
	"##[error]z " +
	"##teamcity[buildStatus status='FAILURE'] ###vso[x]a \n::error::boom\n   ::set-output " +
	"name=a::b\n" +
	"[link](https://evil.example/x) ![](https://evil.example/i.png) www.evil.example " +
	"<script>x</script>"

// inYAML returns a text as YAML has it in double quotes.
func inYAML(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}

// hostileTarget answers everything with hostile text, wherever HTTP allows some.
func hostileTarget(t *testing.T) string {
	t.Helper()
	flat := strings.NewReplacer("\n", " ", "\x1b", "", "\x07", "").Replace(hostileText)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Request-Id", flat)
		w.Header().Set("Client-Request-Id", "::error::"+flat)
		w.WriteHeader(http.StatusNotFound)
		message, _ := json.Marshal(hostileText)
		if len(r.URL.Path)%2 == 0 {
			fmt.Fprintf(w, "::error::first\n%s", hostileText)
			return
		}
		fmt.Fprintf(w,
			`{"error":{"code":%s,"message":%s,"innerError":{"date":%s,"request-id":%s}}}`,
			message, message, message, message)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/beta"
}

// hostileFiles writes a document, an older one, a plain description and a journal, all of which
// hold hostile text, and goes to their folder.
func hostileFiles(t *testing.T) {
	t.Helper()
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	text := inYAML(hostileText)
	made := strings.NewReplacer(
		"title: ", "x-title: ",
		"text: An id that names no task is answered 404.", "text: "+text,
		"text: An id that names no task\n", "text: "+text+"\n",
		`note: "Graph is not uniform here: 400, 405 and 501 are seen."`, "note: "+text,
		`source: "page: Error responses"`, "source: "+text,
	).Replace(string(source))
	made = strings.Replace(made, "info:\n", "info:\n  title: "+text+"\n", 1)
	if made == string(source) {
		t.Fatal("the document is not edited")
	}
	t.Chdir(t.TempDir())
	for name, data := range map[string]string{
		"hostile.yaml": made,
		"broken.yaml":  strings.Replace(made, "level: must", "level: "+text, 1),
		"unknown.yaml": strings.Replace(made, "basis: stated", "basis: stated\n      "+text+": 1",
			1),
		"waivers.yaml": "version: 2\nwaivers:\n  - {requirement: " + text +
			", fingerprints: any, reason: " + text + ", owner: " + text + "}\n",
		"plain.yaml": "openapi: 3.0.3\ninfo: {title: " + text +
			", version: '1'}\npaths:\n  /a:\n    get:\n      operationId: " +
			text + "\n      summary: " + text + "\n      responses: {'200': {description: " + text +
			"}}\n",
		"run.journal": hostileJournal(t),
	} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNoOutputActs runs every output with a hostile document, target, report and journal. Nothing
// that they wrote acts in a terminal, in the log of a CI server, or in Markdown.
func TestNoOutputActs(t *testing.T) {
	hostileFiles(t)
	target := hostileTarget(t)
	const some = "[nmh][oe][tla]*.**"
	commands := [][]string{
		{"list", "--document", "hostile.yaml"},
		{"list", "--document", "hostile.yaml", "--markdown"},
		{"list", "requirements", "--document", "plain.yaml"},
		{"docs", "--document", "hostile.yaml"},
		{"docs", "--document", "hostile.yaml", "--format", "html"},
		{"verify", "--document", "hostile.yaml", "--dry-run"},
		{"lint", "hostile.yaml", "--explain"},
		{"lint", "broken.yaml"},
		{"lint", "unknown.yaml"},
		{"lint", "hostile.yaml", "--against", "execute-response-action"},
		{"init", "plain.yaml"},
		{"journal", "run.journal"},
		{"verify", "--document", "broken.yaml"},
		{"verify", "--document", hostileText},
		{"verify", "--only", hostileText},
		{"list", hostileText},
		{hostileText},
		{"verify", "--" + hostileText},
		{
			"verify", "--document", "hostile.yaml", "--target", target, "--strict", "--only", some,
			"--report", "json=red.json", "--report", "har=red.har",
		},
		{
			"verify", "--document", "hostile.yaml", "--target", target, "--only", some, "--waivers",
			"waivers.yaml",
		},
		{"verify", "--document", "hostile.yaml", "--replay", "red.har"},
		{"compare", "red.json", "red.json"},
		{"matrix", "a=red.json"},
		{"waive", "--from", "red.json"},
	}
	for _, format := range report.Formats() {
		commands = append(commands,
			[]string{
				"verify", "--document", "hostile.yaml", "--target", target, "--strict", "--only",
				some, "--report", format + "=-",
			})
	}
	for _, format := range []string{"json", "markdown", "text"} {
		commands = append(commands,
			[]string{"compare", "red.json", "red.json", "--report", format + "=-"})
	}
	for _, format := range []string{"json", "markdown", "html", "text"} {
		commands = append(commands, []string{"matrix", "a=red.json", "--report", format + "=-"})
	}
	for _, args := range commands {
		var stdout, stderr bytes.Buffer
		code := execute(context.Background(), args, app.App{
			Stdout: &stdout, Stderr: &stderr,
			Getenv: func(string) (string, bool) { return "", false },
		})
		name := fmt.Sprintf("%.60q", strings.Join(args, " "))
		if code == 5 || stdout.Len()+stderr.Len() == 0 {
			t.Errorf("%s: exit %d, %s%s", name, code, stdout.String(), stderr.String())
		}
		actsNowhere(t, name+" on stdout", stdout.String())
		actsNowhere(t, name+" on stderr", stderr.String())
		asked := strings.Join(args, " ")
		if strings.Contains(asked, "markdown") || strings.Contains(asked, "sarif") ||
			args[0] == "docs" && len(args) == 3 {
			leadsNowhere(t, name, readable(t, stdout.String()))
		}
	}
	files, err := filepath.Glob("red.*")
	if err != nil || len(files) != 2 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		actsNowhere(t, file, string(data))
	}
}

var (
	inLine = regexp.MustCompile(`(?i)##(vso|teamcity)?\[`)
	ourOwn = regexp.MustCompile(
		`^::(error|warning|notice) (file=[^:]*,)?(line=\d+,)?title=[^:]*::[^\n]*$`,
	)
	begins  = regexp.MustCompile(`(?i)^\s*::[a-z]`)
	leading = regexp.MustCompile(`(?i)[^\\]\]\(|https?://evil|www\.evil|<script>x`)
)

// actsNowhere reports what a text would do in a terminal or a log.
func actsNowhere(t *testing.T, what, text string) {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		for _, r := range line {
			if !unicode.IsPrint(r) && r != '\t' {
				t.Errorf("%s: the character %U in %.200q", what, r, line)
				break
			}
		}
		if inLine.MatchString(line) || begins.MatchString(line) && !ourOwn.MatchString(line) {
			t.Errorf("%s: a command of a log in %.300q", what, line)
		}
	}
}

// readable returns the texts of a SARIF report that a viewer shows; another text as it is.
func readable(t *testing.T, text string) string {
	t.Helper()
	var report any
	if json.Unmarshal([]byte(text), &report) != nil {
		return text
	}
	var all []string
	var walk func(value any)
	walk = func(value any) {
		switch v := value.(type) {
		case map[string]any:
			for name, member := range v {
				shown, isText := member.(string)
				if isText && name == "markdown" {
					all = append(all, shown)
				} else if isText && (name == "text") {
					all = append(all, strings.ReplaceAll(shown, "<script>", "")) // it is not HTML
				}
				if name != "webRequest" && name != "webResponse" {
					walk(member)
				}
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(report)
	if len(all) == 0 {
		t.Error("the SARIF report has no text")
	}
	return strings.Join(all, "\n")
}

// leadsNowhere reports the links that a text has of a target or a document.
func leadsNowhere(t *testing.T, what, text string) {
	t.Helper()
	if found := leading.FindString(text); found != "" {
		at := strings.Index(text, found)
		t.Errorf("%s: %q in %.300q", what, found, text[max(0, at-100):])
	}
}

// hostileJournal returns a journal of effects with hostile names.
func hostileJournal(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "made.journal")
	made, err := journal.Open(name, "http://127.0.0.1/"+hostileText, "0")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []result.Effect{
		{ID: "1", Case: hostileText, Effect: "executes", Method: "::error::x", Path: hostileText},
		{ID: "2", Case: "a", Effect: "executes", Items: []result.Touched{{Item: hostileText}}},
	} {
		if err := made.Sending(e); err != nil {
			t.Fatal(err)
		}
		if err := made.Answered(e, result.Answer{Fault: hostileText}); err != nil {
			t.Fatal(err)
		}
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
