package contracts

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"example.com/toeline/fixtures"
)

// The URNs of RFC 7643 and RFC 7644.
const (
	userURN  = "urn:ietf:params:scim:schemas:core:2.0:User"
	listURN  = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	errorURN = "urn:ietf:params:scim:api:messages:2.0:Error"
)

// userServer reads RFC 7643 and RFC 7644.
type userServer struct {
	defect string
	mu     sync.Mutex
	users  map[string]object
	gone   map[string]object // users that were deleted, by id
	reads  map[string]int    // of each user
	order  []string
	next   int
}

func newUserServer(_ *fixtures.Set, defect string) http.Handler {
	return &userServer{
		defect: defect, users: map[string]object{}, gone: map[string]object{},
		reads: map[string]int{},
	}
}

// is reports whether the server has one of some defects.
func (s *userServer) is(defects ...string) bool { return slices.Contains(defects, s.defect) }

func (s *userServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, isUser := strings.CutPrefix(r.URL.Path, "/v2/Users/")
	switch user, known := s.users[id]; {
	case r.URL.Path == "/v2/Users" && r.Method == http.MethodPost:
		s.create(w, r)
	case r.URL.Path == "/v2/Users" && r.Method == http.MethodGet:
		s.search(w, r)
	case !isUser:
		s.fail(w, http.StatusNotFound, "")
	case !known:
		s.absent(w, r, id)
	case r.Method == http.MethodGet:
		s.read(w, r, user)
	case r.Method == http.MethodPut:
		s.replace(w, r, id, user)
	case r.Method == http.MethodDelete:
		s.remove(w, id, user)
	default:
		s.fail(w, http.StatusMethodNotAllowed, "")
	}
}

// absent answers for an id that names no user.
func (s *userServer) absent(w http.ResponseWriter, r *http.Request, id string) {
	deleted, was := s.gone[id]
	switch {
	case r.Method == http.MethodGet && was && s.is("deleted user is read"):
		s.answer(w, http.StatusOK, deleted)
	case r.Method == http.MethodGet && s.is("unknown id is an empty list"):
		s.answer(w, http.StatusOK, object{"schemas": []string{userURN}, "id": id, "userName": "x"})
	case r.Method == http.MethodDelete && was && s.is("deleted user is deleted again"),
		r.Method == http.MethodDelete && !was && s.is("nothing is deleted"):
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodPut && s.is("a replacement creates"):
		s.answer(w, http.StatusCreated, object{"schemas": []string{userURN}, "id": id})
	case r.Method == http.MethodGet && !was && s.is("unknown id is 400"):
		s.fail(w, http.StatusBadRequest, "invalidValue")
	default:
		s.fail(w, http.StatusNotFound, "")
	}
}

// sent returns the user of a request; nil: it is answered.
func (s *userServer) sent(w http.ResponseWriter, r *http.Request) object {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return nil
	}
	var user object
	switch err := json.Unmarshal(content, &user); {
	case err != nil && s.is("broken JSON is 500"):
		w.WriteHeader(http.StatusInternalServerError)
		return nil
	case err != nil && s.is("broken JSON is a wrong value"):
		s.fail(w, http.StatusBadRequest, "invalidValue")
		return nil
	case err != nil:
		s.fail(w, http.StatusBadRequest, "invalidSyntax")
		return nil
	case user["userName"] == nil && s.is("no name is a conflict"):
		s.fail(w, http.StatusConflict, "uniqueness")
		return nil
	case user["userName"] == nil && !s.is("a user has no name"):
		s.fail(w, http.StatusBadRequest, "invalidValue")
		return nil
	}
	return user
}

// taken reports whether another user than that of an id has a name.
func (s *userServer) taken(id string, name any) bool {
	all := maps.Clone(s.users)
	if s.is("names of deleted users are taken") {
		maps.Copy(all, s.gone)
	}
	for other, user := range all {
		if other != id && strings.EqualFold(fmt.Sprint(user["userName"]), fmt.Sprint(name)) {
			return true
		}
	}
	return false
}

func (s *userServer) create(w http.ResponseWriter, r *http.Request) {
	user := s.sent(w, r)
	switch {
	case user == nil:
		return
	case s.taken("", user["userName"]) && s.is("conflict is 400"):
		s.fail(w, http.StatusBadRequest, "uniqueness")
		return
	case s.taken("", user["userName"]) && s.is("conflict has another type"):
		s.fail(w, http.StatusConflict, "mutability")
		return
	case s.taken("", user["userName"]) && !s.is("a name twice"):
		s.fail(w, http.StatusConflict, "uniqueness")
		return
	}
	s.next++
	id := fmt.Sprintf("u%d", s.next)
	if s.is("id is a number") {
		id = strconv.Itoa(s.next)
	}
	at := "http://" + r.Host + "/v2/Users/" + id
	user["id"] = id
	user["meta"] = object{
		"resourceType": "User", "created": "2026-01-02T03:04:05Z",
		"lastModified": "2026-01-02T03:04:05.25Z", "location": at, "version": s.tag(id, 1),
	}
	delete(user, "password")
	s.spoil(user)
	s.users[id] = user
	s.order = append(s.order, id)
	switch s.defect {
	case "no Location":
	case "Location leads nowhere":
		w.Header().Set("Location", at+"0")
		user["meta"].(object)["location"] = at + "0"
	default:
		w.Header().Set("Location", at)
	}
	status := http.StatusCreated
	if s.is("created with 200") {
		status = http.StatusOK
	}
	s.tagged(w, user)
	s.answer(w, status, user)
}

// spoil makes of a user what a defect stores instead.
func (s *userServer) spoil(user object) {
	meta := user["meta"].(object)
	switch s.defect {
	case "id is a number":
		user["id"] = s.next
	case "schemas is a text":
		user["schemas"] = userURN
	case "another schema":
		user["schemas"] = []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}
	case "resourceType is Users":
		meta["resourceType"] = "Users"
	case "password is returned":
		user["password"] = "secret"
	case "location of another user":
		meta["location"] = fmt.Sprint(meta["location"], "0")
	case "emails are lost":
		delete(user, "emails")
	case "active is a text":
		user["active"] = "true"
	case "created has no time":
		meta["created"] = "2026-01-02"
	}
}

func (s *userServer) tag(id string, version int) string {
	switch {
	case s.is("strong tags"):
		return fmt.Sprintf(`"%s.%d"`, id, version)
	case s.is("tag of the id"):
		version = 1
	}
	return fmt.Sprintf(`W/"%s.%d"`, id, version)
}

// tagged sets the entity tag of a user.
func (s *userServer) tagged(w http.ResponseWriter, user object) {
	meta, _ := user["meta"].(object)
	tag, _ := meta["version"].(string)
	if tag != "" && !s.is("no entity tags") {
		w.Header().Set("ETag", tag)
	}
}

func (s *userServer) read(w http.ResponseWriter, r *http.Request, user object) {
	meta, _ := user["meta"].(object)
	none := r.Header.Get("If-None-Match")
	id := fmt.Sprint(user["id"])
	s.reads[id]++
	if s.is("read is 203") || none == "" && s.reads[id] > 1 && s.is("second read is 203") {
		w.WriteHeader(http.StatusNonAuthoritativeInfo)
		return
	}
	s.tagged(w, user)
	switch {
	case none != "" && none == meta["version"] && s.is("content behind 304"):
		writeBytes(w, "HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n{}", none)
		return
	case none != "" && none == meta["version"] && !s.is("If-None-Match is ignored"):
		w.WriteHeader(http.StatusNotModified)
		return
	}
	user = maps.Clone(user)
	switch isFirst := strings.HasSuffix(fmt.Sprint(meta["version"]), `.1"`); {
	case s.is("nickName is forgotten"), isFirst && s.is("first nickName is forgotten"):
		delete(user, "nickName")
	case !isFirst && s.is("later name is forgotten"):
		delete(user, "name")
	}
	if s.is("version has no quotes") {
		meta = maps.Clone(meta)
		meta["version"] = strings.Trim(fmt.Sprint(meta["version"]), `W/"`)
		user["meta"] = meta
	}
	s.answer(w, http.StatusOK, user)
}

func (s *userServer) replace(w http.ResponseWriter, r *http.Request, id string, was object) {
	user := s.sent(w, r)
	meta, _ := was["meta"].(object)
	match := r.Header.Get("If-Match")
	matches := match == "" || match == meta["version"] && !s.is("every If-Match is 412")
	switch {
	case user == nil:
		return
	case s.taken(id, user["userName"]) && !s.is("a name is taken over"):
		s.fail(w, http.StatusConflict, "uniqueness")
		return
	case !matches && !s.is("If-Match is ignored", "412 and replaced"):
		s.fail(w, http.StatusPreconditionFailed, "")
		return
	}
	if user["id"] == nil || !s.is("id of the client") {
		user["id"] = was["id"]
	}
	version := 1
	if text := regexp.MustCompile(`\.([0-9]+)"`).FindStringSubmatch(
		fmt.Sprint(meta["version"])); text != nil {
		version, _ = strconv.Atoi(text[1])
	}
	user["meta"] = object{
		"resourceType": "User", "created": meta["created"], "location": meta["location"],
		"lastModified": "2026-01-02T03:05:05Z", "version": s.tag(id, version+1),
	}
	delete(user, "password")
	s.spoilReplaced(user, was)
	s.users[id] = user
	switch {
	case s.is("a replacement is not stored"):
		s.users[id] = was
	case !matches && s.is("412 and replaced"):
		s.fail(w, http.StatusPreconditionFailed, "")
		return
	case s.is("replaced with 204"), match == "" && s.is("replaced with 204 unless it matches"):
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.tagged(w, user)
	s.answer(w, http.StatusOK, user)
}

func (s *userServer) spoilReplaced(user, was object) {
	switch s.defect {
	case "created is the time of the replacement":
		user["meta"].(object)["created"] = "2026-01-02T03:05:05Z"
	case "lastModified is a date":
		user["meta"].(object)["lastModified"] = "2026-01-02"
	case "active stays":
		user["active"] = was["active"]
	case "password is returned":
		user["password"] = "secret"
	}
}

func (s *userServer) remove(w http.ResponseWriter, id string, user object) {
	delete(s.users, id)
	s.gone[id] = user
	if !s.is("deleted user is found") {
		s.order = slices.DeleteFunc(s.order, func(one string) bool { return one == id })
	}
	switch s.defect {
	case "deleted with 200":
		w.WriteHeader(http.StatusOK)
	case "content behind the deletion":
		writeBytes(w, "HTTP/1.1 204 No Content\r\n\r\n{}")
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// answer sends a resource.
func (s *userServer) answer(w http.ResponseWriter, status int, value any) {
	mediaType := "application/scim+json"
	switch {
	case s.is("application/json"):
		mediaType = "application/json"
	case s.is("charset is given"):
		mediaType += ";charset=UTF-8"
	}
	data := encode(value)
	switch {
	case s.is("Latin-1"):
		data = []byte(strings.ReplaceAll(string(data), "It is so", "It is s\xf6"))
	case s.is("content breaks off") && status == http.StatusOK:
		data = data[:len(data)-1]
	case s.is("content is cut short") && status == http.StatusOK:
		writeBytes(w, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 9999\r\n\r\n%s",
			mediaType, data)
		return
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write(data) // the client has gone
}
