package contracts

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"testing"

	"example.com/toeline/fixtures"
)

func TestConfirmCompromised(t *testing.T) {
	t.Parallel()
	bad := []string{"RUC-BODY-1"}
	subject{
		document: "confirm-compromised", basePath: "/beta", server: newRiskyServer,
		variations: graphVariations("400 for nobody", "400 for another type",
			"the action is no id"),
		defects: graphDefects("RUC", "RUC-REQ-3", map[string][]string{
			"JSON is refused":        {"RUC-REQ-4", "RUC-OK-1", "RUC-NF-1", "RUC-BODY-2"},
			"200 instead of 204":     {"RUC-OK-1"},
			"202 instead of 204":     {"RUC-OK-1"},
			"one user at a time":     {"RUC-OK-1"},
			"content behind the 204": {"RUC-OK-2"},
			"length on the 204":      {"RUC-OK-3"},
			"chunks on the 204":      {"RUC-OK-3"},
			"content is not read": {
				"RUC-NF-1", "RUC-BODY-1", "RUC-BODY-3", "RUC-READ-1", "RUC-READ-2",
			},
			"no content is fine":       bad,
			"broken JSON is fine":      bad,
			"null is fine":             bad,
			"no list is fine":          bad,
			"an empty list is fine":    bad,
			"a text is a list of one":  bad,
			"items may be numbers":     bad,
			"500 for wrong content":    {"RUC-BODY-2"},
			"404 for wrong content":    {"RUC-BODY-2"},
			"any Content-Type is fine": {"RUC-BODY-3"},
			"nobody is confirmed":      {"RUC-NF-1"},
			"level stays":              {"RUC-READ-1"},
			"second user stays":        {"RUC-READ-1"},
			"state stays":              {"RUC-READ-2"},
			"401 and confirmed":        {"RUC-READ-3"},
		}),
	}.test(t)
}

// riskyServer reads the page on confirming risky users as compromised.
type riskyServer struct {
	graph
	known     map[string]bool
	mu        sync.Mutex
	confirmed map[string]bool
}

func newRiskyServer(held *fixtures.Set, f string) http.Handler {
	s := &riskyServer{graph: graph{f}, known: map[string]bool{}, confirmed: map[string]bool{}}
	for _, item := range held.Resources("riskyUsers") {
		s.known[item.ID] = true
	}
	return s
}

func (s *riskyServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, ok := s.reads(w, r, "/beta/riskyUsers/"); ok {
		s.show(w, id)
		return
	}
	if s.defect == "401 and confirmed" && !s.authorized(r) {
		content, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		ids, _ := s.read(content)
		s.keep(ids)
	}
	if !s.admits(w, r, r.URL.Path == "/beta/riskyUsers/confirmCompromised") {
		return
	}
	isJSON := r.Header.Get("Content-Type") == "application/json"
	if s.defect == "JSON is refused" || !isJSON && s.defect != "any Content-Type is fine" &&
		r.ContentLength != 0 && s.defect != "content is not read" {
		status := http.StatusUnsupportedMediaType
		if s.defect == "400 for another type" {
			status = http.StatusBadRequest
		}
		s.fail(w, status, "invalidRequest", "send JSON")
		return
	}
	content, err := io.ReadAll(r.Body)
	if err != nil || s.defect == "content is not read" {
		s.done(w)
		return
	}
	ids, wrong := s.read(content)
	switch {
	case wrong == "" && s.defect == "one user at a time" && len(ids) > 1:
		s.fail(w, http.StatusBadRequest, "invalidRequest", "one user at a time")
	case wrong == "":
		s.confirm(w, ids)
	case s.defect == "500 for wrong content":
		s.fail(w, http.StatusInternalServerError, "generalException", wrong)
	case s.defect == "404 for wrong content":
		s.fail(w, http.StatusNotFound, "itemNotFound", wrong)
	default:
		s.fail(w, http.StatusBadRequest, "invalidRequest", wrong)
	}
}

// read returns the ids of a body, or what is wrong with it.
func (s *riskyServer) read(content []byte) (ids []string, wrong string) {
	if len(content) == 0 && s.defect == "no content is fine" {
		return nil, ""
	}
	var value any
	if json.Unmarshal(content, &value) != nil {
		return nil, s.unless("broken JSON is fine", "no JSON")
	}
	if value == nil && s.defect == "null is fine" {
		return nil, ""
	}
	body, _ := value.(object)
	list, isList := body["userIds"].([]any)
	if text, isText := body["userIds"].(string); isText && s.defect == "a text is a list of one" {
		return []string{text}, ""
	}
	switch {
	case !isList:
		return nil, s.unless("no list is fine", "userIds is not a list")
	case len(list) == 0:
		return nil, s.unless("an empty list is fine", "userIds is empty")
	}
	for _, item := range list {
		id, isText := item.(string)
		if !isText {
			return nil, s.unless("items may be numbers", "userIds has what is not text")
		}
		ids = append(ids, id)
	}
	return ids, ""
}

// unless is what is wrong, except for a server with a defect.
func (g graph) unless(f string, wrong string) string {
	if g.defect == f {
		return ""
	}
	return wrong
}

func (s *riskyServer) confirm(w http.ResponseWriter, ids []string) {
	for _, id := range ids {
		if !s.known[id] && s.defect != "nobody is confirmed" {
			status := http.StatusNotFound
			if s.defect == "400 for nobody" {
				status = http.StatusBadRequest
			}
			s.fail(w, status, "itemNotFound", "no user "+id)
			return
		}
	}
	if s.defect == "second user stays" {
		ids = ids[:1]
	}
	s.keep(ids)
	s.done(w)
}

func (s *riskyServer) keep(ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.confirmed[id] = true
	}
}

// show answers with a risky user; an empty id is answered.
func (s *riskyServer) show(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	level, state := "medium", "atRisk"
	if s.confirmed[id] {
		level, state = "high", "confirmedCompromised"
	}
	switch {
	case id == "":
		return
	case s.defect == "level stays":
		level = "medium"
	case s.defect == "state stays":
		state = "atRisk"
	}
	writeJSON(w, http.StatusOK, object{"id": id, "riskLevel": level, "riskState": state})
}
