package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/result"
)

// A client that does not trust the lab's CA is the commonest first failure: the report says so, and
// what to do, after a few calls.
func TestClientThatTrustsNoLab(t *testing.T) {
	t.Parallel()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	for _, test := range []struct {
		name string
		send func(url string) (*http.Response, error)
		says []string
	}{
		{"an alert", (&http.Client{Transport: transport}).Get, []string{
			"no request came from the client: ", `alert "tls: `, "does not trust the lab's CA",
			"TOELINE_CA_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE",
			"what it answered first: error",
		}},
		{"no alert", func(url string) (*http.Response, error) {
			host := strings.Split(url, "/")[2]
			conn, err := (&tls.Dialer{Config: &tls.Config{
				InsecureSkipVerify: true,
				VerifyConnection: func(tls.ConnectionState) error {
					return errors.New("not mine")
				},
			}}).Dial("tcp", host)
			if err == nil {
				conn.Close()
			}
			return nil, errors.Join(err, errors.New("not sent"))
		}, []string{"does not trust the lab's CA"}},
		{"http", func(url string) (*http.Response, error) {
			return http.Get(strings.Replace(url, "https:", "http:", 1))
		}, []string{"the client sent http to an https server", "--plain"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var made atomic.Int32
			report := judged(t, Options{Program: Func(
				func(_ context.Context, s Server, _ string) error {
					made.Add(1)
					res, err := test.send(s.URL)
					if err == nil {
						res.Body.Close()
						err = fmt.Errorf("status %d", res.StatusCode)
					}
					return err
				},
			)})
			if report.Run.ExitCode != result.ExitInconclusive {
				t.Errorf("exit %d", report.Run.ExitCode)
			}
			for _, part := range test.says {
				if !strings.Contains(report.Run.Preflight, part) {
					t.Errorf("%q lacks %q", report.Run.Preflight, part)
				}
			}
			if n := made.Load(); n > 40 {
				t.Errorf("%d calls were made before the run ended", n)
			}
		})
	}
}

// What a client that sends nothing wrote to stderr is in the report, to its end and uncut, and
// without the token.
func TestStderrOfAClientThatSendsNothing(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 500) + " the end"
	script := `while read -r line; do echo "trace ` + long + ` $TOELINE_TOKEN" >&2
echo '{"case":"success.task","outcome":"error"}'; done`
	report := judged(t, Options{
		Program: shell(script), Plain: true, Only: []string{"success.task"},
	})
	notes := strings.Join(report.Run.Notes, "\n")
	for _, c := range report.Cases {
		notes += strings.Join(c.Note, "\n")
	}
	if !strings.Contains(notes, "stderr: trace "+long+" (token)") {
		t.Errorf("notes %s", notes)
	}
}

// A proxy of the environment would keep a client from the lab.
func TestNoProxyLeadsToTheLab(t *testing.T) {
	t.Setenv("NO_PROXY", "intern.example")
	file := t.TempDir() + "/env"
	judged(t, Options{
		Program: driver.Command{"sh", "-c", "env >" + file + "; exit 1"}, Plain: true,
	})
	env, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"NO_PROXY=127.0.0.1,localhost,::1,intern.example\n",
		"no_proxy=127.0.0.1,localhost,::1",
	} {
		if !strings.Contains(string(env), line) {
			t.Errorf("%q is not in\n%s", line, env)
		}
	}
}
