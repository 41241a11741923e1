//go:build unix

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

// atMost is how long a run may take from the first signal to its end.
const atMost = 2 * time.Second

// inTime tries up to three times whether a run ends in time. A run that waits for
// what it should not does so each time; other work on the machine need not come
// between signal and end each time.
func inTime(t *testing.T, most time.Duration, once func() (took time.Duration, whole bool)) {
	t.Helper()
	for try := 1; ; try++ {
		took, whole := once()
		if took <= most && whole {
			return
		}
		if try == 3 {
			t.Errorf("it took %s, at most %s are allowed; the report was written in time: %v", took,
				most, whole)
			return
		}
	}
}

// late is what a run says that could not write its reports in time.
const late = "in time"

// built is the program as users have it.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "toeline-built")
	if err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "toeline"),
		".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return filepath.Join(dir, "toeline"), nil
})

// command is the built program, in a directory of its own.
func command(t *testing.T, dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// stuck is a server that sends something to each connection and never ends it. Reached is called
// for the first.
type stuck struct {
	url     string
	reached chan struct{}
}

// before is how many requests it answers, wrongly, before the first.
func newStuck(t *testing.T, before int64, answer func(net.Conn, *http.Request)) *stuck {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &stuck{url: "http://" + l.Addr().String() + "/beta", reached: make(chan struct{})}
	var once sync.Once
	var asked atomic.Int64
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer c.Close()
				if answer == nil {
					once.Do(func() { close(s.reached) })
					_, _ = io.Copy(io.Discard, c) // until the run hangs up
					return
				}
				in := bufio.NewReader(c)
				for {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					// The preflight has no credentials and no request id.
					if r.Header.Get("client-request-id") == "" {
						_, _ = io.WriteString(c,
							"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
						continue
					}
					if asked.Add(1) <= before {
						_, _ = io.WriteString(c,
							"HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n")
						continue
					}
					once.Do(func() { close(s.reached) })
					answer(c, r)
					_, _ = io.Copy(io.Discard, c)
					return
				}
			})
		}
	})
	t.Cleanup(func() { _ = l.Close(); conns.Wait() })
	return s
}

// TestInterruptedRunEndsInTime sends real signals to the built program, one run
// after another: they are measured.
func TestInterruptedRunEndsInTime(t *testing.T) {
	silent := func(net.Conn, *http.Request) {}
	drip := func(c net.Conn, _ *http.Request) {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		_, err := io.WriteString(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n")
		for err == nil {
			<-tick.C
			_, err = io.WriteString(c, " ")
		}
	}
	large := "[0" + strings.Repeat(",0", 500_000) + "]"
	flood := func(c net.Conn, _ *http.Request) {
		fmt.Fprintf(c, "HTTP/1.1 404 Not Found\r\nContent-Type: "+
			"application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(large),
			large)
	}
	for name, test := range map[string]struct {
		answer func(net.Conn, *http.Request)
		signal syscall.Signal
		args   []string
		https  bool
		before int64
	}{
		"hanging before anything":        {nil, syscall.SIGINT, nil, false, 0},
		"hanging while it is waited for": {nil, syscall.SIGINT, []string{"--wait", "1m"}, false, 0},
		"hanging inside TLS": {
			nil, syscall.SIGINT, []string{"--insecure-skip-tls-verify"}, true, 0,
		},
		"hanging after the preflight": {silent, syscall.SIGINT, nil, false, 0},
		"terminated":                  {silent, syscall.SIGTERM, nil, false, 0},
		"its terminal is gone":        {silent, syscall.SIGHUP, nil, false, 0},
		"broken already":              {silent, syscall.SIGINT, nil, false, 300},
		"dripping":                    {drip, syscall.SIGINT, nil, false, 0},
		"large responses":             {flood, syscall.SIGINT, nil, false, 0},
		"a slow pace": {
			silent, syscall.SIGINT, []string{"--rate", "0.1"}, false, 0,
		},
		"random requests": {
			silent, syscall.SIGINT, []string{"--fuzz", "100000", "--only", "fuzz.**"}, false, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var dir, said string
			inTime(t, atMost, func() (time.Duration, bool) {
				target := newStuck(t, test.before, test.answer)
				url := target.url
				if test.https {
					url = strings.Replace(url, "http:", "https:", 1)
				}
				dir = t.TempDir()
				cmd, out := command(t, dir, append([]string{
					"verify", "--target", url, "--report", "json=out.json", "--report",
					"junit=out.xml", "--report", "har=out.har",
				}, test.args...)...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				select {
				case <-target.reached:
				case <-t.Context().Done():
				}
				took := ends(t, cmd, test.signal)
				said = out.String()
				if code := cmd.ProcessState.ExitCode(); code != result.ExitInconclusive {
					t.Errorf("exit %d\n%s", code, said)
				}
				return took, !strings.Contains(said, late)
			})
			demandCutShort(t, dir, said)
		})
	}
}

// ends sends a signal, and returns how long the program goes on.
func ends(t *testing.T, cmd *exec.Cmd, signal os.Signal) time.Duration {
	t.Helper()
	begin := time.Now()
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code is compared
	return time.Since(begin)
}

// demandCutShort holds that the reports of an interrupted run are whole, and
// say that the run was not.
func demandCutShort(t *testing.T, dir, said string) {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "out.json"))
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	defer file.Close()
	r, err := report.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if r.Run.ExitCode != result.ExitInconclusive ||
		!strings.Contains(r.Run.CutShort, "interrupted") || !strings.Contains(said, "interrupted") {
		t.Errorf("the report says exit %d, cut short: %q\n%s", r.Run.ExitCode, r.Run.CutShort, said)
	}
	again, out := command(t, dir, "verify", "--replay", "out.har")
	_ = again.Run()
	if again.ProcessState.ExitCode() != result.ExitInconclusive ||
		!strings.Contains(out.String(), "interrupted") {
		t.Errorf("the replay ends with %d\n%s", again.ProcessState.ExitCode(), out)
	}
	demandNothingElse(t, dir, "out.har", "out.json", "out.xml")
}

func demandNothingElse(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if strings.Join(names, " ") != strings.Join(want, " ") {
		t.Errorf("in the directory is %v, want %v", names, want)
	}
}
