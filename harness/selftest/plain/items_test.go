package plain_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// items is a service that conforms to testdata/items.yaml, but for a defect; empty: it has none.
type items struct {
	defect   string
	contract *spec.Contract
	schema   *openapi.Schema

	mu      sync.Mutex
	held    map[int]map[string]any
	last    int
	created int
}

func serveItems(t *testing.T, contract *spec.Contract, defect string) (*items, string) {
	t.Helper()
	s := &items{defect: defect, contract: contract, held: map[int]map[string]any{}}
	s.schema, _ = contract.Schema("New")
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

// ServeHTTP answers as the document says: a request that a schema refuses with 400.
func (s *items) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, value := s.answer(r)
	w.Header().Set("Content-Type", "application/json")
	if status >= 400 {
		value = map[string]any{"message": http.StatusText(status)}
	}
	w.WriteHeader(status)
	if status != http.StatusNoContent {
		_ = json.NewEncoder(w).Encode(value)
	}
}

func (s *items) answer(r *http.Request) (int, any) {
	path := strings.TrimPrefix(r.URL.Path, "/items")
	if path == "" && r.Method == http.MethodGet {
		return s.list(r)
	}
	id, known := 0, false
	if path != "" {
		if _, err := fmt.Sscanf(path, "/%d", &id); err != nil || fmt.Sprint("/", id) != path {
			return s.fails("id-500", true, 400), nil
		}
		if _, known = s.held[id]; !known {
			return 404, nil
		}
	}
	switch r.Method {
	case http.MethodGet:
		return 200, s.held[id]
	case http.MethodDelete:
		delete(s.held, id)
		return 204, nil
	}
	data, _ := io.ReadAll(r.Body)
	given, err := openapi.DecodeJSON(data)
	if err != nil || len(s.schema.ValidateRequest(given)) > 0 && !s.tolerates(given) {
		return 400, nil
	}
	made, status := given.(map[string]any), 200
	if s.breaksDown(made) {
		return 500, nil
	}
	if !known {
		s.last++
		s.created++
		id, status = s.last, 201
	}
	made["id"] = id
	s.held[id] = made
	return status, made
}

func (s *items) fails(defect string, on bool, status int) int {
	if on && s.defect == defect {
		return 500
	}
	return status
}

// tolerates reports whether the service takes what it must not.
func (s *items) tolerates(given any) bool {
	members, _ := given.(map[string]any)
	code, _ := members["code"].(string)
	if s.defect != "space" || code == "" {
		return false
	}
	members["code"] = strings.TrimRight(code, " ")
	return len(s.schema.ValidateRequest(members)) == 0
}

// breaksDown reports whether the service fails on what it must take.
func (s *items) breaksDown(made map[string]any) bool {
	name := made["name"].(string)
	count, _ := made["count"].(json.Number).Int64()
	tags, _ := made["tags"].([]any)
	size, _ := made["size"].(map[string]any)
	switch s.defect {
	case "emoji":
		return strings.ContainsFunc(name, func(r rune) bool { return r > 0xFFFF })
	case "length":
		return utf8.RuneCountInString(name) == 17
	case "int32":
		return count > 1<<31-1
	case "tag":
		for _, tag := range tags {
			if strings.Contains(tag.(string), "%") {
				return true
			}
		}
	case "unit":
		return size["unit"] == "m" && made["code"] == nil
	}
	return false
}

func (s *items) list(r *http.Request) (int, any) {
	q := r.URL.Query()
	var limit int
	_, err := fmt.Sscanf(q.Get("limit"), "%d", &limit)
	theme, _ := r.Cookie("theme")
	sort := q.Get("sort")
	if s.defect == "case" {
		sort = strings.ToLower(sort)
	}
	switch {
	case q.Has("limit") && (err != nil || limit < 1 || limit > 50 ||
		fmt.Sprint(limit) != q.Get("limit")),
		q.Has("sort") && sort != "name" && sort != "count",
		utf8.RuneCountInString(q.Get("q")) > 40, len(r.Header.Get("X-Tag")) > 20,
		theme != nil && theme.Value != "light" && theme.Value != "dark":
		return 400, nil
	case s.defect == "query" && strings.Contains(q.Get("q"), "'"),
		s.defect == "header" && strings.Contains(r.Header.Get("X-Tag"), "@"),
		s.defect == "cookie" && theme != nil && theme.Value == "dark" && q.Has("q"):
		return 500, nil
	}
	all := []any{}
	for id := range s.last + 1 {
		if one, ok := s.held[id]; ok {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b any) int {
		one, other := a.(map[string]any)[sort], b.(map[string]any)[sort]
		if sort == "count" {
			m, _ := one.(json.Number).Float64()
			n, _ := other.(json.Number).Float64()
			return cmp.Compare(m, n)
		}
		return cmp.Compare(fmt.Sprint(one), fmt.Sprint(other))
	})
	if q.Has("limit") {
		all = all[:min(limit, len(all))]
	}
	return 200, map[string]any{"items": all}
}
