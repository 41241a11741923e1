package suites_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/h2non/gock"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/verify"
	"example.com/toeline/suites"
)

const actions = `^/beta/security/incidentTasks/[^/]+/executeResponseAction$`

// answeredBy lets a handler answer where gock has a stub, as a team's own function would.
func answeredBy(h http.Handler) gock.MapResponseFunc {
	return func(r *http.Response) *http.Response {
		answer := httptest.NewRecorder()
		request := r.Request.Clone(r.Request.Context())
		if request.RequestURI = request.URL.RequestURI(); request.Body == nil {
			request.Body = http.NoBody
		}
		h.ServeHTTP(answer, request)
		made := answer.Result()
		made.Request = r.Request
		return made
	}
}

// TestGockStubsHaveEffects: nothing is reached, and so no leave, token or fixtures are asked for.
func TestGockStubsHaveEffects(t *testing.T) {
	alone(t)
	defer gock.Off()
	h := mock()
	gock.New("https://graph.microsoft.com").Post(actions).Persist().Reply(204).Map(answeredBy(h))
	o := suites.Options{RoundTripper: gock.DefaultTransport, Only: []string{"success.**"}}
	var r recorder
	if report := suites.Run(&r, o); r.all() != "" || report.Totals.Cases.Passed == 0 {
		t.Errorf("%s\nlogs: %v", r.all(), r.logs)
	}
	if len(h.Executed()) == 0 {
		t.Error("no action was carried out")
	}
	doc, _ := embedded()
	held, err := fixtures.New(doc.Kinds, fixtures.Resource{
		Kind: "tasks", ID: "16966c08-e441-4fec-93e1-25de69a48e97",
		Properties: map[string]string{"actionType": "isolateDevice"},
	})
	if err != nil {
		t.Fatal(err)
	}
	other, err := reference.New(reference.Options{Tasks: tasksOf(held)})
	if err != nil {
		t.Fatal(err)
	}
	gock.Off()
	gock.New("https://graph.microsoft.com").Post(actions).Persist().Reply(204).
		Map(answeredBy(other))
	o.Fixtures = held
	if suites.Run(&r, o); r.all() != "" || len(other.Executed()) != 1 {
		t.Errorf("own fixtures: %s, executed %v", r.all(), other.Executed())
	}
}

func TestUsedUpStubsSayPersist(t *testing.T) {
	alone(t)
	defer gock.Off()
	gock.New("https://graph.microsoft.com").Post(actions).Times(3).Reply(404).
		Map(notFound("NotFound", "taskId %s not found"))
	var r recorder
	suites.Run(&r, suites.Options{
		RoundTripper: gock.DefaultTransport, Only: []string{"not-found.**"},
	})
	said := strings.Join(strings.Fields(r.all()), " ")
	if !strings.Contains(said, "the gock stub for POST graph.microsoft.com^/beta/") ||
		!strings.Contains(said, "is used up, and more requests come: add Persist() to it") {
		t.Errorf("got: %s", r.all())
	}
	gock.Off()
	gock.New("https://graph.microsoft.com").Post("/beta/elsewhere").Reply(204)
	var other recorder
	suites.Run(&other, suites.Options{
		RoundTripper: gock.DefaultTransport, Only: []string{"not-found.absent-guid"},
	})
	said = strings.Join(strings.Fields(other.all()), " ")
	if !strings.Contains(said, "no gock stub is for POST https://graph.microsoft.com/beta/") ||
		strings.Contains(said, "Persist") {
		t.Errorf("without a stub: %s", other.all())
	}
}

// TestGockReachesNothing: what gock would send on stays here, unless actions were allowed.
func TestGockReachesNothing(t *testing.T) {
	alone(t)
	defer gock.Off()
	defer gock.DisableNetworking()
	var reached atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached.Add(1)
		io.WriteString(w, "{}")
	}))
	defer server.Close()
	for name, prepare := range map[string]func(){
		"networking is enabled": func() {
			gock.New(server.URL).Get("/elsewhere").Reply(204)
			gock.EnableNetworking()
		},
		"gock is off": func() { gock.Off() },
	} {
		prepare()
		var r recorder
		suites.Run(&r, suites.Options{
			RoundTripper: gock.DefaultTransport, URL: server.URL + "/beta",
			Only: []string{"not-found.**", "success.**"},
		})
		if reached.Load() > 0 || !strings.Contains(strings.Join(strings.Fields(r.all()), " "),
			"the network is not used: add a stub") {
			t.Errorf("%s: %d requests reached the server: %s", name, reached.Load(), r.all())
		}
	}
	var r recorder
	gock.New(server.URL).Get("/elsewhere").Reply(204)
	suites.Run(&r, suites.Options{
		RoundTripper: gock.DefaultTransport, URL: server.URL + "/beta", AllowEffects: true,
		Token: verify.LoopbackToken, Only: []string{"not-found.**"},
	})
	if reached.Load() == 0 {
		t.Errorf("allowed, and nothing was sent on: %s", r.all())
	}
}
