package contracts

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
)

// TestSeveralOperations holds what documents can say beyond one POST: queries,
// headers and cookies, lists in them, parameters left out, things that belong
// to others, and methods that read, change and delete.
func TestSeveralOperations(t *testing.T) {
	t.Parallel()
	doc, held := alerts(t)
	subject{
		doc: doc, held: held, basePath: "/v2", server: newAlertServer,
		defects: map[string][]string{
			"truncated list":            {"AL-HTTP-1"},
			"204 for a list":            {"AL-LIST-1"},
			"list without value":        {"AL-LIST-2"},
			"top is 50 at most and all": {"AL-LIST-3"},
			"top is a text":             {"AL-LIST-3"},
			"header speaks English":     {"AL-LIST-4"},
			"last severity alone":       {"AL-QUERY-1"},
			"plus is a space":           {"AL-QUERY-2"},
			"first field alone":         {"AL-QUERY-3"},
			"cookies are thrown away":   {"AL-QUERY-4"},
			"top may be large":          {"AL-BAD-1"},
			"top may be a word":         {"AL-BAD-1"},
			"top has a default":         {"AL-BAD-2"},
			"any tenant":                {"AL-BAD-3"},
			"JSON for all":              {"AL-BAD-4"},
			"no credentials":            {"AL-AUTH-1"},
			"unwatched are listed":      {"AL-NF-1"},
			"machines do not count":     {"AL-NF-2"},
			"absent are deleted":        {"AL-NF-2"},
			"404 for an alert":          {"AL-GET-1", "AL-CHANGE-1"},
			"another alert":             {"AL-GET-2"},
			"202 for a change":          {"AL-CHANGE-1"},
			"note is the example's":     {"AL-CHANGE-2"},
			"count is a text":           {"AL-CHANGE-2"},
			"any version":               {"AL-CHANGE-3"},
			"no version is fine":        {"AL-CHANGE-3"},
			"200 for a deletion":        {"AL-DEL-1"},
			"no ETag":                   {"AL-ONE-1"},
			"problems are JSON":         {"AL-ENV-1"},
			"problems have no title":    {"AL-ENV-2"},
		},
	}.test(t)
}

func alerts(t *testing.T) (*spec.Contract, *fixtures.Set) {
	t.Helper()
	file := filepath.Join("testdata", "alerts.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := spec.Load(file, data)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join("testdata", "alerts-held.yaml")
	if data, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Load(file, data, doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return doc, held
}

// TestReadingHasNoEffect: off loopback, where nothing may be carried out, what
// reads the user's own items is sent, and nothing else that names one.
func TestReadingHasNoEffect(t *testing.T) {
	t.Parallel()
	doc, held := alerts(t)
	planned := func() []result.PlannedCase {
		s, err := verify.Prepare(verify.Config{
			Contract: doc, Fixtures: held,
			Target: verify.Target{URL: "https://alerts.example/v2", Token: "x"},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return s.Cases()
	}
	for _, c := range planned() {
		reads := c.Effect == spec.None
		if sent := c.Skip == ""; sent != reads {
			t.Errorf("%s: sent %t, reads %t (%s)", c.ID, sent, reads, c.Skip)
		}
	}
	// Toeline's own ids would be unknown there, and the target found at fault.
	held.Embedded = true
	left := 0
	for _, c := range planned() {
		if c.ID != "list.all" && c.ID != "get.own" {
			continue
		}
		if left++; !strings.Contains(c.Skip, "give fixtures") {
			t.Errorf("%s is not left out for its ids: %q", c.ID, c.Skip)
		}
	}
	if left != 2 {
		t.Errorf("%d cases name toeline's own ids", left)
	}
}

// alertServer reads the made-up contract.
type alertServer struct {
	graph
	watched map[string]bool
	alerts  map[string]fixtures.Resource
}

func newAlertServer(held *fixtures.Set, f string) http.Handler {
	s := &alertServer{
		graph: graph{f}, watched: map[string]bool{},
		alerts: map[string]fixtures.Resource{},
	}
	for _, item := range held.Resources("machines") {
		s.watched[item.ID] = item.Properties["watched"] == "true"
	}
	for _, item := range held.Resources("alerts") {
		s.alerts[item.ID] = item
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/machines/{machine}/alerts", s.list)
	mux.HandleFunc("GET /v2/machines/{machine}/alerts/{alert}", s.get)
	mux.HandleFunc("PATCH /v2/machines/{machine}/alerts/{alert}", s.change)
	mux.HandleFunc("DELETE /v2/machines/{machine}/alerts/{alert}", s.delete)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.authorized(r) && f != "no credentials" {
			s.problem(w, http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (s *alertServer) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	top, err := strconv.Atoi(query.Get("top"))
	filter := query.Get("$filter")
	switch {
	case s.defect == "top may be a word" && query.Get("top") == "five",
		s.defect == "top has a default" && !query.Has("top"):
		top, err = 5, nil
	case s.defect == "plus is a space":
		filter = strings.ReplaceAll(filter, "+", " ")
	}
	tenant := r.Header.Get("X-Tenant")
	switch {
	case err != nil, top < 1, top > 50 && s.defect != "top may be large",
		tenant == "" && s.defect != "any tenant":
		s.problem(w, http.StatusBadRequest)
	case !acceptsJSON(r.Header.Get("Accept")) && s.defect != "JSON for all",
		len(r.Header.Values("Accept")) > 1:
		s.problem(w, http.StatusNotAcceptable)
	case !s.watched[r.PathValue("machine")] && s.defect != "unwatched are listed":
		s.problem(w, http.StatusNotFound)
	default:
		s.listed(w, r, top, filter)
	}
}

func (s *alertServer) listed(w http.ResponseWriter, r *http.Request, top int, filter string) {
	query := r.URL.Query()
	language := "en"
	if c, err := r.Cookie("lang"); err == nil && s.defect != "cookies are thrown away" {
		language = c.Value
	}
	answer := object{
		"value": []any{}, "top": top, "language": language,
		"severities": len(query["severity"]), "filter": filter, "fields": query.Get("fields"),
	}
	w.Header().Set("Content-Language", language)
	switch s.defect {
	case "truncated list":
		writeBytes(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Language: "+
			"en\r\nContent-Length: 999\r\n\r\n{")
		return
	case "204 for a list":
		w.WriteHeader(http.StatusNoContent)
		return
	case "list without value":
		delete(answer, "value")
	case "top is 50 at most and all":
		answer["top"] = 50
	case "top is a text":
		answer["top"] = query.Get("top")
	case "header speaks English":
		w.Header().Set("Content-Language", "x-"+language)
	case "last severity alone":
		answer["severities"] = min(1, len(query["severity"]))
	case "first field alone":
		answer["fields"], _, _ = strings.Cut(query.Get("fields"), ",")
	}
	writeJSON(w, http.StatusOK, answer)
}

// alert is the one that a request names; false: it was answered.
func (s *alertServer) alert(w http.ResponseWriter, r *http.Request) (fixtures.Resource, bool) {
	item, known := s.alerts[r.PathValue("alert")]
	if !known || item.Properties["machine"] != r.PathValue("machine") &&
		s.defect != "machines do not count" {
		s.problem(w, http.StatusNotFound)
		return item, false
	}
	return item, true
}

func (s *alertServer) get(w http.ResponseWriter, r *http.Request) {
	if item, ok := s.alert(w, r); ok {
		id := item.ID
		if s.defect == "another alert" {
			id += "0"
		}
		s.one(w, http.StatusOK, object{"id": id, "machine": item.Properties["machine"]})
	}
}

func (s *alertServer) one(w http.ResponseWriter, status int, alert object) {
	if s.defect == "404 for an alert" {
		s.problem(w, http.StatusNotFound)
		return
	}
	if s.defect != "no ETag" {
		w.Header().Set("ETag", `"1"`)
	}
	writeJSON(w, status, alert)
}

func (s *alertServer) change(w http.ResponseWriter, r *http.Request) {
	item, ok := s.alert(w, r)
	if !ok {
		return
	}
	version, etag := r.Header.Get("If-Match"), item.Properties["etag"]
	if version != etag && s.defect != "any version" && !(version == "" && s.defect ==
		"no version is fine") || version == "" && etag == "" && s.defect != "no version is fine" {
		s.problem(w, http.StatusPreconditionFailed)
		return
	}
	var sent object
	mediaTypes := r.Header.Values("Content-Type")
	if json.NewDecoder(r.Body).Decode(&sent) != nil || !slices.Equal(mediaTypes,
		[]string{"application/merge-patch+json"}) {
		s.problem(w, http.StatusBadRequest)
		return
	}
	note, _ := sent["note"].(object)
	status := http.StatusOK
	switch s.defect {
	case "202 for a change":
		status = http.StatusAccepted
	case "note is the example's":
		note["count"] = 1
	case "count is a text":
		note["count"] = "7"
	}
	s.one(w, status, object{"id": item.ID, "machine": sent["machine"], "note": note})
}

func (s *alertServer) delete(w http.ResponseWriter, r *http.Request) {
	if _, known := s.alerts[r.PathValue("alert")]; !known && s.defect == "absent are deleted" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if _, ok := s.alert(w, r); !ok {
		return
	}
	if s.defect == "200 for a deletion" {
		w.WriteHeader(http.StatusOK)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// problem answers with the details of a problem (RFC 9457).
func (s *alertServer) problem(w http.ResponseWriter, status int) {
	problem := object{"status": status, "title": http.StatusText(status)}
	mediaType := "application/problem+json"
	switch s.defect {
	case "problems are JSON":
		mediaType = "application/json"
	case "problems have no title":
		delete(problem, "title")
	}
	writeJSON(retyped{w, mediaType}, status, problem)
}

func acceptsJSON(accept string) bool {
	return accept == "" || strings.Contains(accept, "json") || strings.Contains(accept, "*/*")
}
