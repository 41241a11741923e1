package reference

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The whole response, byte for byte: the envelope as on the page.
func TestEnvelope(t *testing.T) {
	_, s := NewTestServer(t, held())
	got := raw(t, s, "POST", request("POST", "/beta"+path("213213"), ""))
	want := `{"error":{"code":"BadRequest","message":"Invalid incidentTask id ` +
		`213213","innerError":{` +
		`"date":"2026-11-24T10:00:00","request-id":"` + numbered(1) + `","client-request-id":"` +
		numbered(1) + `"}}}`
	if diff := cmp.Diff(want, string(got.body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	got.header.Del("Date") // net/http's own clock
	wantHeader := http.Header{
		"Content-Type":      {"application/json"},
		"Content-Length":    {fmt.Sprint(len(want))},
		"Request-Id":        {numbered(1)},
		"Client-Request-Id": {numbered(1)},
	}
	if diff := cmp.Diff(wantHeader, got.header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

// answerCase is one target with the documented token, and the answer to it.
type answerCase struct {
	name, target  string
	status        int
	code, message string
}

func answerCases() []answerCase {
	long := strings.Repeat("a", 8<<10)
	unsupported := "Action type 'text' is not supported for automated execution."
	return []answerCase{
		{"supported", "/beta" + path(idIsolate), 204, "", ""},
		{"again", "/beta" + path(idIsolate), 204, "", ""},
		{"upper case", "/beta" + path(strings.ToUpper(idIsolate)), 204, "", ""},
		{"encoded GUID", "/beta" + path("%33"+idIsolate[1:]), 204, "", ""},
		{"qualified", "/beta/security/incidentTasks/" + idIsolate +
			"/microsoft.graph.security.executeResponseAction", 204, "", ""},
		{"no prefix", path(idIsolate), 204, "", ""},
		{"v1.0", "/v1.0" + path(idIsolate), 204, "", ""},
		{"long prefix", "/a/b/c" + path(idIsolate), 204, "", ""},
		{"two slashes first", "//beta" + path(idIsolate), 204, "", ""},
		{"query", "/beta" + path(idIsolate) + "?a=b/c", 204, "", ""},
		{"absolute form", "http://x/beta" + path(idIsolate), 204, "", ""},
		{"unsupported", "/beta" + path(idText), 400, "UnsupportedActionType", unsupported},
		{
			"unsupported, upper case", "/beta" + path(strings.ToUpper(idText)), 400,
			"UnsupportedActionType", unsupported,
		},
		{"absent", "/beta" + path(idAbsent), 404, "NotFound", "taskId " + idAbsent + " not found"},
		{
			"absent, as sent", "/beta" + path("ABCDEFAB-2222-4333-8444-555555555555"), 404,
			"NotFound",
			"taskId ABCDEFAB-2222-4333-8444-555555555555 not found",
		},
		{"nil", "/beta" + path(idNil), 404, "NotFound", "taskId " + idNil + " not found"},
		{
			"the page's own", "/beta" + path("213213"), 400, "BadRequest",
			"Invalid incidentTask id 213213",
		},
		{"empty", "/beta" + path(""), 400, "BadRequest", "Invalid incidentTask id "},
		{"slash", "/beta" + path("a%2Fb"), 400, "BadRequest", "Invalid incidentTask id a/b"},
		{
			"slash and a raw quote", "/beta" + path(`a%2F"`), 400, "BadRequest",
			`Invalid incidentTask id a/"`,
		},
		{
			"backslash", "/beta" + path(`a%5Cb\c`), 400, "BadRequest",
			`Invalid incidentTask id a\b\c`,
		},
		{"dots", "/beta" + path(".."), 400, "BadRequest", "Invalid incidentTask id .."},
		{"encoded dots", "/beta" + path("%2E%2E"), 400, "BadRequest", "Invalid incidentTask id .."},
		{
			"encoded traversal", "/beta" + path("%2e%2e%2f%2e"), 400, "BadRequest",
			"Invalid incidentTask id ../.",
		},
		{
			"decoded once", "/beta" + path("%252F%2525"), 400, "BadRequest",
			"Invalid incidentTask id %2F%25",
		},
		{
			"plus is not a space", "/beta" + path("a+b"), 400, "BadRequest",
			"Invalid incidentTask id a+b",
		},
		{
			"space around", "/beta" + path("%20"+idIsolate), 400, "BadRequest",
			"Invalid incidentTask id  " + idIsolate,
		},
		{
			"braces", "/beta" + path("%7B"+idIsolate+"%7D"), 400, "BadRequest",
			"Invalid incidentTask id {" + idIsolate + "}",
		},
		{
			"question mark", "/beta" + path("a%3Fb"), 400, "BadRequest",
			"Invalid incidentTask id a?b",
		},
		{
			"percent verbs", "/beta" + path("%25s%25!d"), 400, "BadRequest",
			"Invalid incidentTask id %s%!d",
		},
		{
			"control bytes", "/beta" + path("%00%07%0D%0A%1B%7F"), 400, "BadRequest",
			"Invalid incidentTask id \x00\a\r\n\x1b\x7f",
		},
		{
			"HTML", "/beta" + path("%3Cb%3E%26%27"), 400, "BadRequest",
			"Invalid incidentTask id <b>&'",
		},
		{
			"Unicode", "/beta" + path(url.PathEscape("é😀\u2028\ufeff")), 400, "BadRequest",
			"Invalid incidentTask id é😀\u2028\ufeff",
		},
		{"raw Unicode", "/beta" + path("é"), 400, "BadRequest", "Invalid incidentTask id é"},
		{
			"no UTF-8", "/beta" + path("a%FF%C3"), 400, "BadRequest",
			"Invalid incidentTask id a\uFFFD\uFFFD",
		},
		{
			"half a surrogate", "/beta" + path("%ED%A0%80"), 400, "BadRequest",
			"Invalid incidentTask id \uFFFD\uFFFD\uFFFD",
		},
		{"8 KiB", "/beta" + path(long), 400, "BadRequest", "Invalid incidentTask id " + long},
		{
			"8 KiB, encoded", "/beta" + path(strings.Repeat("%61", 8<<10)), 400, "BadRequest",
			"Invalid incidentTask id " + long,
		},
		{
			"raw slash", "/beta" + path("a/b"), 404, "ResourceNotFound",
			"Resource not found for the segment 'a'.",
		},
		{
			"slash after", "/beta" + path(idIsolate) + "/", 404, "ResourceNotFound",
			"Resource not found for the segment ''.",
		},
		{"root", "/", 404, "ResourceNotFound", "Resource not found for the segment ''."},
		{
			"the task itself", "/beta/security/incidentTasks/" + idIsolate, 404, "ResourceNotFound",
			"Resource not found for the segment '" + idIsolate + "'.",
		},
		{
			"letter case of names",
			"/beta/security/incidenttasks/" + idIsolate + "/executeResponseAction", 404,
			"ResourceNotFound", "Resource not found for the segment 'incidenttasks'.",
		},
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range answerCases() {
		t.Run(c.name, func(t *testing.T) {
			h, s := NewTestServer(t, held())
			got := raw(t, s, "POST", request("POST", c.target, ""))
			type verdict struct {
				Status                 int
				Type, Code, Message    string
				RequestID, InnerID     string
				ClientID, InnerClient  string
				Executed, BodyExpected bool
			}
			ok := c.status == 204
			want := verdict{
				Status: c.status, Code: c.code, Message: c.message,
				RequestID: numbered(1), ClientID: numbered(1), Executed: ok, BodyExpected: !ok,
			}
			if !ok {
				want.Type, want.InnerID, want.InnerClient = "application/json", numbered(1),
					numbered(1)
			}
			inner := got.envelope.Error.InnerError
			have := verdict{
				got.status, got.header.Get("Content-Type"), got.envelope.Error.Code,
				got.envelope.Error.Message,
				got.header.Get(headerRequestID), inner.RequestID,
				got.header.Get(HeaderClientRequestID), inner.ClientRequestID,
				h.Executed()[idIsolate] == 1, len(got.body) > 0,
			}
			if diff := cmp.Diff(want, have); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryActionType(t *testing.T) {
	o := Options{}
	for i, actionType := range slices.Concat(supported, unsupported) {
		o.Tasks = append(o.Tasks, Task{numbered(int64(i)), actionType})
	}
	h, s := NewTestServer(t, o)
	want := map[string]int{}
	for i, task := range o.Tasks {
		got := raw(t, s, "POST", request("POST", path(task.ID), ""))
		if i < 8 {
			want[task.ID] = 1
			if got.status != 204 {
				t.Errorf("%s: got %d, want 204", task.ActionType, got.status)
			}
			continue
		}
		message := "Action type '" + task.ActionType + "' is not supported for automated execution."
		if e := got.envelope.Error; got.status != 400 || e.Code != "UnsupportedActionType" ||
			e.Message != message {
			t.Errorf("%s: got %d %+v", task.ActionType, got.status, e)
		}
	}
	if diff := cmp.Diff(want, h.Executed()); diff != "" || len(want) != 8 || len(o.Tasks) != 17 {
		t.Errorf("executed (-want +got):\n%s", diff)
	}
}
