package report_test

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// sent is a request as it arrived.
type sent struct {
	Method, Target string
	Header         http.Header
	Length         int64
}

// recorder keeps what arrived, by the id that each request carries.
type recorder struct {
	mu  sync.Mutex
	all map[string][]sent
}

func (rec *recorder) spoil(r *http.Request, a *answer) {
	header := r.Header.Clone()
	header.Del("Connection")
	rec.mu.Lock()
	defer rec.mu.Unlock()
	id := header.Get("client-request-id")
	rec.all[id] = append(rec.all[id], sent{r.Method, r.RequestURI, header, r.ContentLength})
	a.status, a.body = http.StatusTeapot, []byte("{}") // breaks every case, executes nothing
}

// The curl line of a finding sends what the run sent, byte for byte as far as a server can see.
func TestRepeatSendsTheSame(t *testing.T) {
	t.Parallel()
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Fatal("curl is needed: the lines of every report are made for it: ", err)
	}
	const token, key = `s3cret$HOME-"'token`, "k3y of the gateway"
	rec := &recorder{all: map[string][]sent{}}
	r := run(t, target{
		change: rec.spoil, token: token,
		headers: []result.Field{{Name: "X-Gateway-Key", Value: key}},
		facts: invoked{
			Invocation: result.Invocation{
				Target: "http://127.0.0.1/beta",
				Variables: result.Variables{
					HeaderEnv: map[string]string{"x-gateway-key": "GATEWAY.KEY"},
				},
			},
		},
	})
	env := append(
		slices.DeleteFunc(
			os.Environ(),
			func(v string) bool { return strings.Contains(strings.ToLower(v), "_proxy=") },
		),
		spec.DefaultTokenEnv()+"="+token,
		"GATEWAY_KEY="+key,
	)
	lines := map[string]string{} // by case: one is enough of each
	for i := range r.Cases {
		if c := &r.Cases[i]; len(c.Findings) > 0 {
			lines[c.ID] = c.Findings[0].Reproduce
		}
	}
	if len(lines) < 100 {
		t.Fatalf("only %d cases to repeat", len(lines))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var workers sync.WaitGroup
	free := make(chan struct{}, 4)
	for id, line := range lines {
		workers.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			cmd := exec.CommandContext(ctx, "sh", "-c", line)
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil ||
				!strings.Contains(string(out), "418") {
				t.Errorf("%s: %s: %v\n%s", id, line, err, out)
			}
		})
	}
	workers.Wait()
	want, repeated := 0, 0
	for _, line := range lines {
		if strings.Contains(line, "client-request-id: ") { // half of the requests carry one
			want++
		}
	}
	for id, both := range rec.all {
		if id == "" || len(both) < 2 { // requests without an id cannot be paired
			continue
		}
		repeated++
		if diff := cmp.Diff(both[0], both[1]); diff != "" {
			t.Errorf("%s: %s differs from what the run sent (-run +%s):\n%s", id, both[0].Target,
				curl, diff)
		}
	}
	if repeated != want || want < 50 {
		t.Errorf("%d of %d requests came twice", repeated, want)
	}
}

func TestRepeatLines(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: wrongCode, options: func(o *verify.Config) {
		o.Only, o.Strict, o.Seed, o.Profile = []string{"not-found.absent-guid"}, true, 7, "shape"
	}, facts: invoked{Invocation: result.Invocation{
		Target: "http://localhost:1/b a", Document: "my doc.yaml", Fixtures: "f.yaml",
		AllowEffects: true,
		TLS: result.TLSFiles{
			CAFile:     "ca.pem",
			ClientCert: "c.pem",
			ClientKey:  "k.pem",
			Insecure:   true,
		}, More: []string{"--timeout", "30s"},
	}}})
	want := "toeline verify --target 'http://localhost:1/b a' --document 'my doc.yaml' " +
		"--fixtures f.yaml --allow-effects --profile shape --strict --seed 7" +
		" --ca-file ca.pem --client-cert c.pem --client-key k.pem --insecure-skip-tls-verify " +
		"--timeout 30s --only not-found.absent-guid"
	if diff := cmp.Diff(want, r.Causes[0].Verify); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// The documented token is not a secret, and a line that works as it is helps.
	if got := r.Causes[0].Example.Reproduce; !strings.Contains(got,
		"-H 'Authorization: Bearer toeline'") {
		t.Error(got)
	}
}

// Causes that fail the run come first, then the document's order holds.
func TestCausesInOrder(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: func(_ *http.Request, a *answer) {
		a.header.Del("Request-Id")
		if a.status == http.StatusNotFound {
			a.body = []byte("{}")
		}
	}, facts: facts()})
	order := map[string]int{}
	for i, known := range r.Requirements {
		order[known.ID] = i
	}
	findings := 0
	for i, c := range r.Causes {
		findings += c.Findings
		if c.Requests == 0 || c.Requests > c.Findings || c.Requests > c.Looked ||
			len(c.Cases) > c.Requests {
			t.Errorf("%s: %d findings, %d requests of %d, %d cases", c.Requirement, c.Findings,
				c.Requests, c.Looked, len(c.Cases))
		}
		if i == 0 {
			continue
		}
		before := r.Causes[i-1]
		if c.Gating && !before.Gating ||
			c.Gating == before.Gating && order[c.Requirement] < order[before.Requirement] {
			t.Errorf("%s (gating %v) is after %s (gating %v)", c.Requirement, c.Gating,
				before.Requirement, before.Gating)
		}
	}
	for i := range r.Cases {
		for _, f := range r.Cases[i].Findings {
			if f.SubsumedBy == "" { // the others are counted where they are explained
				findings--
			}
		}
	}
	if findings != 0 {
		t.Errorf("the causes lack %d findings", -findings)
	}
	if n := len(r.Causes); n < 2 || !r.Causes[0].Gating || r.Causes[n-1].Gating {
		t.Errorf("%d causes, not of both kinds", n)
	}
}

// A finding of a random value is reported like any other, and its line sends that value again.
func TestFuzzIsTold(t *testing.T) {
	t.Parallel()
	r := run(t, target{
		change: func(r *http.Request, a *answer) {
			if a.status == http.StatusBadRequest {
				a.status = http.StatusConflict
			}
		}, facts: facts(),
		options: func(o *verify.Config) { o.Fuzz, o.Only = 200, []string{"fuzz.**"} },
	})
	if len(r.Causes) == 0 {
		t.Fatal("nothing was found")
	}
	for _, c := range r.Causes {
		f := c.Example
		id, target, _ := strings.Cut(f.Request, " ")
		known, ok := r.Case(c.Cases[0])
		if !ok || known.Exchange(&f) == nil || id != http.MethodPost ||
			!strings.Contains(f.Reproduce, target) {
			t.Errorf("%+v has no exchange, or no line that repeats it", f)
		}
	}
	if text := write(t, text.Writer{}, r); !strings.Contains(text, "in at least 1 of ") {
		t.Errorf("how often is not reported:\n%s", text)
	}
}
