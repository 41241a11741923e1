package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
)

// mistakes are command lines with a slip, and what the response says. D is a folder with
// mistakeFiles.
var mistakes = []struct{ line, want string }{
	{"verify --target 127.0.0.1:8790/beta", "did you mean http://127.0.0.1:8790/beta?"},
	{"verify --target localhost:8790", "did you mean http://localhost:8790?"},
	{"verify --target api.example/beta", "did you mean https://api.example/beta?"},
	{"verify --target htp://127.0.0.1:1/beta", "did you mean http://127.0.0.1:1/beta?"},
	{"verify --target http:/127.0.0.1/beta", "did you mean http://127.0.0.1/beta?"},
	{"verify --target //[::1]:80/beta", "did you mean http://[::1]:80/beta?"},
	{"verify --target :8080", "did you mean http://127.0.0.1:8080?"},
	{"verify --target 8080", "did you mean http://127.0.0.1:8080?"},
	{"verify --target http://", "write http:// or https://, a host"},
	{"verify --target http://127.0.0.1:99999/beta", "the port 99999 is not from 1 to 65535"},
	{"verify --target D/targets.yaml", "but a file: --targets takes a file of targets"},
	{"verify 127.0.0.1:8790/beta", "write --target 127.0.0.1:8790/beta"},
	{"verify http://127.0.0.1:8790/beta", "given by --target URL"},
	{"verify openapi.yaml", "write --document openapi.yaml"},
	{"verify run.har", "write --replay run.har"},
	{"verify help", "write toeline verify --help"},
	{"verify --strict yes", "given without a value"},
	{"verify --strict=maybe", "or as --strict=false"},
	{"verify --token abc", "did you mean --token-env NAME?"},
	{"verify --password x", "did you mean --basic-env USER=VAR,PASS=VAR?"},
	{"verify --api-key x", "did you mean --api-key-env SCHEME=VAR?"},
	{"verify --header x", "did you mean --header-env NAME=VAR?"},
	{"verify -H x", "no flag -H (did you mean --header-env NAME=VAR?)"},
	{"verify --url x", "did you mean --target URL?"},
	{"verify --base_url x", "did you mean --target URL?"},
	{"verify --output x", "did you mean --report FORMAT=FILE?"},
	{"verify --junit x", "did you mean --report FORMAT=FILE?"},
	{"verify -o x", "did you mean --report FORMAT=FILE?"},
	{"verify --spec x", "did you mean --document FILE?"},
	{"verify --filter x", "did you mean --only P?"},
	{"verify --exclude x", "did you mean --skip P?"},
	{"verify --jobs 3", "did you mean --concurrency N?"},
	{"verify --insecure", "did you mean --insecure-skip-tls-verify?"},
	{"verify -k", "did you mean --insecure-skip-tls-verify?"},
	{"verify --cacert x", "did you mean --ca-file FILE?"},
	{"verify --onyl x", "did you mean --only P?"},
	{"verify --only invalid", `did you mean "invalid-guid.**"?`},
	{"verify --only Not-Found", `did you mean "not-found.**"?`},
	{"verify --only guid", `did you mean "valid-guid.**"?`},
	{"verify --skip sucess", `did you mean "success.**"?`},
	{"verify --only era-nf-3", `did you mean "ERA-NF-3"?`},
	{"verify --auth comand", "the ways are env, azure and command"},
	{"verify --auth-command x", "goes with --auth command"},
	{"verify --fixtures D/number.yaml", "want text that matches"},
	{"verify --fixtures D/taks.yaml", "did you mean D/tasks.yaml?"},
	{"verify --fixtures D", "is a folder: name a file in it"},
	{"verify --fixtures http://user:pass@host/f", "a URL is given, and a file is wanted"},
	{"verify --waivers http://host/f", "--waivers: a URL is given, and a file is wanted"},
	{"verify --document ftp://host/f", "a URL is given, and a file is wanted"},
	{"verify --document executeresponseaction", `did you mean "execute-response-action"?`},
	{"verify --replay D/nothing.har", "no such file"},
	{"verify --replay https://host/x.har", "a URL is given, and a file is wanted"},
	{"verify --targets D/targets.yaml", `did you mean "target"?`},
	{"verify --targets http://host/beta", "a URL is given, and a file is wanted"},
	{"verify --config D/settings.yaml", `did you mean "report"?`},
	{"verify --ca-file D/nothing.pem", "--ca-file: D/nothing.pem: no such file"},
	{"verify --report html", "as html=toeline.html"},
	{"verify --report-url toeline.html", "write the URL of the HTML report"},
	{"verify --report out.sarif", "as sarif=out.sarif"},
	{"verify --report nonsense", "as junit=toeline.xml"},
	{"verify --timeout 10", "write its unit, as 10s"},
	{"verify --timeout ten", "write a time with its unit"},
	{"verify --concurrency 0", "--concurrency 0: give a number from 1"},
	{"verify --rate -1", "--rate -1: give a number above zero"},
	{"verify --fuzz -1", "--fuzz -1: give how many values"},
	{"verify --level MUST", "did you mean must?"},
	{"verify --level shoud", "did you mean should?"},
	{"verison", "did you mean version?"},
	{"test", "did you mean verify?"},
	{"mock", "did you mean serve?"},
	{"validate", "did you mean lint?"},
	{"diff", "did you mean compare?"},
	{"serve openapi.yaml", "write --document openapi.yaml"},
	{"serve 127.0.0.1:8080", "write --addr 127.0.0.1:8080"},
	{"serve --port 8080", "did you mean --addr HOST:PORT?"},
	{"serve --verbose", "did you mean --log?"},
	{"docs openapi.yaml", "write --document openapi.yaml"},
	{"waive red.json", "write --from red.json"},
	{"waive --report red.json", "did you mean --from "},
	{"compare D/nothing.*.json D/tasks.yaml", "no file has such a name"},
	{"compare http://host/a.json D/tasks.yaml", "a URL is given, and a file is wanted"},
	{"journal D/nothing", "no such file"},
	{"journal", "none is given: toeline journal run.journal"},
	{"compare D/tasks.yaml", "and one is given: toeline compare old.json new.json"},
	{"verify --target http://127.0.0.1:1 --token-env UNSET", "a variable that is not set"},
	{"history D/nothing", "D/nothing: no such folder"},
	{"init", "none is given: toeline init openapi.yaml"},
	{"init D", "is a folder: name a file in it"},
	{"init D/methods.yaml --out D/contract.json", "edited: name it .yaml"},
	{"lint --document D/tasks.yaml", "did you mean toeline lint FILE...?"},
	{"list D/tasks.yaml", "write --document D/tasks.yaml"},
	{"--target http://127.0.0.1:1", "did you mean toeline verify --target URL?"},
	{"completion tcsh", "takes one of bash, fish, powershell, zsh"},
	{"serve --addr 8080", "--addr 8080: write HOST:PORT, as 127.0.0.1:8765"},
	{"serve --addr 127.0.0.1:99999", "with a port from 0 to 65535"},
	{"serve --defect message/absent-period", "did you mean one of message/absent-period-added"},
	{"client --document D/openapi.yaml -- true", "--operation: "},
	{"client --document D/openapi.yaml --operation c -- true", "--operation: unknown operation"},
	{"verify --target http://127.0.0.1:1 --target http://127.0.0.1:2", "by --targets"},
	{"verify --target http://a:pass@host/x --target http://127.0.0.1:2", "by --targets"},
	{"verify --operation get", "did you mean --only P?"},
	{"verify --seed -1", "write a whole number from 0"},
	{"verify --fixtures D/openapi.yaml", "give it by --document"},
	{"verify --config D/nested.yaml", "without the dashes, at the top of the file"},
	{"verify --document D/tab.yaml", "D/tab.yaml:2:1: not valid YAML: a tab in the indentation"},
	{"verify --document D/comma.json", "comma.json:1:20: not valid JSON"},
	{"verify --document D/cut.json", "cut.json:1:2: not valid JSON: unexpected end"},
	{"verify --document D/methods.yaml", `"gett" is not a method (did you mean "get"?)`},
	{"verify --target http://127.0.0.1:1 --token-env UNSET", "names a variable that is not set"},
	{"verify --report html out.html", "write FORMAT=FILE, as html=out.html"},
	{"verify --report json=D/a.json,html=D/a.html", "give the flag once for each report"},
	{"verify --only success.**,headers.**", "give the flag once for each pattern"},
	{"verify --quiet", "did you mean --summary?"},
	{"verify --targets http://127.0.0.1:1/beta", "or did you mean --target?"},
	{"compare D/empty.sh D/tasks.yaml", "it is empty, not a report"},
	{"verify --replay D/tasks.yaml", "a recording of toeline, as verify --report har=FILE"},
	{"lock --help", `no command "lock"`},
	{"vrify -h", "did you mean verify?"},
	{"vrify --help-all", "did you mean verify?"},
	{"http://a:pass@host/beta", "write toeline verify --target URL"},
	{"D/openapi.yaml", "write toeline lint D/openapi.yaml, or toeline verify --document D/open"},
	{"verify --target http://a:pass@host:port", "as its port is not a number"},
	{"verify --target http://127.0.0.1:1:2", "as its port is not a number"},
	{"verify --target http://[::1", "as its host has a [ without a ]"},
	{"verify --target http://host/%zz", "as a % in it does not begin an escape"},
	{"verify --target http://a|b", "as a character is not allowed in its host"},
	{"verify --target $URL", "as a variable was not replaced in it"},
	{"verify --target https://{{host}}/beta", "as a variable was not replaced in it"},
	{"verify --rate=", "--rate is empty: is the variable that should hold it set?"},
	{"verify --concurrency=", "--concurrency is empty"},
	{"compare --fail-on= D/a.json D/b.json", "--fail-on is empty"},
	{"verify --fixtures D/tasks.yaml --fixtures D/more.yaml", "another --fixtures is given too"},
	{"lint D/openapi.yaml --against D/a.yaml --against D/b.yaml", "another --against is given"},
	{"verify --fixtures D/report.json", "is a report, and not fixtures: toeline compare"},
	{"verify --fixtures D/known.yaml", "is a file of waivers, and not fixtures: give it by"},
	{"verify --fixtures D/targets.yaml", "is a file of targets, and not fixtures: give it by"},
	{"verify --waivers D/held.yaml", "seems to be fixtures, and is not a file of waivers"},
	{"verify --waivers D/openapi.yaml", "is an OpenAPI description, and not a file of waivers"},
	{"verify --targets D/openapi.yaml", "is an OpenAPI description, and not a file of targets"},
	{"verify --targets D/held.yaml", "seems to be fixtures, and is not a file of targets"},
	{"verify --config D/openapi.yaml", "is an OpenAPI description, and not settings"},
	{"verify --config D/held.yaml", "seems to be fixtures, and is not settings"},
	{"verify --document D/held.yaml", "seems to be fixtures, and is not an OpenAPI description"},
	{"verify --document D/report.json", "is a report, and not an OpenAPI description"},
	{"init D/known.yaml", "is a file of waivers, and not an OpenAPI description"},
	{"verify --document D/openapi.yaml --overlay D/held.yaml", "is not an overlay: give it by"},
	{"verify --document D/openapi.yaml --overlay D/openapi.yaml", "and not an overlay: give it"},
	{"verify --journal D --target http://127.0.0.1:1", "--journal: D: is a folder: name"},
	{"verify --journal D/a/b --target http://127.0.0.1:1", "there is no folder D/a; make it first"},
	{"lint D/openapi.yaml --strict", "--strict goes with --against"},
	{"selftest --report json=D/a/b.json", "there is no folder D/a; make it first"},
	{"client --only nothing -- true", "--only nothing matches no case"},
	{"client --target http://127.0.0.1:1 -- true", "no flag --target here; it is one of toeline"},
	{"docs --out page.md", "goes to stdout, as in toeline docs > FILE"},
	{"verify --no-color", "and none where NO_COLOR is set"},
	{"completion", "takes one of bash, fish, powershell, zsh, and none is given"},
	{"completion bash zsh", "takes flags alone, and no argument"},
	{"help verify x", `no command "verify x"`},
}

// unixMistakes are those with programs, of which Windows asks for no mode and no first line.
var unixMistakes = []struct{ line, want string }{
	{"client --per-case -- D/mode.sh", "may not be executed: chmod +x D/mode.sh"},
	{"client --per-case -- D/first.sh", "begin it with #!/bin/sh"},
	{"client -- D/interpreter.sh", `its first line names "/nothing/sh", which does not exist`},
	{"client -- D/windows.sh", "write them with LF alone"},
	{"client -- D/empty.sh", "the file is empty"},
	{"client -- D/nothing.sh", "no such program here"},
	{"client -- no-such-program-7f1c", "no such program in PATH"},
	{"client -- D", "is a folder, and not a program"},
}

var mistakeFiles = map[string]string{
	"tasks.yaml":    "tasks: []\n",
	"number.yaml":   "tasks:\n  - id: 1\n    actionType: isolateDevice\n",
	"targets.yaml":  "targets:\n  - name: mock\n    url: http://127.0.0.1:1/beta\n",
	"settings.yaml": "output: [html=x.html]\n",
	"nested.yaml":   "verify:\n  timeout: 10s\n",
	"tab.yaml":      "openapi: 3.0.3\n\tinfo: {}\n",
	"comma.json":    `{"openapi":"3.0.3" "info":{}}`,
	"cut.json":      "{\n",
	"methods.yaml":  "openapi: 3.0.3\npaths:\n  /a:\n    gett: {}\n",
	"openapi.yaml": "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n" +
		"  /a: {get: {operationId: a, responses: {'200': {description: a}}}}\n" +
		"  /b: {get: {operationId: b, responses: {'200': {description: b}}}}\n",
	"held.yaml":   "things:\n  - {id: a}\n",
	"known.yaml":  "version: 2\nwaivers: []\n",
	"report.json": `{"schemaVersion": 1, "tool": {}}`,
	"mode.sh":     "#!/bin/sh\n", "first.sh": "echo hi\n", "interpreter.sh": "#!/nothing/sh\n",
	"windows.sh": "#!/bin/sh\r\necho\r\n", "empty.sh": "",
}

// TestMistakes types slips: each answer is one line that says what is wrong and what to write, and
// exit 2. Nothing is sent.
func TestMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range mistakeFiles {
		mode := os.FileMode(0o700)
		if name == "mode.sh" {
			mode = 0o600
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	all := mistakes
	if filepath.Separator == '/' {
		all = append(all, unixMistakes...)
	}
	for _, tt := range all {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			args := strings.Fields(tt.line)
			for i, arg := range args {
				if arg == "D" || strings.HasPrefix(arg, "D/") {
					args[i] = dir + arg[1:]
				}
			}
			var out, errs bytes.Buffer
			code := execute(context.Background(), args, app.App{
				Stdout: &out, Stderr: &errs,
				Getenv: func(string) (string, bool) { return "", false },
			})
			reported := strings.ReplaceAll(errs.String(), dir, "D")
			if code != 2 || !strings.Contains(reported, tt.want) ||
				strings.Count(reported, "\n") != 1 || strings.Contains(reported, "pass@") {
				t.Errorf("exit %d: %s; want exit 2 and one line with %q", code, reported, tt.want)
			}
		})
	}
}

// What a shell shows of a flag has no marks in it, and all that help has.
func TestCompletionsArePlain(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	code := execute(context.Background(), []string{"__complete", "verify", "--rep"}, app.App{
		Stdout: &out, Stderr: &bytes.Buffer{},
		Getenv: func(string) (string, bool) { return "", false },
	})
	shown := out.String()
	if code != 0 || !strings.Contains(shown, "--report\twrite a report, FORMAT=FILE: github") ||
		strings.Contains(shown, "`") {
		t.Errorf("exit %d: %s", code, shown)
	}
}

// Words of other tools lead to flags that there are.
func TestMeantFlagsExist(t *testing.T) {
	t.Parallel()
	all := pflag.NewFlagSet("all", pflag.ContinueOnError)
	for _, cmd := range newRoot(app.App{}).Commands() {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if all.Lookup(f.Name) == nil {
				copied := *f
				copied.Shorthand = ""
				all.AddFlag(&copied)
			}
		})
	}
	for _, name := range flag.Meanings() {
		if all.Lookup(name) == nil {
			t.Errorf("no command has the flag --%s", name)
		}
	}
}
