package plain_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// shelf is a service of spec/derive/testdata/parts.yaml that is right, in the ways of many
// frameworks: its router answers for malformed ids, it counts pages from 0, it knows what it may
// sort by, wants entity tags, and creates bins of any name.
type shelf struct {
	defect string

	mu      sync.Mutex
	held    map[int]map[string]any
	bins    map[string]bool
	next    int
	changes int
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Header.Get("X-Key") != token {
		w.WriteHeader(401)
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /parts/{$}", s.list)
	mux.HandleFunc("POST /parts/{$}", s.create)
	mux.HandleFunc("/parts/{id}/", s.part)
	mux.HandleFunc(
		"POST /bins",
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(201) },
	)
	mux.HandleFunc("/bins/{bin}", s.bin)
	mux.ServeHTTP(w, r)
}

func (s *shelf) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if q.Get("limit") == "" {
		limit, err = 10, nil
	}
	page, wrong := strconv.Atoi("0" + q.Get("page"))
	kinds := q.Has("kind") && !isOneOf(q.Get("kind"), "bolt", "nut")
	if err != nil || limit < 1 || wrong != nil || kinds ||
		q.Has("sort") && q.Get("sort") != "name" {
		w.WriteHeader(400)
		return
	}
	all := []any{}
	for id := range s.next + 1 {
		if p := s.held[id]; p != nil && (!q.Has("kind") || p["kind"] == q.Get("kind")) {
			all = append(all, p)
		}
	}
	from := min(page*limit, len(all))
	respond(w, 200, all[from:min(from+limit, len(all))])
}

// given reads the members of a part; false: there is something wrong with them.
func given(r *http.Request, needed bool) (map[string]any, bool) {
	var made map[string]any
	if json.NewDecoder(r.Body).Decode(&made) != nil || made == nil {
		return nil, false
	}
	for _, name := range []string{"name", "kind", "colour"} {
		value, there := made[name]
		if there && !isText(value) || !there && needed && name != "colour" ||
			there && name == "kind" && !isOneOf(value, "bolt", "nut") {
			return nil, false
		}
	}
	return made, true
}

func (s *shelf) create(w http.ResponseWriter, r *http.Request) {
	made, ok := given(r, true)
	if !ok || s.defect == "refuses-all" {
		w.WriteHeader(422)
		return
	}
	s.next++
	made["id"] = s.next
	s.held[s.next] = made
	respond(w, 201, made)
}

func (s *shelf) part(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	found := s.held[id]
	switch {
	case err != nil && s.defect == "malformed-400":
		w.WriteHeader(400)
		return
	case err != nil:
		http.NotFound(w, r) // as text: no operation has this path
		return
	case found == nil:
		respond(w, 404, map[string]any{})
		return
	}
	tag := fmt.Sprintf(`"%v-%v"`, found["id"], found["version"])
	if r.Method == http.MethodGet {
		w.Header().Set("ETag", tag)
		shown := map[string]any{}
		for _, name := range []string{"id", "name", "kind", "colour"} {
			if value, ok := found[name]; ok {
				shown[name] = value
			}
		}
		respond(w, 200, shown)
		return
	}
	members, ok := given(r, r.Method == http.MethodPut)
	switch match := r.Header.Get("If-Match"); {
	case match == "" || r.Method != http.MethodDelete && !ok:
		w.WriteHeader(400)
		return
	case match != tag:
		w.WriteHeader(412)
		return
	case r.Method == http.MethodDelete:
		delete(s.held, id)
		w.WriteHeader(204)
		return
	case r.Method == http.MethodPatch:
		for name, value := range found {
			if _, there := members[name]; !there {
				members[name] = value
			}
		}
	}
	s.changes++
	members["id"], members["version"] = id, s.changes
	s.held[id] = members
	w.WriteHeader(200)
}

func (s *shelf) bin(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("bin")
	known := s.bins[name]
	if r.Method == http.MethodPut && s.defect == "put-refused" {
		w.WriteHeader(409)
		return
	}
	switch r.Method {
	case http.MethodPut:
		s.bins[name] = true
		w.WriteHeader(map[bool]int{true: 200, false: 201}[known])
	case http.MethodDelete:
		delete(s.bins, name)
		w.WriteHeader(204)
	case http.MethodPatch:
		w.Header().Set("Allow", "GET, PUT, DELETE")
		w.WriteHeader(405)
	default:
		w.WriteHeader(map[bool]int{true: 200, false: 404}[known])
	}
}

func respond(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// TestParts: a service that is right has no finding, in a second run too, and nothing is left
// behind. What may be refused is found as what it is, and no more.
func TestParts(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "../../../spec/derive/testdata/parts.yaml")
	for defect, want := range map[string][]string{
		"": nil, "malformed-400": {"deletePart-STATUS", "getPart-STATUS"},
		"refuses-all": {"createPart-TAKES"},
		"put-refused": {"putBin-OK"}, // of what was not put nothing is known
	} {
		s := &shelf{defect: defect, held: map[int]map[string]any{}, bins: map[string]bool{}}
		for ; s.next < 3; s.next++ {
			s.held[s.next] = map[string]any{"id": s.next, "name": "seed", "kind": "nut"}
		}
		server := httptest.NewServer(s)
		defer server.Close()
		for range 2 {
			report, err := verify.Run(t.Context(), verify.Config{
				Contract: contract,
				Target: verify.Target{
					URL: server.URL, Keys: []result.Field{{Name: "key", Value: token}},
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			if failed := failedOf(report); !slices.Equal(failed, want) {
				t.Errorf("%q: failed %v, want %v", defect, failed, want)
			}
			if len(s.held) != 3 || len(s.bins) > 0 {
				t.Errorf("%q: left %v, %v", defect, s.held, s.bins)
			}
		}
	}
}
