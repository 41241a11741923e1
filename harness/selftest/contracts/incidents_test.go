package contracts

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/fixtures"
)

func TestMergeIncidents(t *testing.T) {
	t.Parallel()
	subject{
		document: "merge-incidents", basePath: "/beta", server: newIncidentServer,
		variations: graphVariations("400 for unknown incidents", "last incident is the target",
			"the action is no id"),
		defects: graphDefects("MIN", "MIN-REQ-3", map[string][]string{
			"any Content-Type is fine": {"MIN-REQ-4"},
			"201 instead of 200":       {"MIN-OK-1"},
			"202 instead of 200":       {"MIN-OK-1"},
			"three are too many":       {"MIN-OK-1"},
			"text/html":                {"MIN-OK-2"},
			"no content":               {"MIN-OK-2"},
			"content breaks off":       {"MIN-OK-2"},
			"number for target":        {"MIN-OK-3"},
			"null for target":          {"MIN-OK-3"},
			"target named id":          {"MIN-OK-3"},
			"list of one response":     {"MIN-OK-3"},
			"target is made anew":      {"MIN-OK-4", "MIN-READ-3"},
			"comment is demanded":      {"MIN-OPT-1", "MIN-OK-1"},
			"reasons are demanded":     {"MIN-OPT-1", "MIN-OK-1"},
			"one reason is refused":    {"MIN-OPT-2", "MIN-OK-1"},
			"several reasons refused":  {"MIN-OK-1"},
			"content is not read": {
				"MIN-BODY-1", "MIN-BODY-3", "MIN-BODY-4", "MIN-REQ-4",
				"MIN-NF-1", "MIN-OK-4", "MIN-READ-1", "MIN-READ-3",
			},
			"broken JSON is fine":       {"MIN-BODY-1"},
			"no list is fine":           {"MIN-BODY-1"},
			"an empty list is fine":     {"MIN-BODY-1"},
			"a text is a list":          {"MIN-BODY-1"},
			"500 for wrong content":     {"MIN-BODY-2", "MIN-BODY-3", "MIN-BODY-4"},
			"reasons are not looked at": {"MIN-BODY-3"},
			"first reason is enough":    {"MIN-BODY-3"},
			"comment may be an object":  {"MIN-BODY-4"},
			"unknown incidents merge":   {"MIN-NF-1"},
			"one known is enough":       {"MIN-NF-1"},
			"500 for unknown incidents": {"MIN-NF-2"},
			"403 for unknown incidents": {"MIN-NF-2"},
			"second merge is forgotten": {"MIN-OK-3"},
			"PATCH executes":            {"MIN-REQ-1"},
			"comment is lost":           {"MIN-READ-1"},
			"no comments":               {"MIN-READ-1"},
			"target is redirected":      {"MIN-READ-2"},
			"nothing is redirected":     {"MIN-READ-3"},
			"all are redirected":        {"MIN-READ-3"},
			"redirected elsewhere":      {"MIN-READ-3"},
			"refused and redirected":    {"MIN-READ-4"},
		}),
	}.test(t)
}

// incidentServer reads the page on merging incidents.
type incidentServer struct {
	graph
	known      map[string]bool
	mu         sync.Mutex
	comments   map[string][]object
	redirected map[string]string
}

func newIncidentServer(held *fixtures.Set, f string) http.Handler {
	s := &incidentServer{
		graph: graph{f}, known: map[string]bool{}, comments: map[string][]object{},
		redirected: map[string]string{},
	}
	for _, item := range held.Resources("incidents") {
		s.known[item.ID] = true
	}
	return s
}

// merge is the content of a request.
type merge struct {
	IDs     any `json:"incidentIds"`
	Comment any `json:"incidentComment"`
	Reasons any `json:"mergeReasons"`
}

var reasons = strings.Fields("repeatedAlertOccurrence sameGeography similarArtifacts " +
	"sameTargetedAsset sameNetworkSegment " +
	"eventSequence timeFrame sameThreatSource similarTTPsOrBehavior sameActor sameCampaign " +
	"sharedIndicators sameAsset " +
	"networkProximity eventCasualSequence temporalProximity lateralMovementPath")

func (s *incidentServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, ok := s.reads(w, r, "/beta/security/incidents/"); ok {
		s.show(w, id)
		return
	}
	if !s.admits(w, r, r.URL.Path == "/beta/security/incidents/mergeIncidents") {
		return
	}
	if s.defect == "content is not read" {
		writeJSON(w, http.StatusOK, object{"targetIncidentId": "1"})
		return
	}
	if r.Header.Get("Content-Type") != "application/json" &&
		s.defect != "any Content-Type is fine" {
		s.fail(w, http.StatusUnsupportedMediaType, "invalidRequest", "send JSON")
		return
	}
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	ids, wrong := s.read(content)
	switch {
	case wrong != "" && s.defect == "500 for wrong content":
		s.fail(w, http.StatusInternalServerError, "generalException", wrong)
	case wrong != "":
		s.fail(w, http.StatusBadRequest, "invalidRequest", wrong)
	case !s.exist(ids):
		if s.defect == "refused and redirected" {
			s.keep(ids, "7", content)
		}
		s.unknown(w)
	default:
		s.merged(w, ids, content)
	}
}

// read returns the ids of a body, or what is wrong with it.
func (s *incidentServer) read(content []byte) (ids []string, wrong string) {
	var m merge
	if json.Unmarshal(content, &m) != nil {
		return nil, s.unless("broken JSON is fine", "no JSON object")
	}
	list, isList := m.IDs.([]any)
	if text, isText := m.IDs.(string); isText && s.defect == "a text is a list" {
		return []string{text}, ""
	}
	switch {
	case !isList:
		return nil, s.unless("no list is fine", "incidentIds is not a list")
	case len(list) == 0:
		return nil, s.unless("an empty list is fine", "incidentIds is empty")
	}
	for _, item := range list {
		id, isText := item.(string)
		if !isText {
			return nil, "incidentIds has what is not text"
		}
		ids = append(ids, id)
	}
	return ids, s.options(m)
}

// options is what is wrong with the rest of a body.
func (s *incidentServer) options(m merge) string {
	if _, isText := m.Comment.(string); !isText && m.Comment != nil &&
		s.defect != "comment may be an object" {
		return "incidentComment is not text"
	}
	if m.Comment == nil && s.defect == "comment is demanded" ||
		m.Reasons == nil && s.defect == "reasons are demanded" {
		return "more is demanded"
	}
	text, _ := m.Reasons.(string)
	if text == "" || s.defect == "reasons are not looked at" {
		return ""
	}
	all := strings.Split(text, ",")
	if len(all) == 1 && s.defect == "one reason is refused" ||
		len(all) > 1 && s.defect == "several reasons refused" {
		return "so many reasons"
	}
	if s.defect == "first reason is enough" {
		all = all[:1]
	}
	for _, reason := range all {
		if !slices.Contains(reasons, strings.TrimSpace(reason)) {
			return "no reason: " + reason
		}
	}
	return ""
}

func (s *incidentServer) exist(ids []string) bool {
	switch s.defect {
	case "unknown incidents merge":
		return true
	case "one known is enough":
		return len(ids) > 0 && s.known[ids[0]]
	}
	return !slices.ContainsFunc(ids, func(id string) bool { return !s.known[id] })
}

func (s *incidentServer) unknown(w http.ResponseWriter) {
	status := http.StatusNotFound
	switch s.defect {
	case "500 for unknown incidents":
		status = http.StatusInternalServerError
	case "400 for unknown incidents":
		status = http.StatusBadRequest
	case "403 for unknown incidents":
		status = http.StatusForbidden
	}
	s.fail(w, status, "itemNotFound", "no such incident")
}

// keep merges incidents.
func (s *incidentServer) keep(ids []string, target string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if id != target || s.defect == "all are redirected" {
			s.redirected[id] = target
		}
	}
	var m merge
	if json.Unmarshal(content, &m) == nil && m.Comment != nil && s.defect != "comment is lost" {
		s.comments[target] = append(s.comments[target], object{"comment": m.Comment})
	}
}

// show answers with an incident; an empty id is answered.
func (s *incidentServer) show(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	incident := object{
		"id": id, "status": "active", "redirectIncidentId": nil,
		"comments": append([]object{{"comment": "first"}}, s.comments[id]...),
	}
	if target, is := s.redirected[id]; is && s.defect != "nothing is redirected" {
		if s.defect == "redirected elsewhere" {
			target = "5"
		}
		incident["redirectIncidentId"] = target
		if target != id {
			incident["status"] = "redirected"
		}
	}
	switch {
	case id == "":
		return
	case s.defect == "no comments":
		delete(incident, "comments")
	case s.defect == "target is redirected" && len(s.comments[id]) > 0:
		incident["status"] = "redirected"
	}
	writeJSON(w, http.StatusOK, incident)
}

func (s *incidentServer) merged(w http.ResponseWriter, ids []string, content []byte) {
	status := http.StatusOK
	var answer any = object{"targetIncidentId": append(ids, "1")[0]}
	defer func() {
		if made, ok := answer.(object); ok && status == http.StatusOK {
			if target, ok := made["targetIncidentId"].(string); ok {
				s.keep(ids, target, content)
			}
		}
	}()
	switch s.defect {
	case "201 instead of 200":
		status = http.StatusCreated
	case "202 instead of 200":
		status = http.StatusAccepted
	case "last incident is the target":
		answer = object{"targetIncidentId": ids[len(ids)-1]}
	case "three are too many":
		if len(ids) > 2 {
			s.fail(w, http.StatusUnprocessableEntity, "invalidRequest", "two at a time")
			return
		}
	case "text/html":
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`{"targetIncidentId":"` + ids[0] + `"}`))
		return
	case "no content":
		w.Header().Set("Content-Type", "application/json")
		return
	case "content breaks off":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"targetIncidentId":"` + ids[0]))
		return
	case "number for target":
		answer = object{"targetIncidentId": 4100000}
	case "null for target":
		answer = object{"targetIncidentId": nil}
	case "target named id":
		answer = object{"id": ids[0]}
	case "list of one response":
		answer = []any{answer}
	case "target is made anew":
		answer = object{"targetIncidentId": "5000001"}
	case "second merge is forgotten":
		if len(ids) > 2 {
			answer = object{}
		}
	}
	writeJSON(w, status, answer)
}
