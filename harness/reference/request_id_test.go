package reference

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestClientRequestID(t *testing.T) {
	const own, other = "B041E97F-24d2-bf6a-1731-7e0de686464c",
		"5451e97f-24d2-236a-1731-1e0de686464c"
	for _, c := range []struct{ name, lines, want string }{
		{"absent", "", numbered(1)},
		{"empty", "client-request-id:\r\n", numbered(1)},
		{"GUID", "client-request-id: " + own + "\r\n", own},
		{"letter case of the name", "CLIENT-REQUEST-ID: " + own + "\r\n", own},
		{"no GUID", "client-request-id: {" + own + "}\r\n", numbered(1)},
		{"injection", "client-request-id: <b>\r\n", numbered(1)},
		{"two", "client-request-id: " + own + "\r\nclient-request-id: " + other + "\r\n", own},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, target := range []string{path("x"), path(idIsolate), "/"} {
				_, s := NewTestServer(t, held())
				got := raw(t, s, "POST", request("POST", target, c.lines))
				if diff := cmp.Diff([]string{c.want},
					got.header.Values(HeaderClientRequestID)); diff != "" {
					t.Errorf("%s: header (-want +got):\n%s", target, diff)
				}
				if got.status != 204 && got.envelope.Error.InnerError.ClientRequestID != c.want {
					t.Errorf("%s: body has %q, want %q", target,
						got.envelope.Error.InnerError.ClientRequestID, c.want)
				}
				if id := got.header.Get(headerRequestID); id != numbered(1) {
					t.Errorf("%s: request-id %q is not the server's own", target, id)
				}
			}
		})
	}
}

func TestFreshRequestIDs(t *testing.T) {
	_, s := NewTestServer(t, Options{Tasks: held().Tasks})
	seen := map[string]bool{}
	for range 20 {
		id := raw(t, s, "POST", request("POST", path(idIsolate), "")).header.Get(headerRequestID)
		if u, err := uuid.Parse(id); err != nil || u.Version() != 4 || seen[id] {
			t.Errorf("request-id %q: want a fresh GUID of version 4", id)
		}
		seen[id] = true
	}
}

func TestExecutedConcurrently(t *testing.T) {
	h, s := NewTestServer(t, held())
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			id := []string{idIsolate, strings.ToUpper(idIsolate), idText, idAbsent}[i%4]
			r, _ := http.NewRequest("POST", s.URL+path(id), nil)
			r.Header.Set("Authorization", "Bearer toeline")
			res, err := client.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			res.Body.Close()
			h.Executed()[idAbsent] = 7 // the caller's own copy
		})
	}
	wg.Wait()
	if diff := cmp.Diff(map[string]int{idIsolate: 20}, h.Executed()); diff != "" {
		t.Errorf("executed (-want +got):\n%s", diff)
	}
}

func TestNewRefuses(t *testing.T) {
	const secret = "se cret"
	for _, c := range []struct {
		name, want string
		options    Options
	}{
		{
			"no GUID", `task 2: id "213213" is not a GUID`,
			Options{Tasks: []Task{{idNil, "text"}, {"213213", "text"}}},
		},
		{
			"twice", `task 2: id "` + strings.ToUpper(idText) + `" is that of task 1`,
			Options{Tasks: []Task{{idText, "text"}, {strings.ToUpper(idText), "text"}}},
		},
		{
			"unknown type",
			`unknown action type "IsolateDevice": use one of collectInvestigationPackage, ` +
				`isolateDevice,`,
			Options{Tasks: []Task{{idText, "IsolateDevice"}}},
		},
		{"no type", `unknown action type ""`, Options{Tasks: []Task{{idText, ""}}}},
		{"token with space", "the token has a character", Options{Token: secret}},
		{"token with line end", "the token has a character", Options{Token: "a\r\nb"}},
		{"token beyond ASCII", "the token has a character", Options{Token: "é"}},
	} {
		h, err := New(c.options)
		if h != nil || err == nil || !strings.HasPrefix(err.Error(),
			"reference: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error shows the token", c.name)
		}
	}
}

// Whatever the id, the response is an envelope and nothing is executed.
func FuzzAnswer(f *testing.F) {
	for _, id := range []string{"", "..", "a/b", "\xff", idAbsent, "'\"\\\u2028", idIsolate + " "} {
		f.Add(id)
	}
	h, err := New(held())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if strings.EqualFold(id, idIsolate) || strings.EqualFold(id, idText) {
			t.Skip()
		}
		_, guid := canonical(id)
		got := handle(t, h, path(url.PathEscape(id)))
		want := "Invalid incidentTask id " + string([]rune(id))
		status := 400
		if guid {
			status, want = 404, "taskId "+id+" not found"
		}
		if got.status != status || got.envelope.Error.Message != want {
			t.Errorf("%q: got %d %q, want %d %q", id, got.status, got.envelope.Error.Message,
				status, want)
		}
	})
}
