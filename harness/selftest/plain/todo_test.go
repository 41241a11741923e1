package plain_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// find returns what a path names.
func (s *todos) find(r *http.Request) (todo, *failure) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		return nil, invalid("todo_id")
	}
	if found, ok := s.held[id.String()]; ok {
		return found, nil
	}
	return nil, notFound
}

func (s *todos) get(w http.ResponseWriter, r *http.Request) *failure {
	s.reads++
	if s.has("intermittent-500") && s.reads%5 == 0 {
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return nil
	}
	found, wrong := s.find(r)
	if wrong == notFound && s.has("absent-200-null") {
		s.send(w, 200, nil)
		return nil
	}
	if wrong != nil {
		return wrong
	}
	shown := todo{}
	for name, value := range found {
		shown[name] = value
	}
	switch s.defect {
	case "missing-member":
		delete(shown, "createdAt")
	case "enum-upper":
		shown["status"] = strings.ToUpper(shown["status"].(string))
	case "bad-date":
		shown["createdAt"] = "yesterday"
	case "text-plain":
		text, _ := json.Marshal(shown)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(text)
		return nil
	}
	s.send(w, 200, shown)
	return nil
}

func (s *todos) update(w http.ResponseWriter, r *http.Request) *failure {
	given, ok := s.body(r, false)
	found, wrong := s.find(r)
	switch {
	case wrong != nil && wrong != notFound, !ok:
		return invalid("body")
	case wrong != nil:
		return wrong
	}
	for name, value := range given {
		_, known := found[name]
		if !known || value == nil || name == "status" && !isOneOf(value, "open", "done") {
			continue
		}
		found[name] = value
	}
	if _, ok := given["tags"]; !ok && s.has("patch-clobbers") {
		found["tags"] = []any{}
	}
	s.send(w, 200, found)
	return nil
}

func (s *todos) remove(w http.ResponseWriter, r *http.Request) *failure {
	found, wrong := s.find(r)
	if wrong != nil {
		return wrong
	}
	if id := found["id"].(string); !s.has("delete-noop") {
		delete(s.held, id)
		s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == id })
	}
	if s.has("delete-200") {
		s.send(w, 200, map[string]any{"ok": true})
		return nil
	}
	w.WriteHeader(204)
	return nil
}

// file checks the path and returns the key of what it names.
func (s *todos) file(r *http.Request) (string, *failure) {
	if !fileName.MatchString(r.PathValue("name")) {
		return "", invalid("name")
	}
	found, wrong := s.find(r)
	if wrong != nil {
		return "", wrong
	}
	return found["id"].(string) + "/" + r.PathValue("name"), nil
}

func (s *todos) putFile(w http.ResponseWriter, r *http.Request) *failure {
	if !checksum.MatchString(r.Header.Get("x-checksum")) && !s.has("checksum-not-needed") {
		return invalid("x-checksum")
	}
	key, wrong := s.file(r)
	if wrong != nil {
		return wrong
	}
	data, _ := io.ReadAll(r.Body)
	sum := sha256.Sum256(data)
	s.files[key] = data
	if s.has("file-truncated") && len(data) > 0 {
		s.files[key] = data[:len(data)-1]
	}
	s.send(w, 201, map[string]any{
		"name": r.PathValue("name"), "size": len(data), "checksum": hex.EncodeToString(sum[:]),
	})
	return nil
}

func (s *todos) getFile(w http.ResponseWriter, r *http.Request) *failure {
	key, wrong := s.file(r)
	data, ok := s.files[key]
	switch {
	case wrong != nil:
		return wrong
	case !ok:
		return notFound
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if s.has("file-json-type") {
		w.Header().Set("Content-Type", "application/json")
	}
	_, _ = w.Write(data)
	return nil
}

func (s *todos) owner(w http.ResponseWriter, r *http.Request) *failure {
	id := r.PathValue("id")
	name, ok := map[string]string{"ada": "Ada Lovelace", "bob": "Bob Kahn"}[id]
	switch {
	case !ownerID.MatchString(id):
		return invalid("owner_id")
	case !ok && s.has("absent-owner-400"):
		return &failure{400, "not_found", "no such owner"}
	case !ok:
		return notFound
	}
	shown := map[string]any{"id": id, "name": name}
	if s.has("extra-member") {
		shown["passwordHash"] = "x"
	}
	s.send(w, 200, shown)
	return nil
}
