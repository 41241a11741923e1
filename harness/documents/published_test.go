package documents

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

func TestPublished(t *testing.T) {
	t.Parallel()
	subject{document: "published", basePath: "/beta", server: newTaskServer, flaws: map[flaw][]string{
		"GET executes":                 {"ERP-REQ-1"},
		"DELETE executes":              {"ERP-REQ-1"},
		"other methods are 400":        {"ERP-REQ-2"},
		"content is demanded":          {"ERP-REQ-3", "ERP-OK-1", "ERP-UNS-1", "ERP-UNS-2", "ERP-NF-2", "ERP-ID-1"},
		"truncated 404":                {"ERP-REQ-4"},
		"no credentials are asked for": {"ERP-AUTH-1", "ERP-AUTH-2"},
		"any scheme will do":           {"ERP-AUTH-1"},
		"any token will do":            {"ERP-AUTH-2"},
		"no challenge":                 {"ERP-AUTH-3"},
		"200 instead of 204":           {"ERP-OK-1"},
		"one type is forgotten":        {"ERP-OK-1"},
		"content behind the 204":       {"ERP-OK-2"},
		"length on the 204":            {"ERP-OK-3"},
		"chunks on the 204":            {"ERP-OK-3"},
		"executes disableUser":         {"ERP-UNS-1"},
		"404 for unsupported":          {"ERP-UNS-1", "ERP-UNS-2"},
		"message of our edition":       {"ERP-UNS-2"},
		"message names no type":        {"ERP-UNS-2"},
		"no envelope, no message":      {"ERP-UNS-2", "ERP-ENV-3"},
		"unknown id is executed":       {"ERP-NF-1"},
		"unknown id is 400":            {"ERP-NF-2"},
		"odd id is 500":                {"ERP-ID-1"},
		"text/plain":                   {"ERP-ENV-1"},
		"two values":                   {"ERP-ENV-2"},
		"empty code":                   {"ERP-ENV-4"},
		"code is a number":             {"ERP-ENV-4"},
		"404 has no message":           {"ERP-ENV-5"},
		"innerError is a text":         {"ERP-ENV-6"},
	}}.test(t)
}

// TestPublishedOnTheReference: a target may keep to one edition and not to the
// other; what tells them apart is one message.
func TestPublishedOnTheReference(t *testing.T) {
	t.Parallel()
	doc, err := spec.Embedded("published")
	if err != nil {
		t.Fatal(err)
	}
	world, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	var o reference.Options
	for _, item := range world.Items("tasks") {
		o.Tasks = append(o.Tasks, reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	handler, err := reference.New(o)
	if err != nil {
		t.Fatal(err)
	}
	subject{basePath: "/beta"}.holdFlaw(t, doc, handler, world, []string{"ERP-UNS-2"})
	shaped := run(t, plan.Options{Doc: doc, World: world, Profile: "shape", Strict: true}, "/beta", handler)
	if code, reason := shaped.Exit(); code != plan.ExitHolds {
		t.Errorf("under the profile shape: exit %d: %s", code, reason)
	}
}

// taskServer reads the published edition of the page.
type taskServer struct {
	types map[string]string
	flaw  flaw
}

func newTaskServer(world *fixtures.World, f flaw) http.Handler {
	s := &taskServer{types: map[string]string{}, flaw: f}
	for _, item := range world.Items("tasks") {
		s.types[item.ID] = item.Properties["actionType"]
	}
	return s
}

var supported = strings.Fields("collectInvestigationPackage isolateDevice unRestrictAppExecution unIsolateDevice " +
	"restrictAppExecution runAntiVirusScan stopAndQuarantineFile submitIocRule")

func (s *taskServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/beta/security/incidentTasks/"), "/")
	if rest != "executeResponseAction" {
		s.fail(w, http.StatusNotFound, "itemNotFound", "no such resource")
		return
	}
	if !s.authorized(r) {
		if s.flaw != "no challenge" {
			w.Header().Set("WWW-Authenticate", `Bearer realm=""`)
		}
		s.fail(w, http.StatusUnauthorized, "unauthenticated", "no token")
		return
	}
	executes := r.Method == "POST" || string(s.flaw) == r.Method+" executes"
	if !executes {
		status := http.StatusMethodNotAllowed
		if s.flaw == "other methods are 400" {
			status = http.StatusBadRequest
		}
		s.fail(w, status, "notAllowed", "POST alone")
		return
	}
	if s.flaw == "content is demanded" && r.ContentLength == 0 {
		s.fail(w, http.StatusLengthRequired, "invalidRequest", "send content")
		return
	}
	actionType, known := s.types[id]
	switch {
	case !known:
		s.unknown(w, id)
	case s.supports(actionType):
		s.done(w)
	default:
		s.unsupported(w, actionType)
	}
}

func (s *taskServer) supports(actionType string) bool {
	if s.flaw == "one type is forgotten" && actionType == "submitIocRule" {
		return false
	}
	return slices.Contains(supported, actionType) || s.flaw == "executes disableUser" && actionType == "disableUser"
}

func (s *taskServer) authorized(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch s.flaw {
	case "no credentials are asked for":
		return true
	case "any scheme will do":
		return token == "toeline" || scheme == "Basic"
	case "any token will do":
		return scheme == "Bearer" && token != ""
	}
	return scheme == "Bearer" && token == "toeline"
}

func (s *taskServer) done(w http.ResponseWriter) {
	switch s.flaw {
	case "200 instead of 204":
		w.WriteHeader(http.StatusOK)
	case "content behind the 204":
		writeBytes(w, "HTTP/1.1 204 No Content\r\n\r\ndone")
	case "length on the 204":
		writeBytes(w, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
	case "chunks on the 204":
		writeBytes(w, "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n")
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *taskServer) unknown(w http.ResponseWriter, id string) {
	isGUID := len(id) == 36
	switch {
	case s.flaw == "unknown id is executed" && isGUID:
		w.WriteHeader(http.StatusNoContent)
	case s.flaw == "unknown id is 400" && isGUID:
		s.fail(w, http.StatusBadRequest, "invalidRequest", "no task "+id)
	case s.flaw == "odd id is 500" && !isGUID:
		w.WriteHeader(http.StatusInternalServerError)
	case s.flaw == "truncated 404":
		writeBytes(w, "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")
	case s.flaw == "404 has no message":
		writeJSON(w, http.StatusNotFound, object{"error": object{"code": "itemNotFound"}})
	default:
		s.fail(w, http.StatusNotFound, "itemNotFound", "no task "+id)
	}
}

func (s *taskServer) unsupported(w http.ResponseWriter, actionType string) {
	message := "Currently " + actionType + " is not supported"
	status := http.StatusBadRequest
	switch s.flaw {
	case "404 for unsupported":
		status = http.StatusNotFound
		message = "no task"
	case "message of our edition":
		message = "Action type '" + actionType + "' is not supported for automated execution."
	case "message names no type":
		message = "Currently this type is not supported"
	case "no envelope, no message":
		writeJSON(w, status, object{"message": message})
		return
	}
	s.fail(w, status, "notSupported", message)
}

// fail answers with the envelope of Graph's page on errors.
func (s *taskServer) fail(w http.ResponseWriter, status int, code, message string) {
	detail := object{"code": code, "message": message, "innerError": object{"date": "2026-01-02T03:04:05"}}
	switch s.flaw {
	case "text/plain":
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"error":{"code":"` + code + `","message":"` + message + `"}}`))
		return
	case "two values":
		defer func() { _, _ = w.Write([]byte("{}")) }()
	case "empty code":
		detail["code"] = ""
	case "code is a number":
		detail["code"] = 7
	case "innerError is a text":
		detail["innerError"] = "none"
	}
	writeJSON(w, status, object{"error": detail})
}
