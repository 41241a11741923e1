package reference

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestRoute(t *testing.T) {
	for _, c := range []struct {
		path, id, segment string
		ok                bool
	}{
		{path: "/security/incidentTasks/a/executeResponseAction", id: "a", ok: true},
		{path: "/beta/security/incidentTasks/a/executeResponseAction", id: "a", ok: true},
		{
			path: "/a/b//c/security/incidentTasks/a/microsoft.graph.security.executeResponseAction",
			id:   "a", ok: true,
		},
		{path: "/%73ecurity/incident%54asks/a/execute%52esponseAction", id: "a", ok: true},
		{path: "/security/incidentTasks//executeResponseAction", id: "", ok: true},
		{path: "/security/incidentTasks/../executeResponseAction", id: "..", ok: true},
		{path: "/security/incidentTasks/a%2Fb%252F/executeResponseAction", id: "a/b%2F", ok: true},
		{
			path: "/security/incidentTasks/executeResponseAction/executeResponseAction",
			id:   "executeResponseAction", ok: true,
		},
		{path: "", segment: ""},
		{path: "*", segment: "*"},
		{path: "/", segment: ""},
		{path: "/executeResponseAction", segment: ""},
		{path: "/a/executeResponseAction", segment: ""},
		{path: "/incidentTasks/a/executeResponseAction", segment: ""},
		{path: "/beta/incidentTasks/a/executeResponseAction", segment: "beta"},
		{path: "/security/incidents/a/executeResponseAction", segment: "incidents"},
		{path: "/security/incidentTasks/a/b/executeResponseAction", segment: "a"},
		{path: "/security/incidentTasks/a/executeResponseAction/", segment: ""},
		{
			path:    "/security/incidentTasks/a/ExecuteResponseAction",
			segment: "ExecuteResponseAction",
		},
		{path: "/Security/incidentTasks/a/executeResponseAction", segment: "Security"},
		{path: "/security/incidentTasks/a", segment: "a"},
		{
			path:    "/security%2FincidentTasks/a/executeResponseAction",
			segment: "security/incidentTasks",
		},
	} {
		id, segment, ok := route(c.path)
		if id != c.id || segment != c.segment || ok != c.ok {
			t.Errorf("route(%q) = %q, %q, %v; want %q, %q, %v", c.path, id, segment, ok, c.id,
				c.segment, c.ok)
		}
	}
}

// Middleware may change Path and leave RawPath behind.
func TestWirePath(t *testing.T) {
	for _, c := range []struct {
		name string
		url  url.URL
		want string
	}{
		{"plain", url.URL{Path: "/a"}, "/a"},
		{"as sent", url.URL{Path: `/a/"`, RawPath: `/a%2F"`}, `/a%2F"`},
		{"stale", url.URL{Path: "/b c", RawPath: "/a%2Fb"}, "/b%20c"},
		{"broken", url.URL{Path: "/b", RawPath: "/%zz"}, "/b"},
	} {
		if got := wirePath(&http.Request{URL: &c.url}); got != c.want {
			t.Errorf("%s: wirePath = %q, want %q", c.name, got, c.want)
		}
	}
	if got := decode("%zz"); got != "%zz" {
		t.Errorf("decode(%%zz) = %q", got)
	}
}

func TestBelowStripPrefix(t *testing.T) {
	h, err := New(held())
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/gateway"+path("a%2Fb"), nil)
	r.Header.Set("Authorization", "Bearer toeline")
	w := httptest.NewRecorder()
	http.StripPrefix("/gateway", h).ServeHTTP(w, r)
	if want := "Invalid incidentTask id a/b"; w.Code != 400 || !strings.Contains(w.Body.String(),
		want) {
		t.Errorf("got %d %s, want 400 with %q", w.Code, w.Body, want)
	}
}
