package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

func document(t *testing.T) *clients.Contract {
	t.Helper()
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func judged(t *testing.T, o Options) *result.Report {
	t.Helper()
	o.Doc = document(t)
	report, err := Judge(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// shell is a client that is a shell script.
func shell(script string) driver.Command { return driver.Command{"sh", "-c", script} }

// ready is a command that counts as started once it has printed a line, so that
// a short timeout does not hang on how long that takes.
type ready struct{ driver.Command }

// Start implements Program.
func (r ready) Start(ctx context.Context, env []string) (*driver.Process, error) {
	p, err := r.Command.Start(ctx, env)
	if err != nil {
		return nil, err
	}
	for b := []byte{0}; b[0] != '\n'; {
		if _, err := p.Stdout.Read(b); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func found(r *result.Report, requirement string) []result.Finding {
	var all []result.Finding
	for _, res := range r.Cases {
		for _, f := range res.Findings {
			if f.Requirement == requirement {
				all = append(all, f)
			}
		}
	}
	return all
}

// A client that never answers is ended, with all that it started, in whatever group or session it
// is, and whether its parent lives or not.
func TestNothingIsLeftRunning(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("it looks into /proc")
	}
	const save = `sh -c 'echo $$ >$0; exec sleep 1000' FILE`
	for name, start := range map[string]string{
		"a child":                  "sleep 1000 & echo $! >FILE",
		"a session of its own":     "setsid " + save + " &",
		"a session, and no parent": "(setsid " + save + " &)",
		"a session in a session": "setsid sh -c \"setsid sh -c 'echo \\$\\$ >FILE; " +
			"exec sleep 1000' & exec sleep 1000\" &",
		"a session, without an environment":   "env -i PATH=$PATH setsid " + save + " & sleep 0.3",
		"a session, and the output held open": "setsid " + save + " 2>&1 &",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "pid")
			script := strings.ReplaceAll(start, "FILE", file) +
				"\nwhile ! [ -s FILE ]; do sleep 0.01; done; echo; cat >/dev/null; wait"
			report := judged(t, Options{
				Program: ready{shell(strings.ReplaceAll(script, "FILE", file))}, Plain: true,
				Only: []string{"success.task"}, Timeout: 300 * time.Millisecond,
			})
			if f := found(report, "ERC-RUN-1"); len(f) != 1 || f[0].Reason != "hung" {
				t.Errorf("findings %+v", f)
			}
			if len(report.Run.Notes) > 0 {
				t.Errorf("notes %q", report.Run.Notes)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
			if err != nil {
				t.Fatal(err)
			}
			if runs(pid) {
				t.Errorf("process %d, which the client started, lives on", pid)
			}
		})
	}
}

// leaving is a program of which each process leaves another one running.
type leaving struct{ driver.Program }

// Start implements Program.
func (l leaving) Start(ctx context.Context, env []string) (*driver.Process, error) {
	p, err := l.Program.Start(ctx, env)
	if err == nil {
		p.Left = func() []string { return []string{"4711 (daemon)"} }
	}
	return p, err
}

// What a client has started and cannot be ended is named.
func TestWhatIsLeftRunningIsNamed(t *testing.T) {
	t.Parallel()
	program := leaving{Func(func(_ context.Context, server Server, id string) error {
		_, err := post(server, id)
		return err
	})}
	report := judged(t, Options{Program: program, Plain: true, Only: []string{"success.task"}})
	const want = "the client left a process running that could not be ended: 4711 (daemon)"
	if len(report.Run.Notes) == 0 || report.Run.Notes[0] != want {
		t.Errorf("notes %q", report.Run.Notes)
	}
}

// runs says whether a process does something still, soon: not one that has
// ended and waits for its parent.
func runs(pid int) bool {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		_, after, _ := strings.Cut(string(stat), ") ")
		if err != nil || strings.HasPrefix(after, "Z") {
			return false
		}
	}
	return true
}

// The client fails where several calls are open: the one to blame is found.
func TestTheCallThatFails(t *testing.T) {
	t.Parallel()
	program := Func(func(_ context.Context, server Server, id string) error {
		status, err := post(server, id)
		if strings.HasPrefix(status, "206") {
			panic("206")
		}
		return errors.Join(err, errors.New(status))
	})
	report := judged(t,
		Options{Program: program, Plain: true, Only: []string{"status.other-2xx.*"}})
	f := found(report, "ERC-RUN-1")
	if len(f) != 1 || f[0].Got != "crashed: panic: 206" {
		t.Fatalf("findings %+v", f)
	}
	for _, res := range report.Cases {
		if broke := len(res.Findings) > 0 && res.Findings[0].Requirement == "ERC-RUN-1"; broke !=
			(res.ID == "status.other-2xx.206") {
			t.Errorf("%s: %+v", res.ID, res.Findings)
		}
		if note := strings.Join(res.Note, "\n"); res.ID == "status.other-2xx.206" &&
			(!strings.Contains(note, "client_test.go:") || strings.Contains(note, "/func.go:")) {
			t.Errorf("the place of the panic is not reported:\n%s", note)
		}
	}
}

// A line that looks like an outcome but is invalid ends its call with one finding, and the run
// does not wait for another. What is printed besides outcomes ends no call.
func TestLineThatIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, after, says string }{
		{
			"a number for a code", `"code":404}`,
			"no answer, code is a number, and must be a string: {\"case\":\"error.not-found\"",
		},
		{"cut", `"detail":"`, "no answer, no JSON object: {\"case\":\"error.not-found\""},
		{
			"too long", `"detail":"` + strings.Repeat("x", driver.MaxLine) + `"}`,
			"no answer, the line has more than 1048576 bytes, cut its detail: {\"case\"",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, perCase := range []bool{false, true} {
				program := driver.Driver(func(
					_ context.Context, env map[string]string, stdin io.Reader, stdout, _ io.Writer,
				) error {
					call := driver.Call{Case: env[driver.EnvCase], TaskID: env[driver.EnvTaskID]}
					if !perCase {
						if err := json.NewDecoder(stdin).Decode(&call); err != nil {
							return err
						}
						fmt.Fprintf(stdout, "asked for {\"case\":%q}\n", call.Case)
					}
					_, err := post(Server{URL: env[driver.EnvBaseURL]}, call.TaskID)
					fmt.Fprintf(stdout, "{\"case\":%q,\"outcome\":\"error\",%s\n", call.Case,
						test.after)
					return err
				})
				report := judged(t, Options{
					Program: program, Plain: true, PerCase: perCase,
					Only: []string{"error.not-found"},
				})
				f := found(report, "ERC-RUN-2")
				if len(f) != 1 || !strings.Contains(f[0].Got, test.says) ||
					len(found(report, "ERC-RUN-1"))+len(found(report, "ERC-ERR-1")) > 0 {
					t.Errorf("per case %t: findings %+v", perCase, f)
				}
			}
		})
	}
}

func TestNullClients(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		o    Options
		says string
	}{
		{
			"ends at once",
			Options{Program: shell("exit 0")},
			"the client ended whenever it was asked to make a call",
		},
		{
			"fails at once",
			Options{Program: shell("echo no module >&2; exit 1")},
			"(exit code 1): no module",
		},
		{
			"never does a thing",
			Options{Program: shell("sleep 100"), Timeout: 300 * time.Millisecond},
			"no call and gave no answer within 900ms",
		},
		{"prints rubbish", Options{
			Program: ready{shell(`echo; while read -r line; do echo "$line"; done`)},
			Timeout: 2 * time.Second,
		}, "no answer, no member is named \"taskId\""},
		{"answers without a request", Options{Program: Func(func(
			context.Context, Server, string,
		) error {
			return errors.New("not now")
		})}, "no request came from the client"},
		{
			"once a call",
			Options{Program: shell("exit 1"), PerCase: true},
			"no request came from the client",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.o.Plain = true
			report := judged(t, test.o)
			if code := report.Run.ExitCode; code != result.ExitInconclusive ||
				!strings.Contains(report.Run.Preflight, test.says) {
				t.Errorf("exit %d: %s", code, report.Run.Preflight)
			}
		})
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	report := judged(t,
		Options{Program: shell("cat >/dev/null"), Plain: true, Budget: 300 * time.Millisecond})
	if code, reason := report.Run.ExitCode, report.Run.Reason; code != result.ExitInconclusive ||
		reason != "the budget of 300ms is spent" {
		t.Errorf("exit %d: %s", code, reason)
	}
}

func TestWrongOptions(t *testing.T) {
	t.Parallel()
	doc := document(t)
	program := shell("true")
	for _, o := range []Options{
		{},
		{Doc: doc},
		{Doc: doc, Program: program, Concurrency: -1},
		{Doc: doc, Program: program, PerCase: true, Attached: true},
		{Doc: doc, Program: program, Addr: "0.0.0.0:0"},
		{Doc: doc, Program: program, Addr: "example.com:443"},
		{Doc: doc, Program: program, Addr: "[::1]:0"}, // the base URL has 127.0.0.1
		{Doc: doc, Program: program, Only: []string{"nothing.**"}},
		{Doc: doc, Program: driver.Command{}},
		{Doc: doc, Program: driver.Command{"./no-such-client"}},
	} {
		if _, err := Judge(t.Context(), o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

// A client's owner sees what is wrong in the output of go test: this test runs
// itself as such a one.
func TestRunFails(t *testing.T) {
	t.Parallel()
	if os.Getenv("TOELINE_TEST_OWNER") != "" {
		t.Skip("run by itself")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestOwnerOfAWrongClient$",
		"-test.v")
	cmd.Env = append(os.Environ(), "TOELINE_TEST_OWNER=1")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("a wrong client passes:\n%s", out)
	}
	for _, text := range []string{
		"--- FAIL: TestOwnerOfAWrongClient/error.not-found",
		"ERC-ERR-2 must: The caller learns its status.",
		"got       nothing; the answer is error, detail \"404 Not Found\"",
		"> POST /beta/security/incidentTasks/",
	} {
		if !strings.Contains(string(out), text) {
			t.Errorf("the output has no %q:\n%s", text, out)
		}
	}
}

func TestOwnerOfAWrongClient(t *testing.T) {
	if os.Getenv("TOELINE_TEST_OWNER") == "" {
		t.Skip("for TestRunFails")
	}
	RunWith(t, Options{
		Plain: true, Only: []string{"error.not-found"},
		Program: Func(func(_ context.Context, server Server, id string) error {
			status, err := post(server, id)
			return errors.Join(err, errors.New(status))
		}),
	})
}

// post asks without a token, and returns the status line.
func post(server Server, id string) (string, error) {
	client, err := server.Client()
	if err != nil {
		return "", err
	}
	defer client.CloseIdleConnections()
	response, err := client.Post(server.URL+"/security/incidentTasks/"+id+
		"/executeResponseAction", "", nil)
	if err != nil {
		return "", err
	}
	return response.Status, response.Body.Close()
}
