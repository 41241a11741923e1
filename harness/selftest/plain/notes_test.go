package plain_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// notes is a service that conforms to testdata/notes.yaml, but for a defect; empty: it has none.
type notes struct {
	defect string

	mu   sync.Mutex
	held map[int]map[string]any
	tag  map[int]int
	keys map[string]int
	last int
}

func (s *notes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, note := s.answer(w.Header(), r)
	if note == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(note)
}

func (s *notes) answer(h http.Header, r *http.Request) (int, any) {
	given := map[string]any{}
	if r.Method == http.MethodPatch {
		h.Set("Allow", "GET, PUT, DELETE")
		return 405, nil
	}
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		if json.NewDecoder(r.Body).Decode(&given) != nil {
			return 400, nil
		}
		if _, ok := given["text"].(string); !ok {
			return 400, nil
		}
	}
	if r.Method == http.MethodPost {
		return s.add(r.Header.Get("Idempotency-Key"), given)
	}
	id, text := 0, strings.TrimPrefix(r.URL.Path, "/notes/")
	if _, err := fmt.Sscan(text, &id); err != nil || fmt.Sprint(id) != text {
		return 400, nil
	}
	note, ok := s.held[id]
	if !ok {
		return 404, nil
	}
	tag := fmt.Sprintf("%q", fmt.Sprint(id, "-", s.tag[id]))
	switch r.Method {
	case http.MethodDelete:
		delete(s.held, id)
		return 204, nil
	case http.MethodPut:
		match := r.Header.Get("If-Match")
		other := match != "" && match != tag
		if s.defect == "stale-taken" {
			other = match != "" && !strings.HasPrefix(match, fmt.Sprintf("\"%d-", id))
		}
		if other {
			return 412, nil
		}
		note["text"] = given["text"]
		if s.defect != "same-tag" {
			s.tag[id]++
		}
		return 200, note
	}
	if accept := r.Header.Get("Accept"); accept != "" && !strings.Contains(accept, "json") &&
		!strings.Contains(accept, "*") && s.defect != "accepts-all" {
		return 406, nil
	}
	h.Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag && s.defect != "never-304" {
		return 304, nil
	}
	return 200, note
}

func (s *notes) add(key string, given map[string]any) (int, any) {
	if key == "" {
		return 400, nil
	}
	if id, known := s.keys[key]; known && s.defect != "key-ignored" {
		return 201, s.held[id]
	}
	if s.defect == "one-for-all" && s.last > 0 && s.held[s.last] != nil {
		return 201, s.held[s.last]
	}
	s.last++
	made := map[string]any{"id": s.last}
	maps.Copy(made, map[string]any{"text": given["text"]})
	s.held[s.last], s.keys[key] = made, s.last
	return 201, made
}

// TestConditions: entity tags, conditions, unacceptable media types and keys of repeated requests
// are judged where they are documented: each defect breaks one requirement, and none is reported of
// a service that conforms.
func TestConditions(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/notes.yaml")
	for defect, want := range map[string][]string{
		"": nil, "never-304": {"getNote-UNCHANGED"},
		"same-tag":    {"putNote-NEWTAG", "putNote-STALE"},
		"stale-taken": {"putNote-STALE"}, "accepts-all": {"getNote-ACCEPT"},
		"key-ignored": {"addNote-ONCE"}, "one-for-all": {"addNote-ONCE"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			s := &notes{
				defect: defect, held: map[int]map[string]any{}, tag: map[int]int{},
				keys: map[string]int{},
			}
			server := httptest.NewServer(s)
			t.Cleanup(server.Close)
			var only []string
			if defect == "one-for-all" { // else cases are given, and remove, what others make
				only = []string{"addNote.repeated"}
			}
			report := fuzzed(t, contract, server.URL, 0, 1, only...)
			if diff := cmp.Diff(want, failedOf(report)); diff != "" {
				t.Errorf("failed (-want +got)\n%s", diff)
			}
			if defect == "" && (report.Run.ExitCode != 0 || len(s.held) > 0) {
				t.Errorf("exit %d, %d notes are left", report.Run.ExitCode, len(s.held))
			}
		})
	}
}
