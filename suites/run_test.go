package suites_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/verify"
	"example.com/toeline/suites"
)

// inProcess is a round tripper that asks a handler.
type inProcess struct{ http.Handler }

func (h inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	if r.RequestURI = r.URL.RequestURI(); r.Body == nil {
		r.Body = http.NoBody
	}
	h.ServeHTTP(answer, r)
	return answer.Result(), nil
}

func TestRunIsQuietWhenTheContractHolds(t *testing.T) {
	alone(t)
	h := mock()
	server := httptest.NewServer(h)
	defer server.Close()
	for name, o := range map[string]suites.Options{
		"handler": {Handler: h},
		"strict":  {Handler: h, Strict: true},
		"URL":     {URL: server.URL + "/beta"},
		"shape":   {Handler: replacing(" not found", " is gone"), Profile: "shape"},
	} {
		var r recorder
		suites.Run(&r, o)
		if r.all() != "\n" && r.all() != "" || len(r.logs) > 0 {
			t.Errorf("%s: %s\nlogs: %v", name, r.all(), r.logs)
		}
	}
}

func TestRunTellsAllFindings(t *testing.T) {
	alone(t)
	const secret = "not-to-be-seen"
	var r recorder
	suites.Run(&r, suites.Options{
		Handler: replacingIn(mockThatTakes(secret), `{"error":{"code":"NotFound","message":"taskId`,
			`{"error":{"code":"Missing","message":"id`),
		Token: secret,
	})
	if len(r.errors) < 3 || r.fatal != "" {
		t.Fatalf("got %d errors: %s", len(r.errors), r.all())
	}
	first := r.errors[0]
	for _, part := range []string{
		"breaks ERA-NF-2, ERA-NF-3",
		"ERA-NF-2 (must) The error code for it is the one of the example. [page: Task not found]",
		"/error/code: ", "expected: ", "NotFound", `got:      "Missing"`, "request:  curl",
		"/beta/security/incidentTasks/",
	} {
		if !strings.Contains(first, part) {
			t.Errorf("no %q in:\n%s", part, first)
		}
	}
	if strings.Contains(r.all(), secret) {
		t.Error("the token is shown")
	}
	if last := r.errors[len(r.errors)-1]; !strings.Contains(last, "2 gating requirements failed") {
		t.Errorf("the last error is %q", last)
	}
}

func TestRunLogsWhatDoesNotGate(t *testing.T) {
	alone(t)
	h := mock()
	silentIDs := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		answer.Header().Del("request-id")
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		w.Write(answer.Body.Bytes())
	})
	var lenient, strict recorder
	suites.Run(&lenient, suites.Options{Handler: silentIDs, Only: []string{"not-found.**"}})
	suites.Run(&strict,
		suites.Options{Handler: silentIDs, Only: []string{"not-found.**"}, Strict: true})
	if len(lenient.errors) > 0 ||
		!strings.Contains(strings.Join(lenient.logs, "\n"), "ERA-HDR-1 (should)") {
		t.Errorf("errors %v, logs %v", lenient.errors, lenient.logs)
	}
	if !strings.Contains(strict.all(), "ERA-HDR-1 (should)") {
		t.Errorf("strict: %s", strict.all())
	}
}

func TestRunAgainstARoundTripper(t *testing.T) {
	alone(t)
	doc, _ := embedded()
	text := "tasks:\n  - {id: 16966c08-e441-4fec-93e1-25de69a48e97, actionType: isolateDevice}\n"
	held, err := fixtures.Load("own.yaml", []byte(text), doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	h := mock()
	var r recorder
	suites.Run(&r, suites.Options{
		RoundTripper: inProcess{h}, Token: verify.LoopbackToken, Fixtures: held,
		AllowEffects: true,
	})
	logs := strings.Join(r.logs, "\n")
	if len(r.errors) > 0 || r.fatal != "" || !strings.Contains(logs, "bytes of the connection") {
		t.Errorf("errors: %s\nlogs: %s", r.all(), logs)
	}
	if got := h.Executed(); len(got) != 1 || got["16966c08-e441-4fec-93e1-25de69a48e97"] != 1 {
		t.Errorf("executed %v", got)
	}
}

func TestRoundTripperOffLoopbackHasNoEffect(t *testing.T) {
	alone(t)
	h := mock()
	var r recorder
	suites.Run(&r, suites.Options{RoundTripper: inProcess{h}, Token: verify.LoopbackToken})
	if len(r.errors) > 0 || r.fatal != "" || len(h.Executed()) > 0 {
		t.Errorf("%s, executed %v", r.all(), h.Executed())
	}
	if logs := strings.Join(r.logs,
		"\n"); !strings.Contains(logs, "give Options.AllowEffects and Options.Fixtures") {
		t.Errorf("logs: %s", logs)
	}
}

// unreachable is a URL at which nothing listens: port 1 is reserved for the system.
const unreachable = "http://127.0.0.1:1"

func TestRunFailsWhenNothingIsProven(t *testing.T) {
	alone(t)
	for wanted, o := range map[string]suites.Options{
		"nothing answers at":    {URL: unreachable},
		"no target":             {},
		"matches no case":       {Handler: mock(), Only: []string{"nothing"}},
		"no case was exercised": {RoundTripper: inProcess{mock()}, Only: []string{"success.**"}},
		"Options.Fixtures too":  {RoundTripper: inProcess{mock()}, AllowEffects: true},
	} {
		var r recorder
		suites.Run(&r, o)
		if !strings.Contains(r.all(), wanted) || len(r.errors) > 1 {
			t.Errorf("wanted %q, got: %s", wanted, r.all())
		}
	}
}

func TestRunFailsWhatStaysUndecided(t *testing.T) {
	alone(t)
	busy := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400") // beyond any budget
		w.WriteHeader(http.StatusTooManyRequests)
	})
	var r recorder
	suites.Run(&r, suites.Options{Handler: busy, Only: []string{"not-found.absent-guid"}})
	if len(r.errors) != 2 || !strings.HasPrefix(r.errors[0],
		"not-found.absent-guid is inconclusive: answered 429 Too Many Requests") {
		t.Errorf("got: %s", r.all())
	}
}
