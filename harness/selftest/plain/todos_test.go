package plain_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

const token = "toeline"

// todos is the service, with one defect of fixtures/plain/fastapi/defects.txt; empty: none.
type todos struct {
	defect string

	mu    sync.Mutex
	order []string
	held  map[string]todo
	files map[string][]byte // by todo and name
	reads int
}

type todo map[string]any

// failure is a response in place of the usual one.
type failure struct {
	status        int
	code, message string
}

func newTodos(defect string) *todos {
	s := &todos{defect: defect, held: map[string]todo{}, files: map[string][]byte{}}
	for i := 1; i <= 12; i++ {
		id := fmt.Sprintf("10000000-0000-4000-8000-%012d", i)
		priority, status := "low", "open"
		if i%2 == 1 {
			priority = "high"
		}
		if i%3 == 0 {
			status = "done"
		}
		s.order = append(s.order, id)
		s.held[id] = todo{
			"id": id, "title": fmt.Sprint("seed ", i), "priority": priority, "status": status,
			"ownerId": "ada", "tags": []any{"seed"}, "createdAt": "2026-01-02T03:04:05Z",
		}
		s.files[id+"/a.txt"] = []byte("hello\n")
	}
	return s
}

func (s *todos) has(defect string) bool { return s.defect == defect }

func (s *todos) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	mux := http.NewServeMux()
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request) *failure{
		"GET /todos": s.list, "POST /todos": s.create, "GET /todos/{id}": s.get,
		"PATCH /todos/{id}": s.update, "DELETE /todos/{id}": s.remove,
		"PUT /todos/{id}/files/{name}": s.putFile, "GET /todos/{id}/files/{name}": s.getFile,
		"GET /owners/{id}": s.owner,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			wrong := s.unauthorized(pattern, r)
			if wrong == nil {
				wrong = serve(w, r)
			}
			if wrong != nil {
				s.refuse(w, r, wrong)
			}
		})
	}
	mux.ServeHTTP(w, r)
}

func (s *todos) unauthorized(pattern string, r *http.Request) *failure {
	given := r.Header.Get("Authorization")
	switch {
	case s.has("auth-skip-delete") && pattern == "DELETE /todos/{id}",
		s.has("auth-skip-list") && pattern == "GET /todos",
		s.has("auth-any-token") && strings.HasPrefix(given, "Bearer "),
		given == "Bearer "+token:
		return nil
	}
	return &failure{401, "unauthorized", "a valid bearer token is needed"}
}

func (s *todos) refuse(w http.ResponseWriter, r *http.Request, f *failure) {
	text := s.has("envelope-401-text") && f.status == 401
	if f.status == 401 {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	switch {
	case f.status == 422 && (s.has("bad-body-500") && r.Method == http.MethodPost ||
		s.has("bad-query-500") && r.Method == http.MethodGet && r.URL.Path == "/todos"):
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
	case text:
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
	case s.has("envelope-404-delete") && r.Method == http.MethodDelete && f.status == 404:
		s.send(w, 404, map[string]any{"detail": f.message})
	default:
		s.send(w, f.status,
			map[string]any{"error": map[string]any{"code": f.code, "message": f.message}})
	}
}

func (s *todos) send(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func invalid(what string) *failure { return &failure{422, "invalid", what + " is not valid"} }

var notFound = &failure{404, "not_found", "there is no such thing"}

func whole(q url.Values, name string, fallback, low, high int) (int, bool) {
	if !q.Has(name) {
		return fallback, true
	}
	n, err := strconv.Atoi(q.Get(name))
	return n, err == nil && n >= low && n <= high
}

func (s *todos) list(w http.ResponseWriter, r *http.Request) *failure {
	q := r.URL.Query()
	low, high := 1, 50
	if s.has("limit-unbounded") {
		low, high = -1<<31, 1<<31
	}
	limit, ok := whole(q, "limit", 20, low, high)
	offset, fine := whole(q, "offset", 0, 0, 1<<31)
	status := q.Get("status")
	switch {
	case !ok || !fine:
		return invalid("limit or offset")
	case q.Has("status") && status != "open" && status != "done":
		return invalid("status")
	case len(r.Header.Get("x-request-id")) > 64:
		return invalid("x-request-id")
	}
	items := []todo{}
	for _, id := range s.order {
		if status == "" || s.has("filter-ignored") || s.held[id]["status"] == status {
			items = append(items, s.held[id])
		}
	}
	total := len(items)
	items = items[min(offset, total):]
	if !s.has("limit-ignored") {
		items = items[:max(min(limit, len(items)), 0)]
	}
	if !s.has("no-total-header") {
		w.Header().Set("X-Total-Count", strconv.Itoa(total))
	}
	body := map[string]any{"items": items, "total": total, "limit": limit, "offset": offset}
	if s.has("total-string") {
		body["total"] = strconv.Itoa(total)
	}
	if s.has("items-null-when-empty") && len(items) == 0 {
		body["items"] = nil
	}
	s.send(w, 200, body)
	return nil
}

// body reads a JSON object and checks its members.
func (s *todos) body(r *http.Request, create bool) (todo, bool) {
	var given todo
	data, _ := io.ReadAll(r.Body)
	decoder := json.NewDecoder(bytes.NewReader(data))
	if decoder.Decode(&given) != nil || given == nil {
		return nil, false
	}
	_, named := given["title"]
	if create && !named && !s.has("missing-title-taken") {
		return nil, false
	}
	checks := map[string]func(any) bool{
		"title": func(v any) bool {
			text, ok := v.(string)
			return ok && text != "" && (len(text) <= 100 || s.has("long-title-taken"))
		},
		"priority": func(v any) bool {
			return isOneOf(v, "low", "normal", "high") ||
				create && s.has("bad-enum-taken") && isText(v)
		},
		"tags": func(v any) bool {
			list, ok := v.([]any)
			isNoText := func(t any) bool { return !isText(t) }
			return ok && len(list) <= 5 && !slices.ContainsFunc(list, isNoText)
		},
	}
	if create {
		checks["ownerId"] = func(v any) bool {
			return v == nil || isText(v) && ownerID.MatchString(v.(string))
		}
	} else {
		checks["status"] = func(v any) bool {
			return isOneOf(v, "open", "done") || s.has("patch-bad-enum-taken") && isText(v)
		}
	}
	for name, holds := range checks {
		if v, ok := given[name]; ok && !holds(v) && (create || v != nil) {
			return nil, false
		}
	}
	if !named && create {
		given["title"] = "untitled"
	}
	return given, true
}

var (
	ownerID  = regexp.MustCompile(`^[a-z]{2,20}$`)
	fileName = regexp.MustCompile(`^[a-z0-9.]{1,40}$`)
	checksum = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func isText(v any) bool { _, ok := v.(string); return ok }

func isOneOf(v any, all ...string) bool {
	text, ok := v.(string)
	return ok && slices.Contains(all, text)
}

func (s *todos) create(w http.ResponseWriter, r *http.Request) *failure {
	given, ok := s.body(r, true)
	if !ok {
		return invalid("body")
	}
	made := todo{
		"id": uuid.NewString(), "title": given["title"], "priority": "normal", "status": "open",
		"ownerId": given["ownerId"], "tags": []any{},
		"createdAt": time.Now().UTC().Format(time.RFC3339),
	}
	if s.has("wrong-default") {
		made["priority"] = "low"
	}
	for _, name := range []string{"priority", "tags"} {
		if v, ok := given[name]; ok {
			made[name] = v
		}
	}
	if !isOneOf(made["priority"], "low", "normal", "high") {
		made["priority"] = "normal"
	}
	if title := made["title"].(string); len(title) > 100 {
		made["title"] = title[:100]
	}
	id := made["id"].(string)
	if !s.has("create-not-stored") {
		s.order = append(s.order, id)
		s.held[id] = made
	}
	if !s.has("no-location") {
		w.Header().Set("Location", "/todos/"+id)
	}
	if s.has("create-200") {
		s.send(w, 200, made)
		return nil
	}
	s.send(w, 201, made)
	return nil
}
