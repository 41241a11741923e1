package contracts

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest"
)

// TestActionsAlone: a target that has the action and nothing to read it by, or a token that may
// not read, breaks nothing, and what only a read shows is untested.
func TestActionsAlone(t *testing.T) {
	t.Parallel()
	for document, newServer := range map[string]func(*fixtures.Set, string) http.Handler{
		"close-ediscovery-case": newCaseServer, "confirm-compromised": newRiskyServer,
		"merge-incidents": newIncidentServer,
	} {
		for _, alone := range []string{"nothing is read", "reading is forbidden"} {
			t.Run(document+" "+alone, func(t *testing.T) {
				t.Parallel()
				doc, held := embedded(t, document)
				site := selftest.Site{BasePath: "/beta", Strict: true}
				r := run(t, doc, held, site, newServer(held, alone))
				if r.Run.ExitCode != result.ExitPassed {
					t.Errorf("exit %d: %s", r.Run.ExitCode, r.Run.Reason)
					report(t, r)
				}
				for _, c := range r.Requirements {
					want := result.Passed
					if strings.Contains(c.ID, "-READ-") {
						want = result.Untested
					}
					if c.Status != want && c.Level != "may" {
						t.Errorf("%s is %s: %s", c.ID, c.Status, strings.Join(c.Why, "; "))
					}
				}
			})
		}
	}
}

// graph is what Graph's page on errors, and RFC 9110, say of every action.
type graph struct{ defect string }

// graphDefects adds to the defects of a server those that any action can have. The
// requirements have the prefix of their document; wellFormed is the one on
// HTTP as such.
func graphDefects(prefix, wellFormed string, own map[string][]string) map[string][]string {
	id := func(suffix string) string { return prefix + "-" + suffix }
	all := map[string][]string{
		"GET executes":                 {id("REQ-1")},
		"DELETE executes":              {id("REQ-1")},
		"other methods are 400":        {id("REQ-2")},
		"405 without an envelope":      {id("REQ-2")},
		"405 without a code":           {id("REQ-2")},
		"truncated 404":                {wellFormed},
		"no credentials are asked for": {id("AUTH-1"), id("AUTH-2")},
		"any scheme will do":           {id("AUTH-1")},
		"any token will do":            {id("AUTH-2")},
		"no challenge":                 {id("AUTH-3")},
		"text/plain":                   {id("ENV-1")},
		"two values":                   {id("ENV-2")},
		"404 with a text as error":     {id("ENV-3")},
		"empty code":                   {id("ENV-4")},
		"code is a number":             {id("ENV-4")},
		"404 has no message":           {id("ENV-5")},
		"innerError is a text":         {id("ENV-6")},
	}
	maps.Copy(all, own)
	return all
}

// graphVariations adds to what is left open to a server what is so to all.
func graphVariations(own ...string) []string {
	return append(own, "no innerError", "401 without content")
}

// reads reports whether a request reads the resource below a path, and its id. A server that has
// one action alone answers 404.
func (g graph) reads(w http.ResponseWriter, r *http.Request, below string) (id string, ok bool) {
	id, found := strings.CutPrefix(r.URL.Path, below)
	if !found || strings.Contains(id, "/") || r.Method != http.MethodGet {
		return "", false
	}
	switch isAction := id == "mergeIncidents" || id == "confirmCompromised"; {
	case isAction && g.defect != "the action is no id":
		return "", false
	case !g.authorized(r):
		g.fail(w, http.StatusUnauthorized, "unauthenticated", "no token")
	case isAction:
		g.fail(w, http.StatusNotFound, "itemNotFound", "no "+id)
	case g.defect == "nothing is read":
		http.NotFound(w, r)
	case g.defect == "reading is forbidden":
		g.fail(w, http.StatusForbidden, "accessDenied", "no permission")
	default:
		return id, true
	}
	return "", true
}

// admits answers requests with a wrong path, wrong credentials or a wrong method.
func (g graph) admits(w http.ResponseWriter, r *http.Request, isPath bool) bool {
	switch {
	case !isPath:
		g.fail(w, http.StatusNotFound, "itemNotFound", "no such resource")
	case !g.authorized(r):
		if g.defect != "no challenge" {
			w.Header().Set("WWW-Authenticate", `Bearer realm=""`)
		}
		if g.defect == "401 without content" {
			w.WriteHeader(http.StatusUnauthorized)
			return false
		}
		g.fail(w, http.StatusUnauthorized, "unauthenticated", "no token")
	case r.Method != http.MethodPost && g.defect != r.Method+" executes":
		g.refuse(w)
	default:
		return true
	}
	return false
}

// refuse answers another method.
func (g graph) refuse(w http.ResponseWriter) {
	status := http.StatusMethodNotAllowed
	switch g.defect {
	case "other methods are 400":
		status = http.StatusBadRequest
	case "405 without an envelope":
		http.Error(w, "POST alone", status)
		return
	case "405 without a code":
		writeJSON(w, status, object{"error": object{"message": "POST alone"}})
		return
	}
	g.fail(w, status, "notAllowed", "POST alone")
}

func (g graph) authorized(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch g.defect {
	case "no credentials are asked for":
		return true
	case "any scheme will do":
		return token == "toeline" || scheme == "Basic"
	case "any token will do":
		return scheme == "Bearer" && token != ""
	}
	return scheme == "Bearer" && token == "toeline"
}

func (g graph) done(w http.ResponseWriter) {
	switch g.defect {
	case "200 instead of 204":
		w.WriteHeader(http.StatusOK)
	case "202 instead of 204":
		w.WriteHeader(http.StatusAccepted)
	case "content behind the 204":
		writeBytes(w, "HTTP/1.1 204 No Content\r\n\r\ndone")
	case "length on the 204":
		writeBytes(w, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
	case "chunks on the 204":
		writeBytes(w, "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n")
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// fail answers with the envelope of Graph's page on errors.
func (g graph) fail(w http.ResponseWriter, status int, code, message string) {
	detail := object{
		"code": code, "message": message,
		"innerError": object{"date": "2026-01-02T03:04:05"},
	}
	switch g.defect {
	case "text/plain":
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"error":{"code":"` + code + `","message":"` + message + `"}}`))
		return
	case "two values":
		defer func() { _, _ = w.Write([]byte("{}")) }()
	case "404 with a text as error":
		if status == http.StatusNotFound {
			writeJSON(w, status, object{"error": message})
			return
		}
	case "truncated 404":
		if status == http.StatusNotFound {
			writeBytes(w, "HTTP/1.1 404 Not Found\r\nContent-Type: "+
				"application/json\r\nContent-Length: 99\r\n\r\n{")
			return
		}
	case "404 has no message":
		if status == http.StatusNotFound {
			delete(detail, "message")
		}
	case "no innerError":
		delete(detail, "innerError")
	case "empty code":
		detail["code"] = ""
	case "code is a number":
		detail["code"] = 7
	case "innerError is a text":
		detail["innerError"] = "none"
	}
	writeJSON(w, status, object{"error": detail})
}
