package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/embedded"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
)

// publishedServer reads the published edition of the page: it knows no GUIDs,
// and words an unsupported type its own way.
type publishedServer struct{ types map[string]string }

func newPublishedServer(t interface{ Fatal(...any) }) *publishedServer {
	doc, err := (&input.Inputs{Document: "published"}).Load()
	if err != nil {
		t.Fatal(err)
	}
	held, err := (&input.Inputs{}).LoadFixtures(doc, true)
	if err != nil {
		t.Fatal(err)
	}
	s := &publishedServer{types: map[string]string{}}
	for _, task := range embedded.TasksOf(doc, held) {
		s.types[task.ID] = task.ActionType
	}
	return s
}

func (s *publishedServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	actionType := s.types[path.Base(path.Dir(r.URL.Path))]
	supported := strings.Fields("collectInvestigationPackage isolateDevice " +
		"unRestrictAppExecution unIsolateDevice " +
		"restrictAppExecution runAntiVirusScan stopAndQuarantineFile submitIocRule")
	switch {
	case r.Header.Get("Authorization") != "Bearer toeline":
		w.Header().Set("WWW-Authenticate", "Bearer")
		s.fail(w, http.StatusUnauthorized, "unauthenticated", "no token")
	case r.Method != http.MethodPost:
		s.fail(w, http.StatusMethodNotAllowed, "notAllowed", "POST alone")
	case actionType == "":
		s.fail(w, http.StatusNotFound, "itemNotFound", "no such task")
	case !slices.Contains(supported, actionType):
		s.fail(w, http.StatusBadRequest, "notSupported",
			"Currently "+actionType+" is not supported")
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *publishedServer) fail(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error": map[string]any{"code": code, "message": message},
	})
}

// servePublished is the script command of it.
func servePublished(ts *testscript.TestScript, _ bool, _ []string) {
	listen(ts, newPublishedServer(fatal{ts}), reference.Listen{})
}

// fatal makes a script a testing.TB.
type fatal struct{ *testscript.TestScript }

func (f fatal) Fatal(args ...any) { f.Fatalf("%v", args) }

// executions counts the responses of success by the path that they executed.
type executions struct {
	http.Handler
	mu    sync.Mutex
	count map[string]int
}

func (e *executions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	e.Handler.ServeHTTP(answer, r)
	if answer.Code/100 == 2 {
		e.mu.Lock()
		e.count[strings.ToLower(path.Base(path.Dir(r.URL.Path)))]++
		e.mu.Unlock()
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // a 204 takes none
}

// TestEditionsExecuteOnce: each task is executed at most once over all
// editions, and each edition still sees every supported type succeed.
func TestEditionsExecuteOnce(t *testing.T) {
	everything := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	for _, test := range []struct {
		name     string
		handler  http.Handler
		code     int
		executed int // at least
	}{
		{"published edition", newPublishedServer(t), result.ExitPassed, 8},
		{"executes everything", everything, result.ExitInconclusive, 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			counted := &executions{Handler: test.handler, count: map[string]int{}}
			server := reference.StartTest(t, counted, reference.Listen{})
			var out, errs bytes.Buffer
			args := []string{
				"verify", "--document", "all", "--require", "all", "--target", server.URL,
			}
			code := execute(context.Background(), args, app.App{
				Stdout: &out, Stderr: &errs,
				Getenv: func(string) (string, bool) { return "", false },
			})
			if code != test.code {
				t.Errorf("exit %d, want %d\n%s\n%s", code, test.code, out.String(), errs.String())
			}
			tasks := newPublishedServer(t).types
			executed := 0
			for id, n := range counted.count {
				if tasks[id] == "" {
					continue // the id names no task, so none was executed
				}
				executed++
				if n > 1 {
					t.Errorf("task %s was executed %d times", id, n)
				}
			}
			if executed < test.executed {
				t.Errorf("%d tasks were executed, want at least %d", executed, test.executed)
			}
		})
	}
}
