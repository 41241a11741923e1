package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestServers holds that a run says which base path is meant, where the target lacks that of the
// document's servers: the one line of a set-up that is wrong where it can be asked for, or a note.
func TestServers(t *testing.T) {
	t.Parallel()
	const document = `openapi: 3.0.3
info: {title: T, version: "1"}
servers: %s
paths:
  /a: {%sget: {operationId: a, responses: {"200": {description: ok, content: {application/json: {schema: {type: object}}}}}}}
`
	const effects = `openapi: 3.0.3
info: {title: T, version: "1"}
servers: %s
paths: {/a: {post: {operationId: a, responses: {"201": {description: ok}}}}}
`
	one := fmt.Sprintf(document, "[{url: /api/v2}]", "")
	const asked, noted = "404 Not Found: try %s/api/v2",
		"the document's servers have the base path /api/v2, and the target has none: try %s/api/v2"
	for name, test := range map[string]struct {
		document, below string
		other           int // the status of all that is elsewhere
		want            string
	}{
		"relative": {one, "", 404, asked},
		"absolute": {
			fmt.Sprintf(document, `[{url: "https://a.example/api/v2/"}]`, ""), "", 404, asked,
		},
		"the default of a variable": {
			fmt.Sprintf(document, `[{url: "https://{h}.example/{p}/v2", variables: `+
				`{h: {default: a}, p: {default: api}}}]`, ""), "", 404, asked,
		},
		"another value of a variable": {
			fmt.Sprintf(document, `[{url: "/api/{v}", variables: `+
				`{v: {default: v1, enum: [v1, v2]}}}]`, ""), "", 404, asked,
		},
		"the second server": {
			fmt.Sprintf(document, "[{url: /old}, {url: /api/v2}]", ""), "", 404, asked,
		},
		"a server of the path": {
			fmt.Sprintf(document, "[]", "servers: [{url: /api/v2}], "), "", 404, asked,
		},
		"below a prefix":  {one, "/mount", 404, "404 Not Found: try %s/mount/api/v2"},
		"all is answered": {one, "", 200, noted},
		"all is refused":  {one, "", 401, noted},
		"no request without effect": {
			fmt.Sprintf(effects, "[{url: /api/v2}]"), "", 404, noted,
		},
		"no base path":   {fmt.Sprintf(document, "[{url: /}]", ""), "", 404, ""},
		"the right path": {one, "/api/v2", 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(
				func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					if !strings.HasSuffix(r.URL.Path, "/api/v2/a") || test.want == "" {
						w.WriteHeader(test.other)
						return
					}
					fmt.Fprint(w, "{}")
				}))
			t.Cleanup(server.Close)
			code, out := inFolder(t, test.document, "--target", server.URL+test.below)
			out = strings.Join(strings.Fields(out), " ") // lines are broken to fit
			want := strings.ReplaceAll(test.want, "%s", server.URL)
			if code == 0 || !strings.Contains(out, want) ||
				want == "" && strings.Contains(out, ": try ") {
				t.Errorf("exit %d, want %q:\n%s", code, want, out)
			}
		})
	}
}
