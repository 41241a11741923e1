package contracts

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/fixtures"
)

func TestCloseEdiscoveryCase(t *testing.T) {
	t.Parallel()
	subject{
		document: "close-ediscovery-case", basePath: "/beta", server: newCaseServer,
		variations: graphVariations("odd id is 400", "closing takes time"),
		defects: graphDefects("EDC", "EDC-REQ-3", map[string][]string{
			"content is demanded":    {"EDC-REQ-4", "EDC-OK-1", "EDC-NF-2", "EDC-ID-1"},
			"type is demanded":       {"EDC-REQ-4", "EDC-OK-1", "EDC-NF-2", "EDC-ID-1"},
			"200 instead of 204":     {"EDC-OK-1"},
			"202 instead of 204":     {"EDC-OK-1"},
			"404 for a case":         {"EDC-OK-1"},
			"content behind the 204": {"EDC-OK-2"},
			"length on the 204":      {"EDC-OK-3"},
			"chunks on the 204":      {"EDC-OK-3"},
			"every id is closed":     {"EDC-NF-1"},
			"unknown id is closed":   {"EDC-NF-1"},
			"one odd id is closed":   {"EDC-NF-1"},
			"unknown id is 400":      {"EDC-NF-2"},
			"odd id is 500":          {"EDC-ID-1"},
			"nothing is closed":      {"EDC-READ-1"},
			"status is unknown":      {"EDC-READ-1"},
			"another case is read":   {"EDC-READ-2"},
			"401 and closed":         {"EDC-READ-3"},
		}),
	}.test(t)
}

// caseServer reads the page on closing a case.
type caseServer struct {
	graph
	open   map[string]bool
	mu     sync.Mutex
	closed map[string]bool
}

func newCaseServer(held *fixtures.Set, f string) http.Handler {
	s := &caseServer{graph: graph{f}, open: map[string]bool{}, closed: map[string]bool{}}
	for _, item := range held.Resources("ediscoveryCases") {
		s.open[item.ID] = true
	}
	return s
}

func (s *caseServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path,
		"/beta/security/cases/ediscoveryCases/"), "/")
	if read, ok := s.reads(w, r, "/beta/security/cases/ediscoveryCases/"); ok {
		s.read(w, read)
		return
	}
	if s.defect == "401 and closed" && !s.authorized(r) {
		s.close(id)
	}
	if !s.admits(w, r, rest == "close") {
		return
	}
	isGUID := len(id) == 36 && strings.Count(id, "-") == 4
	switch {
	case s.defect == "content is demanded" && r.ContentLength == 0:
		s.fail(w, http.StatusLengthRequired, "invalidRequest", "send content")
	case s.defect == "type is demanded" && r.Header.Get("Content-Type") == "":
		s.fail(w, http.StatusUnsupportedMediaType, "invalidRequest", "send JSON")
	case s.open[id] && (s.defect != "404 for a case" || id < "8"), s.defect == "every id is closed",
		s.defect == "unknown id is closed" && isGUID,
		s.defect == "one odd id is closed" && id == "213213":
		s.close(id)
		s.done(w)
	case s.defect == "unknown id is 400" && isGUID:
		s.fail(w, http.StatusBadRequest, "invalidRequest", "no case "+id)
	case s.defect == "odd id is 400" && !isGUID:
		s.fail(w, http.StatusBadRequest, "invalidRequest", "no id: "+id)
	case s.defect == "odd id is 500" && !isGUID:
		s.fail(w, http.StatusInternalServerError, "generalException", "oops")
	default:
		s.fail(w, http.StatusNotFound, "itemNotFound", "no case "+id)
	}
}

func (s *caseServer) close(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed[id] = true
}

// read answers with a case; an empty id is answered.
func (s *caseServer) read(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := "active"
	if s.closed[id] {
		status = "closed"
	}
	switch {
	case id == "":
		return
	case s.closed[id] && s.defect == "closing takes time":
		status = "closing"
	case s.defect == "status is unknown":
		status = "unknownFutureValue"
	case s.defect == "nothing is closed":
		status = "active"
	case s.defect == "another case is read":
		id = "6513270e"
	}
	writeJSON(w, http.StatusOK, object{"id": id, "displayName": "a case", "status": status})
}
