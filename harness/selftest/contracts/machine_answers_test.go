package contracts

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

// created answers with the action.
func (s *machineServer) created(w http.ResponseWriter, id string, asked isolation) {
	now := time.Now().UTC().Format("2006-01-02T15:04:05.0000000Z")
	action := object{
		"id": uuid.NewString(), "type": "Isolate", "scope": asked.kind,
		"requestor": "Analyst@example.com", "requestorComment": asked.comment,
		"status": "Pending", "machineId": id, "computerDnsName": "desktop-test",
		"creationDateTimeUtc": now, "lastUpdateDateTimeUtc": now, "relatedFileInfo": nil,
	}
	status := http.StatusCreated
	var answer any = action
	switch s.defect {
	case "200 instead of 201":
		status = http.StatusOK
	case "202 instead of 201":
		status = http.StatusAccepted
	case "204 instead of 201":
		w.WriteHeader(http.StatusNoContent)
		return
	case "no action":
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		return
	case "text/plain for the action":
		w = retyped{w, "text/plain"}
	case "two actions":
		defer func() { _ = json.NewEncoder(w).Encode(action) }()
	case "list of one action":
		answer = []any{action}
	case "names in capitals":
		answer = object{
			"Id": action["id"], "Type": "Isolate", "scope": asked.kind,
			"requestorComment": asked.comment, "status": "Pending", "machineId": id,
			"creationDateTimeUtc": now, "type": "Isolate",
		}
	default:
		s.change(action, id, asked)
	}
	writeJSON(w, status, answer)
}

// change spoils the members of an action, or what is free in them.
func (s *machineServer) change(action object, id string, asked isolation) {
	changes := map[string]object{
		"id is a number":            {"id": 5382},
		"id is not a GUID":          {"id": uuid.NewString()[:8]},
		"unknown status":            {"status": "Started"},
		"local date":                {"creationDateTimeUtc": "24.11.2026 21:00"},
		"title is a list":           {"title": []string{"Isolate"}},
		"type is Unisolate":         {"type": "Unisolate"},
		"scope is Full":             {"scope": "Full"},
		"machineId is the action's": {"machineId": action["id"]},
		"comment is the example's":  {"requestorComment": "Isolate machine due to alert 1234"},
		"comment is cut short": {"requestorComment": asked.comment[:min(20,
			len(asked.comment))]},
		"date of the example":     {"creationDateTimeUtc": "2019-01-02T14:39:38.2262283Z"},
		"30th of February":        {"creationDateTimeUtc": "2026-02-30T14:39:38Z"},
		"one id for all":          {"id": "5382f7ea-7557-4ab7-9782-d50480024a4e"},
		"machineId in upper case": {"machineId": strings.ToUpper(id)},
		"times with an offset": {"creationDateTimeUtc": time.Now().In(time.FixedZone("",
			7200)).Format(time.RFC3339)},
		"optional members are null": {
			"requestor": nil, "computerDnsName": nil,
			"lastUpdateDateTimeUtc": nil, "title": nil, "commands": nil,
		},
	}
	for name, value := range changes[s.defect] {
		action[name] = value
	}
	switch s.defect {
	case "no date":
		delete(action, "creationDateTimeUtc")
	case "scope is missing":
		delete(action, "scope")
	case "optional members are missing":
		for _, name := range []string{
			"requestor", "computerDnsName", "lastUpdateDateTimeUtc",
			"relatedFileInfo",
		} {
			delete(action, name)
		}
	}
}

// fail answers with the envelope of Defender for Endpoint.
func (s *machineServer) fail(w http.ResponseWriter, id string, status int, code, message string) {
	detail := object{"code": code, "message": message, "target": s.target(id)}
	answer := object{"error": detail}
	switch s.defect {
	case "truncated 404", "404 without content":
		if status == http.StatusNotFound {
			s.brokenOff(w)
			return
		}
	case "text/plain for errors":
		w = retyped{w, "text/plain"}
	case "two errors":
		defer func() { _, _ = w.Write([]byte("{}")) }()
	case "error is a text":
		answer["error"] = message
	case "Error in capitals":
		answer = object{"Error": detail}
	default:
		s.spoil(detail, status)
	}
	writeJSON(w, status, answer)
}

// spoil changes a member of an error.
func (s *machineServer) spoil(detail object, status int) {
	switch s.defect {
	case "empty code":
		detail["code"] = ""
	case "401 has no code":
		if status == http.StatusUnauthorized {
			delete(detail, "code")
		}
	case "404 has no message":
		if status == http.StatusNotFound {
			delete(detail, "message")
		}
	case "null for message":
		detail["message"] = nil
	case "other messages":
		detail["message"] = "no"
	case "innerError for target":
		detail["innerError"] = object{"request-id": detail["target"]}
		delete(detail, "target")
	case "codes of Graph":
		if code, known := map[int]string{
			401: "InvalidAuthenticationToken",
			404: "itemNotFound",
		}[status]; known {
			detail["code"] = code
		}
	case "404 has the code of a 400":
		if status == http.StatusNotFound {
			detail["code"] = "BadRequest"
		}
	}
}

func (s *machineServer) brokenOff(w http.ResponseWriter) {
	if s.defect == "404 without content" {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		return
	}
	writeBytes(w,
		"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")
}

// target names a response.
func (s *machineServer) target(id string) string {
	own := uuid.NewString()
	switch s.defect {
	case "empty target":
		return ""
	case "target is the machine":
		return fmt.Sprintf("%s-%x", id, own[:8])
	case "one target for all":
		return "43f4cb08-8fac-4b65-9db1-745c2ae65f3a"
	case "target in upper case":
		return strings.ToUpper(own)
	case "every tenth target again":
		if n := s.errors.Add(1); n%10 == 0 {
			return s.first.Load().(string)
		}
		s.first.CompareAndSwap(nil, own)
	}
	return own
}

// retyped answers under another media type than it was given.
type retyped struct {
	http.ResponseWriter
	mediaType string
}

func (w retyped) WriteHeader(status int) {
	w.Header().Set("Content-Type", w.mediaType)
	w.ResponseWriter.WriteHeader(status)
}
