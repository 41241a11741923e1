package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

// crashVariable makes this test crash.
const crashVariable = "TOELINE_TEST_CRASH"

func TestMain(m *testing.M) {
	if os.Getenv(crashVariable) != "" {
		exit.CrashApart()
		crash := make(chan struct{})
		go func() { close(crash); panic("nothing recovers from it") }()
		<-crash
		select {}
	}
	if name := os.Getenv(clientVariable); name != "" {
		os.Exit(clientOf(name).Main(context.Background()))
	}
	testscript.Main(m, map[string]func(){
		"toeline": main, "right-client": rightClient, "wrong-client": wrongClient,
		"per-case-client": perCaseClient,
	})
}

// TestScripts runs the command as users do. Beyond testscript's own commands:
//
//	exits CODE CMD…      the command ends with this code
//	reference            a reference server with the embedded tasks, in $URL
//	reference FIXTURES   one with other tasks
//	reference-tls CA     one over https, its authority in the file CA
//	defect NAME          one with a defect of selftest, in $URL
//	hanging SITUATION    one that does not answer the requests to unknown ids
//	throttling STATUS RETRY-AFTER [COUNT]
//	                     one that answers so: always, or COUNT times
//	entra CA [AUDIENCE=… USES=…]
//	                     a token service over https, and a target for its tokens
//	tenant [DEFECT]      a target that is reached as http://tenant.example/beta, by a proxy;
//	                     with "hanging" it does not answer what it carries out
//	await                wait until the last tenant hangs
//	cut FILE N           take N bytes from its end
//	not-http             a listener that speaks something else, in $URL
//	published            a server that conforms to the published edition, in $URL
//	petstore [FLAW]      a server of the Swagger Petstore, in $URL; petstore.json is its
//
// description
//
//	closed               an address where nothing listens, in $URL
//	fill FILE            puts the script's variables into a file
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"execute-response-action", "published"} {
				source, err := os.ReadFile(filepath.Join("..", "..", "..", "spec", name+".yaml"))
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(env.WorkDir, name+".yaml"), source,
					0o644); err != nil {
					return err
				}
			}
			return copyPetstore(env.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"reference": func(ts *testscript.TestScript, _ bool, args []string) {
				serveFor(ts, args, "", reference.Listen{})
			},
			"reference-tls": referenceTLS,
			"defect": func(ts *testscript.TestScript, _ bool, args []string) {
				serveFor(ts, nil, args[0], reference.Listen{})
			},
			"hanging":    hanging,
			"throttling": throttling,
			"entra":      entra,
			"tenant":     tenant,
			"await":      await,
			"cut":        cutFile,
			"not-http":   notHTTP,
			"closed":     closedPort,
			"edit":       edit,
			"half":       half,
			"fill":       fill,
			"published":  servePublished,
			"petstore":   servePetstore,
		},
	})
}

// scriptFiles are the endings of arguments that are files.
var scriptFiles = []string{
	".yaml", ".json", ".xml", ".pem", ".md", ".txt", ".html", ".har", ".sh",
	".svg",
}

// exits runs toeline in this process and holds its exit code. Its output is
// left in the files stdout.txt and stderr.txt.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "toeline" {
		ts.Fatalf("usage: exits CODE toeline ARG…")
	}
	ctx, stop := signal.NotifyContext(context.Background(), interruption)
	defer stop()
	var out, errs bytes.Buffer
	given := args[2:]
	resolveClient(ts, given)
	for i, arg := range given {
		// Files are named from the script's directory, also behind FORMAT= and
		// NAME=.
		name := arg[strings.LastIndex(arg, "=")+1:]
		if slices.Contains(scriptFiles, filepath.Ext(name)) && !filepath.IsAbs(name) &&
			!strings.Contains(name, "://") {
			given[i] = strings.TrimSuffix(arg, name) + ts.MkAbs(name)
		}
	}
	getenv := func(name string) (string, bool) { v := ts.Getenv(name); return v, v != "" }
	code := execute(ctx, given, app.App{Stdout: &out, Stderr: &errs, Getenv: getenv})
	ts.Check(os.WriteFile(ts.MkAbs("stdout.txt"), out.Bytes(), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("stderr.txt"), errs.Bytes(), 0o644))
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit %d, want %s\n%s\n%s", code, args[0], out.String(), errs.String())
	}
}

// serveFor starts a server for the rest of a script.
func serveFor(
	ts *testscript.TestScript, files []string, defect string, l reference.Listen,
) *reference.Server {
	doc, err := (&input.Inputs{Document: spec.Default}).Load()
	ts.Check(err)
	var in input.Inputs
	if len(files) > 0 {
		in.Fixtures = ts.MkAbs(files[0])
	}
	handler, err := embedded.Mock(doc, &in, defect, reference.Options{})
	ts.Check(err)
	return listen(ts, handler, l)
}

func listen(ts *testscript.TestScript, handler http.Handler, l reference.Listen) *reference.Server {
	server, err := reference.Start(handler, l)
	ts.Check(err)
	ts.Defer(func() { _ = server.Close() })
	ts.Setenv("URL", server.URL)
	ts.Setenv("HOST", strings.TrimSuffix(server.URL, "/beta"))
	return server
}

func referenceTLS(ts *testscript.TestScript, _ bool, args []string) {
	server := serveFor(ts, nil, "", reference.Listen{TLS: true})
	if block, _ := pem.Decode(server.CA); block == nil {
		ts.Fatalf("the authority is not PEM")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), server.CA, 0o644))
}

// conforming is the reference with the embedded fixtures.
func conforming(ts *testscript.TestScript) http.Handler {
	doc, err := (&input.Inputs{Document: spec.Default}).Load()
	ts.Check(err)
	handler, err := embedded.Mock(doc, &input.Inputs{}, "", reference.Options{})
	ts.Check(err)
	return handler
}

// hanging serves the reference, but requests of one kind never get a response.
func hanging(ts *testscript.TestScript, _ bool, args []string) {
	base := conforming(ts)
	hangs := map[string]func(*http.Request) bool{
		"no-credentials": func(r *http.Request) bool { return r.Header.Get("Authorization") == "" },
		"qualified": func(r *http.Request) bool {
			return strings.Contains(r.URL.Path, "microsoft.graph")
		},
	}[args[0]]
	listen(ts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if hangs(r) && r.Method == http.MethodPost {
			<-r.Context().Done()
			return
		}
		base.ServeHTTP(w, r)
	}), reference.Listen{})
}

func notHTTP(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte("SSH-2.0-OpenSSH_9.6\r\n"))
			_ = c.Close()
		}
	}()
	ts.Setenv("URL", "http://"+l.Addr().String()+"/beta")
}

// closedPort is a port of the system's, which no listener gets by chance.
func closedPort(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv("URL", "http://127.0.0.1:1/beta")
}

// edit replaces a text in a file: edit FILE OLD NEW.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)),
		0o644))
}

// half leaves the first half of a file.
func half(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text[:len(text)/2]), 0o644))
}

// fill puts the script's variables into a file: fill FILE.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}
