package contracts

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/reference"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
	"example.com/toeline/harness/selftest/defects"
)

func TestPublished(t *testing.T) {
	t.Parallel()
	subject{
		document: "published", basePath: "/beta", server: newTaskServer,
		variations: graphVariations("odd id is 400"),
		defects: graphDefects("ERP", "ERP-REQ-4", map[string][]string{
			"content is demanded": {
				"ERP-REQ-3", "ERP-OK-1", "ERP-UNS-1", "ERP-NF-2", "ERP-ID-1",
			},
			"200 instead of 204":      {"ERP-OK-1"},
			"one type is forgotten":   {"ERP-OK-1"},
			"content behind the 204":  {"ERP-OK-2"},
			"length on the 204":       {"ERP-OK-3"},
			"chunks on the 204":       {"ERP-OK-3"},
			"executes disableUser":    {"ERP-UNS-1"},
			"404 for unsupported":     {"ERP-UNS-1"},
			"message of our edition":  {"ERP-UNS-2"},
			"message names no type":   {"ERP-UNS-2"},
			"no envelope, no message": {"ERP-UNS-2", "ERP-ENV-3"},
			"unknown id is executed":  {"ERP-NF-1"},
			"unknown id is 400":       {"ERP-NF-2"},
			"odd id is 500":           {"ERP-ID-1"},
		}),
	}.test(t)
}

// TestPublishedOnTheReference: a target may conform to one edition and not to the other; they
// differ in one message.
func TestPublishedOnTheReference(t *testing.T) {
	t.Parallel()
	doc, held := embedded(t, "published")
	var o reference.Options
	for _, item := range held.Resources("tasks") {
		o.Tasks = append(o.Tasks, reference.Task{
			ID:         item.ID,
			ActionType: item.Properties["actionType"],
		})
	}
	handler, err := reference.New(o)
	if err != nil {
		t.Fatal(err)
	}
	subject{basePath: "/beta"}.checkDefect(t, doc, held, defects.Defect{
		Name: "reference", Breaks: []string{"ERP-UNS-2"},
		Wrap: func(*defects.Base) http.Handler { return handler },
	})
	site := selftest.Site{BasePath: "/beta", Profile: "shape", Strict: true}
	shaped := run(t, doc, held, site, handler)
	if code := shaped.Run.ExitCode; code != result.ExitPassed {
		t.Errorf("under the profile shape: exit %d: %s", code, shaped.Run.Reason)
	}
}

// taskServer reads the published edition of the page.
type taskServer struct {
	graph
	types map[string]string
}

func newTaskServer(held *fixtures.Set, f string) http.Handler {
	s := &taskServer{graph: graph{f}, types: map[string]string{}}
	for _, item := range held.Resources("tasks") {
		s.types[item.ID] = item.Properties["actionType"]
	}
	return s
}

var supported = strings.Fields("collectInvestigationPackage isolateDevice unRestrictAppExecution " +
	"unIsolateDevice " +
	"restrictAppExecution runAntiVirusScan stopAndQuarantineFile submitIocRule")

func (s *taskServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/beta/security/incidentTasks/"), "/")
	if !s.admits(w, r, rest == "executeResponseAction") {
		return
	}
	if s.defect == "content is demanded" && r.ContentLength == 0 {
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
	if s.defect == "one type is forgotten" && actionType == "submitIocRule" {
		return false
	}
	return slices.Contains(supported,
		actionType) || s.defect == "executes disableUser" && actionType == "disableUser"
}

func (s *taskServer) unknown(w http.ResponseWriter, id string) {
	isGUID := len(id) == 36
	switch {
	case s.defect == "unknown id is executed" && isGUID:
		w.WriteHeader(http.StatusNoContent)
	case s.defect == "unknown id is 400" && isGUID:
		s.fail(w, http.StatusBadRequest, "invalidRequest", "no task "+id)
	case s.defect == "odd id is 400" && !isGUID:
		s.fail(w, http.StatusBadRequest, "invalidRequest", "no id: "+id)
	case s.defect == "odd id is 500" && !isGUID:
		w.WriteHeader(http.StatusInternalServerError)
	default:
		s.fail(w, http.StatusNotFound, "itemNotFound", "no task "+id)
	}
}

func (s *taskServer) unsupported(w http.ResponseWriter, actionType string) {
	message := "Currently " + actionType + " is not supported"
	status := http.StatusBadRequest
	switch s.defect {
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
