//go:build unix

package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/toeline/harness/result"
)

// made is a contract of one case, which makes a thing, reads it and removes it.
const made = `openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {description: made}}
      x-conformance:
        cases:
          - id: thing.made
            text: A thing is made and read
            steps:
              - request: {body: {value: {name: a}}}
                checks: [{id: T-1, status: 201}]
                save: {id: {pointer: /id}}
              - {operation: getThing, request: {id: saved.id}, checks: [{id: T-2, status: 200}]}
            finally:
              - {operation: removeThing, request: {id: saved.id}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getThing, responses: {"200": {description: ok}}}
    delete: {operationId: removeThing, responses: {"204": {description: gone}}}
x-conformance:
  version: 1
  requirements:
    - {id: T-1, level: must, text: One., source: page, basis: stated}
    - {id: T-2, level: must, text: Two., source: page, basis: stated}
`

// TestInterruptedRunCleansUp sends real signals: the first one ends the run, and what it made is
// removed; the second ends that, and what is left is in the report.
func TestInterruptedRunCleansUp(t *testing.T) {
	for _, twice := range []bool{false, true} {
		reading, removing := make(chan struct{}, 9), make(chan struct{}, 9)
		server := httptest.NewServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				switch r.Method {
				case http.MethodPost:
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(http.StatusCreated)
					_, _ = w.Write([]byte(`{"id": "t1"}`))
				case http.MethodDelete:
					removing <- struct{}{}
					if twice {
						<-r.Context().Done()
						return
					}
					w.WriteHeader(http.StatusNoContent)
				default:
					if r.URL.Path == "/things/t1" {
						reading <- struct{}{}
						<-r.Context().Done()
					}
				}
			}))
		defer server.Close()
		dir := t.TempDir()
		document := filepath.Join(dir, "things.yaml")
		if err := os.WriteFile(document, []byte(made), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd, out := command(t, dir, "verify", "--target", server.URL, "--document", document,
			"--report", "json=out.json", "--journal", "journal.log", "--cleanup-budget", "1h")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait := func(c <-chan struct{}) {
			select {
			case <-c:
			case <-time.After(time.Minute):
				t.Errorf("it did not come to it:\n%s", out)
			}
			_ = cmd.Process.Signal(syscall.SIGINT)
		}
		wait(reading)
		if twice {
			wait(removing)
		}
		_ = cmd.Wait()
		text, err := os.ReadFile(filepath.Join(dir, "out.json"))
		if err != nil || cmd.ProcessState.ExitCode() != result.ExitInconclusive {
			t.Errorf("exit %d, %v:\n%s", cmd.ProcessState.ExitCode(), err, out)
		}
		log, err := os.ReadFile(filepath.Join(dir, "journal.log"))
		if err != nil {
			t.Fatal(err)
		}
		left := strings.Contains(string(text), "left behind by thing.made: DELETE /things/t1")
		written := strings.Contains(string(log), `"entry":"left"`)
		if left != twice || written != twice || !twice && len(removing) != 1 {
			t.Errorf("twice %t: left %t, in the journal %t, %d removed\n%s", twice, left, written,
				len(removing), out)
		}
	}
}
