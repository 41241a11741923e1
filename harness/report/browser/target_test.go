package browser

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// toeline is the command, built once for all tests, and work the folder of all reports.
var toeline, work string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "toeline-browser")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		defer func() { closeBrowser() }()
		work = dir
		toeline = filepath.Join(dir, "toeline")
		build := exec.Command("go", "build", "-o", toeline, "./harness/cmd/toeline")
		build.Dir = filepath.Join("..", "..", "..")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "building toeline: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// serve starts the reference server, and in front of it what changes its
// answers. It returns the base URL.
func serve(
	t *testing.T, change func(*http.Request, *http.Response, []byte) []byte, args ...string,
) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, toeline,
		append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = base.Scheme, base.Host
		},
		ModifyResponse: func(res *http.Response) error {
			body, err := io.ReadAll(res.Body)
			if err != nil {
				return err
			}
			body = change(res.Request, res, body)
			res.Body = io.NopCloser(bytes.NewReader(body))
			if res.StatusCode != http.StatusNoContent {
				res.Header.Set("Content-Length", strconv.Itoa(len(body)))
			}
			return nil
		},
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return server.URL + base.Path
}

func unchanged(_ *http.Request, _ *http.Response, body []byte) []byte { return body }

// verify runs toeline and returns the HTML file. Its exit code must be the one
// that is given: a report of another run proves nothing.
func verify(t *testing.T, code int, args ...string) string {
	t.Helper()
	file := newFile(t, "report.html")
	cmd := exec.Command(toeline, append([]string{"verify", "--report", "html=" + file}, args...)...)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("toeline %v: exit %d, want %d\n%s", args, got, code, out)
	}
	return file
}

// newFile returns the name of a file in a folder of its own, which outlives the test.
func newFile(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.MkdirTemp(work, "report")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// made are reports that several tests look at, each made once.
var made = map[string]string{}

// once returns the report of a name, and makes it for the first test that asks.
func once(name string, report func() string) string {
	if made[name] == "" {
		made[name] = report()
	}
	return made[name]
}

func green(t *testing.T) string {
	return once("green", func() string { return verify(t, 0, "--strict") })
}

// red has several causes, some of them gating.
func red(t *testing.T) string {
	return once("red", func() string { return verify(t, 1, "--target", serve(t, spoil)) })
}

// waived is the same run with a waiver that covers one cause, and another that
// covers nothing any more.
func waived(t *testing.T) string { return once("waived", func() string { return withWaivers(t) }) }

func withWaivers(t *testing.T) string {
	file := filepath.Join(t.TempDir(), "waivers.yaml")
	known := `version: 2
waivers:
  - {requirement: ERA-NF-3, fingerprints: any, reason: the mock words it in its own way, owner: mocks, link: "https://issues.example/7", expires: 2999-12-31}
  - {requirement: ERA-OK-1, fingerprints: any, reason: the mock answered 200, owner: mocks, expires: 2999-12-31}
`
	if err := os.WriteFile(file, []byte(known), 0o644); err != nil {
		t.Fatal(err)
	}
	return verify(t, 1, "--waivers", file, "--target", serve(t, spoil))
}

func spoil(r *http.Request, res *http.Response, body []byte) []byte {
	res.Header.Del("Request-Id")
	switch res.StatusCode {
	case http.StatusNotFound:
		return bytes.ReplaceAll(body, []byte(" not found"), []byte(" was not found"))
	case http.StatusUnauthorized:
		res.Header.Del("Www-Authenticate")
	case http.StatusBadRequest:
		if strings.Contains(r.URL.Path, "-") {
			return bytes.ReplaceAll(body, []byte(`"date"`), []byte(`"timestamp"`))
		}
	}
	return body
}

// untested has few tasks, so that requirements stay untested.
func untested(t *testing.T) string {
	return once("untested", func() string { return withFewTasks(t) })
}

func withFewTasks(t *testing.T) string {
	held := filepath.Join(t.TempDir(), "tasks.yaml")
	if err := os.WriteFile(held, []byte("tasks:\n  - id: 3b0c6a5e-77d1-4b5e-9f0a-0c1d2e3f4a5b\n  "+
		"  actionType: isolateDevice\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	target := serve(t, func(r *http.Request, res *http.Response, body []byte) []byte {
		if strings.Contains(r.URL.Path, "microsoft.graph") {
			res.StatusCode, res.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
			res.Header.Set("Retry-After", "86400")
		}
		return body
	}, "--fixtures", held)
	return verify(t, 0, "--target", target, "--fixtures", held)
}

// wrong breaks nearly every requirement in nearly every response.
func wrong(t *testing.T) string { return once("wrong", func() string { return allWrong(t) }) }

func allWrong(t *testing.T) string {
	return verify(t, 1, "--strict", "--target", serve(t, func(
		r *http.Request, res *http.Response, body []byte,
	) []byte {
		if res.StatusCode == http.StatusNoContent {
			return body
		}
		res.Header.Set("Content-Type", "text/html")
		res.Header.Del("Request-Id")
		return fmt.Appendf(nil,
			`{"error":{"code":7,"code":8,"message":null,"innerError":{"date":"soon","path":%q},"filler":%q}}`,
			r.URL.Path, strings.Repeat("filler ", 200))
	}))
}

// hostile answers with what would act on the page, and would call the given
// address, were it not escaped.
func hostile(t *testing.T, address string) string {
	return verify(t, 1, "--target", serve(t, func(
		_ *http.Request, res *http.Response, body []byte,
	) []byte {
		if res.StatusCode != http.StatusNotFound {
			return body
		}
		res.Header.Set("X-Evil", `"><img src="`+address+`/header">`)
		return []byte(hostileText(address))
	}))
}

func hostileText(address string) string {
	return `{"error":{"code":"</code></pre><script src='` + address + `/script'></script>` +
		`<img src='` + address + `/image' onerror='document.title=/owned/.source'>` +
		`<style>@import url(` + address + `/style); main{display:none}</style>` +
		`<iframe src='` + address + `/frame'></iframe><base href='` + address + `/'>` +
		`<meta http-equiv='refresh' content='0;url=` + address + `/refresh'>` +
		`","message":"{{template \"owned\"}} ` + "\u202eexe.txt\u202c \u0007" +
		` <!-- ]]> & &lt;b&gt; ${1+1}` + strings.Repeat("long", 500) + `"}}`
}
