package driver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/spec/strict"
)

// The variables of a driver's environment.
const (
	EnvBaseURL = "TOELINE_BASE_URL" // with /beta at its end
	EnvToken   = "TOELINE_TOKEN"    // the bearer token to send
	EnvCAFile  = "TOELINE_CA_FILE"  // PEM; not set where the server speaks http
	EnvCase    = "TOELINE_CASE"     // one process a call: the case
	EnvTaskID  = "TOELINE_TASK_ID"  // one process a call: the task's id, perhaps empty
	EnvCall    = "TOELINE_CALL"     // one process a call: the line, where there are parameters
)

// MaxLine bounds an answer line, in bytes.
const MaxLine = 1 << 20

// Call is one line to a driver: of a written contract with TaskID, of one that is derived from a
// description with the rest.
type Call struct {
	Case   string `json:"case"`
	TaskID string `json:"taskId"` // not encoded, perhaps no GUID, perhaps empty

	// Operation is the operationId, or method and path; empty: TaskID is all there is.
	Operation string `json:"operation"`
	// Parameters have the values by name, as JSON; those that are not there are not given.
	Parameters map[string]any `json:"parameters"`
	// Body is the content as JSON, to be sent as MediaType; nil: none is given.
	Body      any    `json:"body"`
	MediaType string `json:"mediaType"`
}

// Line is the call as a driver reads it, its newline included.
func (c Call) Line() []byte {
	members := map[string]any{"case": c.Case}
	if c.Operation == "" {
		members["taskId"] = c.TaskID
	} else {
		members["operation"] = c.Operation
		members["parameters"] = map[string]any{}
		if c.Parameters != nil {
			members["parameters"] = c.Parameters
		}
		if c.MediaType != "" {
			members["body"], members["mediaType"] = c.Body, c.MediaType
		}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(members) // texts, and values that came from JSON, always encode
	return b.Bytes()
}

// Environment are the variables of a process that makes this call alone.
func (c Call) Environment() []string {
	if c.Operation == "" {
		return []string{EnvCase + "=" + c.Case, EnvTaskID + "=" + c.TaskID}
	}
	return []string{
		EnvCase + "=" + c.Case, EnvCall + "=" + strings.TrimSuffix(string(c.Line()), "\n"),
	}
}

// Outcome is what a client made of a call.
type Outcome string

// The outcomes: the call returned without an error, or with one.
const (
	Success Outcome = "success"
	Failure Outcome = "error"
)

// Answer is one line from a driver. Zero values say that the client does not
// report it.
type Answer struct {
	Case      string  `json:"case"`
	Outcome   Outcome `json:"outcome"`
	Status    int     `json:"status,omitempty"`
	Code      string  `json:"code,omitempty"`
	Message   string  `json:"message,omitempty"`
	RequestID string  `json:"requestId,omitempty"`
	Detail    string  `json:"detail,omitempty"`
	// Result is what the caller gets of a success, as JSON with the names of the description.
	Result json.RawMessage `json:"result,omitempty"`
	// Headers are those of the response that the caller gets, each a text or a list of texts.
	Headers map[string]any `json:"headers,omitempty"`
}

// String returns the answer in a line, for people.
func (a *Answer) String() string {
	parts := []string{string(a.Outcome)}
	for _, part := range []struct{ name, value string }{
		{"code", a.Code}, {"message", a.Message}, {"detail", a.Detail},
	} {
		if part.value != "" {
			parts = append(parts, part.name+" "+text.Quote(part.value))
		}
	}
	if a.Status != 0 {
		parts = append(parts, fmt.Sprintf("status %d", a.Status))
	}
	return text.Cut(strings.Join(parts, ", "))
}

// answerMembers are the members of a line; names compare exactly.
var answerMembers = []string{
	"case", "outcome", "status", "code", "message", "requestId", "detail", "result", "headers",
}

// ParseAnswer reads a line. The error says why it is not a valid answer.
func ParseAnswer(line []byte) (Answer, error) {
	var a Answer
	var members map[string]json.RawMessage
	if bytes.HasPrefix(line, []byte("\ufeff")) {
		return a, errors.New("it begins with a byte order mark")
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	if err := decoder.Decode(&members); err != nil || members == nil {
		return a, errors.New("no JSON object")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return a, errors.New("more than one JSON object in the line")
	}
	for name := range members {
		if !slices.Contains(answerMembers, name) {
			if near := strict.Suggest(name, answerMembers); near != "" {
				return a, fmt.Errorf("no member is named %q (did you mean %q?)", name, near)
			}
			return a,
				fmt.Errorf("no member is named %q: use %s", name, strings.Join(answerMembers, ", "))
		}
	}
	if err := json.Unmarshal(line, &a); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			must := jsonType(wrong.Type)
			return a, fmt.Errorf("%s is a %s, and must be a %s", wrong.Field, wrong.Value, must)
		}
		return a, fmt.Errorf("no answer: %w", err)
	}
	if a.Outcome != Success && a.Outcome != Failure {
		return a, fmt.Errorf("outcome is %q, and must be %q or %q", a.Outcome, Success, Failure)
	}
	return a, nil
}

func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "whole number"
	case reflect.Map:
		return "JSON object"
	}
	return t.Kind().String()
}
