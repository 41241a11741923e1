package suites_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/lint"
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
	if len(r.errors) != 3 || r.fatal != "" {
		t.Fatalf("got %d errors, want one a cause and the last: %s", len(r.errors), r.all())
	}
	for i, part := range []string{
		`404: /error/code is "Missing", expected "NotFound"`, "ERA-NF-2    must: ",
		"page: Task not found", `expected    "NotFound"`, `got         "Missing"`,
		"/beta/security/incidentTasks/", `suites.Options{Only: []string{"not-found.absent-guid"}}`,
	} {
		if !strings.Contains(r.errors[0], part) {
			t.Errorf("%d: no %q in:\n%s", i, part, r.errors[0])
		}
	}
	if !strings.Contains(r.errors[1], "ERA-NF-3") ||
		!strings.Contains(r.errors[1], "exchange    as of ERA-NF-2 (must) above") {
		t.Errorf("the second error is\n%s", r.errors[1])
	}
	if strings.Contains(r.all(), secret) {
		t.Error("the token is shown")
	}
	if strings.Contains(r.all(), "curl ") || strings.Contains(r.all(), "toeline verify") {
		t.Error("a line asks a server that is no more")
	}
	if last := r.errors[len(r.errors)-1]; !strings.Contains(last, "2 gating requirements failed") {
		t.Errorf("the last error is %q", last)
	}
}

// TestRunGroupsByCause: a test of many causes stays short, has a subtest for each, and the report.
func TestRunGroupsByCause(t *testing.T) {
	alone(t)
	h := mock()
	broken := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			if name != "Request-Id" && name != "Www-Authenticate" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(answer.Code)
		w.Write([]byte(strings.NewReplacer(`"NotFound"`, `"Missing"`, " not found", " is gone",
			`"date"`, `"when"`, `"request-id"`, `"requestId"`, `"BadRequest"`, `"Wrong"`).
			Replace(answer.Body.String())))
	})
	r := subtests{names: map[string]int{}}
	report := suites.Run(&r, suites.Options{Handler: broken})
	failed := 0
	for i := range report.Causes {
		if report.Causes[i].Fails() {
			failed++
		}
	}
	if failed < 5 || len(r.names) != failed || r.names["ERA-NF-2"] != 1 {
		t.Errorf("%d causes fail the run, and the subtests are %v", failed, r.names)
	}
	said := strings.Join(append(r.errors, r.logs...), "\n")
	if n := strings.Count(said, "\n"); n > 60 {
		t.Errorf("%d lines besides the subtests:\n%s", n, said)
	}
	if !strings.Contains(said, "ERA-HDR-1 (should)") {
		t.Errorf("what does not gate is not logged: %s", said)
	}
}

// subtests is a TB that has subtests, as a *testing.T, and runs none.
type subtests struct {
	recorder
	names map[string]int
}

func (s *subtests) Run(name string, _ func(*testing.T)) bool {
	s.names[name]++
	return false
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

// TestRunKnowsThePrefix holds that requests to a handler begin with the path of the server that
// its document names, and with nothing where it names none.
func TestRunKnowsThePrefix(t *testing.T) {
	for servers, prefix := range map[string]string{
		"": "", "servers: [{url: /v3}]\n": "/v3",
		"servers: [{url: 'https://a.example/x/'}]\n": "/x",
	} {
		document, err := lint.Load("pets.yaml", []byte("openapi: 3.1.0\n"+
			"info: {title: t, version: v}\n"+servers+
			"paths: {/pets: {get: {responses: {'200': {description: d}}}}}\n"))
		if err != nil {
			t.Fatal(err)
		}
		handler := http.NewServeMux()
		handler.HandleFunc("GET "+prefix+"/pets",
			func(http.ResponseWriter, *http.Request) {})
		var r recorder
		suites.Run(&r, suites.Options{Handler: handler, Document: document})
		if len(r.errors) > 0 || r.fatal != "" {
			t.Errorf("%q: %s", servers, r.all())
		}
	}
}
