package contracts

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/toeline/fixtures"
)

func TestIsolateMachine(t *testing.T) {
	t.Parallel()
	subject{
		document: "isolate-machine", basePath: "/api", server: newMachineServer,
		variations: []string{
			"NotFound for machines", "400 for odd ids", "InvalidRequestBody for comments",
			"machineId in upper case",
			"times with an offset", "optional members are null", "optional members are missing",
			"default type is Full", "other messages", "target in upper case",
		},
		defects: map[string][]string{
			"GET executes":               {"ISO-REQ-1"},
			"DELETE executes":            {"ISO-REQ-1"},
			"other methods are 400":      {"ISO-REQ-2"},
			"405 without an envelope":    {"ISO-REQ-2"},
			"truncated 404":              {"ISO-REQ-3"},
			"any Content-Type is fine":   {"ISO-REQ-4"},
			"415 without an envelope":    {"ISO-REQ-4"},
			"no credentials are asked":   {"ISO-AUTH-1", "ISO-AUTH-2", "ISO-AUTH-4"},
			"any scheme will do":         {"ISO-AUTH-1"},
			"any token will do":          {"ISO-AUTH-2", "ISO-AUTH-4"},
			"403 for credentials":        {"ISO-AUTH-1", "ISO-AUTH-2", "ISO-CODE-1"},
			"no challenge":               {"ISO-AUTH-3"},
			"machines before tokens":     {"ISO-AUTH-4"},
			"200 instead of 201":         {"ISO-OK-1"},
			"202 instead of 201":         {"ISO-OK-1"},
			"204 instead of 201":         {"ISO-OK-1"},
			"Selective is not supported": {"ISO-OK-1"},
			"unmanaged are left alone":   {"ISO-OK-1"},
			"text/plain for the action":  {"ISO-OK-2"},
			"two actions":                {"ISO-OK-2"},
			"no action":                  {"ISO-OK-2"},
			"list of one action":         {"ISO-OK-3"},
			"id is a number":             {"ISO-OK-3"},
			"id is not a GUID":           {"ISO-OK-3"},
			"unknown status":             {"ISO-OK-3"},
			"no date":                    {"ISO-OK-3"},
			"local date":                 {"ISO-OK-3"},
			"names in capitals":          {"ISO-OK-3"},
			"title is a list":            {"ISO-OK-3"},
			"type is Unisolate":          {"ISO-OK-4"},
			"scope is Full":              {"ISO-OK-5"},
			"scope is missing":           {"ISO-OK-5"},
			"machineId is the action's":  {"ISO-OK-6"},
			"comment is the example's":   {"ISO-OK-7"},
			"comment is cut short":       {"ISO-OK-7"},
			"date of the example":        {"ISO-OK-8"},
			"30th of February":           {"ISO-OK-8"},
			"one id for all":             {"ISO-OK-9"},
			"content is not read": {
				"ISO-BODY-1", "ISO-CASE-1", "ISO-TYPE-1", "ISO-TYPE-3",
				"ISO-REQ-4", "ISO-OK-5", "ISO-OK-7",
			},
			"broken JSON is fine":       {"ISO-BODY-1"},
			"null is fine":              {"ISO-BODY-1"},
			"no comment is fine":        {"ISO-BODY-1", "ISO-CASE-1"},
			"comment may be a list":     {"ISO-BODY-1"},
			"500 for wrong content":     {"ISO-BODY-2", "ISO-CASE-2", "ISO-TYPE-2", "ISO-TYPE-3"},
			"BadRequest for no comment": {"ISO-BODY-3", "ISO-CASE-2"},
			"capitals do not count":     {"ISO-CASE-1"},
			"InvalidInput for capitals": {"ISO-CASE-2"},
			"any type will do":          {"ISO-TYPE-1"},
			"types are cut":             {"ISO-TYPE-1"},
			"404 for a type":            {"ISO-TYPE-2"},
			"type may be an object":     {"ISO-TYPE-1"},
			"all may be unmanaged":      {"ISO-TYPE-3"},
			"unknown id is isolated":    {"ISO-NF-1"},
			"unknown id is 400":         {"ISO-NF-2"},
			"unknown id is 403":         {"ISO-NF-2"},
			"one odd id is isolated":    {"ISO-ID-1"},
			"odd id is 500":             {"ISO-ID-2"},
			"text/plain for errors":     {"ISO-ENV-1"},
			"two errors":                {"ISO-ENV-2"},
			"404 without content":       {"ISO-ENV-2"},
			"error is a text":           {"ISO-ENV-3"},
			"Error in capitals":         {"ISO-ENV-3"},
			"empty code":                {"ISO-ENV-4"},
			"401 has no code":           {"ISO-ENV-4"},
			"404 has no message":        {"ISO-ENV-5"},
			"null for message":          {"ISO-ENV-5"},
			"innerError for target":     {"ISO-ENV-6"},
			"empty target":              {"ISO-ENV-6"},
			"target is the machine":     {"ISO-ENV-7"},
			"one target for all":        {"ISO-ENV-8"},
			"every tenth target again":  {"ISO-ENV-8"},
			"codes of Graph":            {"ISO-CODE-1"},
			"404 has the code of a 400": {"ISO-CODE-1"},
		},
	}.test(t)
}

// machineServer reads the pages of Defender for Endpoint.
type machineServer struct {
	graph
	managed map[string]bool // by id; others are not there
	errors  atomic.Int64
	first   atomic.Value // the target of the first error, a string
}

func newMachineServer(held *fixtures.Set, f string) http.Handler {
	s := &machineServer{graph: graph{f}, managed: map[string]bool{}}
	for _, item := range held.Resources("machines") {
		s.managed[item.ID] = item.Properties["onboardingstatus"] == "onboarded"
	}
	return s
}

func (s *machineServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/machines/"), "/")
	managed, known := s.managed[id]
	authorized := s.authorized(r) || s.defect == "no credentials are asked" ||
		s.defect == "machines before tokens" && !known
	switch {
	case rest != "isolate":
		s.fail(w, id, http.StatusNotFound, "NotFound", "no such resource")
	case !authorized && s.defect == "403 for credentials":
		s.fail(w, id, http.StatusForbidden, "Unauthorized",
			"invalid or expired authorization header")
	case !authorized:
		if s.defect != "no challenge" {
			w.Header().Set("WWW-Authenticate",
				`Bearer realm="", authorization_uri="https://login.example"`)
		}
		s.fail(w, id, http.StatusUnauthorized, "Unauthorized",
			"invalid or expired authorization header")
	case r.Method != http.MethodPost && s.defect != r.Method+" executes":
		s.otherMethod(w, id)
	case !known:
		s.unknown(w, id)
	default:
		s.isolate(w, r, id, managed)
	}
}

func (s *machineServer) otherMethod(w http.ResponseWriter, id string) {
	switch s.defect {
	case "other methods are 400":
		s.fail(w, id, http.StatusBadRequest, "BadRequest", "POST alone")
	case "405 without an envelope":
		http.Error(w, "POST alone", http.StatusMethodNotAllowed)
	default:
		s.fail(w, id, http.StatusMethodNotAllowed, "MethodNotAllowed", "POST alone")
	}
}

func (s *machineServer) unknown(w http.ResponseWriter, id string) {
	isID := len(id) == 40 && strings.Trim(id, "0123456789abcdef") == ""
	code := "ResourceNotFound"
	switch s.defect {
	case "unknown id is isolated", "one odd id is isolated":
		if isID == (s.defect == "unknown id is isolated") && (isID || id == "123123123") {
			writeJSON(w, http.StatusCreated, object{"machineId": id})
			return
		}
	case "unknown id is 400", "400 for odd ids":
		if isID == (s.defect == "unknown id is 400") {
			s.fail(w, id, http.StatusBadRequest, "InvalidInput", "no id: "+id)
			return
		}
	case "unknown id is 403":
		if isID {
			s.fail(w, id, http.StatusForbidden, "Forbidden", "not yours")
			return
		}
	case "odd id is 500":
		if !isID {
			s.fail(w, id, http.StatusInternalServerError, "InternalServerError", "")
			return
		}
	case "NotFound for machines":
		code = "NotFound"
	}
	s.fail(w, id, http.StatusNotFound, code, "Machine "+id+" was not found")
}

// isolation is what a request asks for.
type isolation struct{ comment, kind string }

func (s *machineServer) isolate(w http.ResponseWriter, r *http.Request, id string, managed bool) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	asked := isolation{"none", "Full"}
	if s.defect != "content is not read" {
		if mediaType := r.Header.Get("Content-Type"); mediaType != "application/json" &&
			s.defect != "any Content-Type is fine" {
			s.otherType(w, id, mediaType)
			return
		}
		var code string
		if asked, code = s.read(content); code != "" {
			s.wrong(w, id, code)
			return
		}
	}
	switch {
	case asked.kind == "Selective" && s.defect == "Selective is not supported",
		!managed && s.defect == "unmanaged are left alone":
		s.fail(w, id, http.StatusBadRequest, "OsPlatformNotSupported",
			"OS Platform isn't supported for this action")
	case managed && asked.kind == "UnManagedDevice" && s.defect != "all may be unmanaged":
		s.wrong(w, id, "BadRequest")
	default:
		s.created(w, id, asked)
	}
}

func (s *machineServer) otherType(w http.ResponseWriter, id, mediaType string) {
	if s.defect == "415 without an envelope" && mediaType != "" {
		http.Error(w, "send JSON", http.StatusUnsupportedMediaType)
		return
	}
	s.fail(w, id, http.StatusUnsupportedMediaType, "UnsupportedMediaType", "send JSON")
}

func (s *machineServer) wrong(w http.ResponseWriter, id, code string) {
	status := http.StatusBadRequest
	switch {
	case s.defect == "500 for wrong content":
		status, code = http.StatusInternalServerError, "InternalServerError"
	case s.defect == "404 for a type" && code == "InvalidInput":
		status, code = http.StatusNotFound, "NotFound"
	}
	s.fail(w, id, status, code, "Request body is incorrect")
}

// read returns what a body requests, or the code of what is wrong with it. encoding/json alone
// ignores the case of letters.
func (s *machineServer) read(content []byte) (asked isolation, code string) {
	asked = isolation{"none", "Full"}
	var body object
	if json.Unmarshal(content, &body) != nil && s.defect != "broken JSON is fine" {
		return asked, "InvalidRequestBody"
	}
	if body == nil && (s.defect == "null is fine" || s.defect == "broken JSON is fine") {
		return asked, s.unlessCode(bytes.Equal(content,
			[]byte("null")) == (s.defect == "null is fine"), "InvalidRequestBody")
	}
	comment, given := body["Comment"]
	if lower, ok := body["comment"]; ok && s.defect == "capitals do not count" {
		comment, given = lower, true
	}
	text, isText := comment.(string)
	_, isList := comment.([]any)
	_, inLowerCase := body["comment"]
	switch {
	case given && !isText && !(isList && s.defect == "comment may be a list"):
		return asked, "InvalidRequestBody"
	case given || s.defect == "no comment is fine":
		asked.comment = text
	case s.defect == "BadRequest for no comment":
		return asked, "BadRequest"
	case s.defect == "InvalidInput for capitals" && inLowerCase:
		return asked, "InvalidInput"
	case s.defect == "InvalidRequestBody for comments":
		return asked, "InvalidRequestBody"
	default:
		return asked, "MissingRequiredParameter"
	}
	return s.readType(asked, body["IsolationType"])
}

func (s *machineServer) unlessCode(fine bool, code string) string {
	if fine {
		return ""
	}
	return code
}

func (s *machineServer) readType(asked isolation, value any) (isolation, string) {
	text, isText := value.(string)
	switch {
	case value == nil:
		return asked, ""
	case !isText:
		return asked, s.unlessCode(s.defect == "type may be an object", "InvalidRequestBody")
	case s.defect == "types are cut":
		text, _, _ = strings.Cut(text, ",")
	case s.defect == "any type will do" && strings.Contains("Complete Partial", text):
		text = "Full"
	}
	asked.kind = text
	return asked, s.unlessCode(slices.Contains([]string{"Full", "Selective", "UnManagedDevice"},
		text), "InvalidInput")
}
