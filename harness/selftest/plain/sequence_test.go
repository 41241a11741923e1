package plain_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestSequences: each item of JSON lines, and of a JSON text sequence, conforms to its itemSchema.
func TestSequences(t *testing.T) {
	t.Parallel()
	const item = "{type: object, required: [a], properties: {a: {type: integer}}}"
	for _, tt := range []struct {
		mediaType, content string
		fails              bool
	}{
		{"application/jsonl", "{\"a\":1}\n{\"a\":2}\n", false},
		{"application/jsonl", "", false},
		{"application/jsonl", "{\"a\":1}\n\n{\"a\":\"2\"}\n", true},
		{"application/jsonl", "{\"a\":1}\n{\"a\":\n", true},
		{"application/jsonl", "{\"a\":1} {\"a\":2}\n", true},
		{"application/x-ndjson", "{\"a\":1}\r\n{}\r\n", true},
		{"application/json-seq", "\x1e{\"a\":1}\n\x1e{\n\"a\":2}\n", false},
		{"application/geo+json-seq", "\x1e{\"a\":1}\n\x1e[]\n", true},
	} {
		contract := contractIn(t, "sequence.yaml", `openapi: 3.2.0
info: {title: T, version: v}
paths:
  /x:
    get:
      operationId: op
      responses:
        "200": {description: d, content: {`+tt.mediaType+`: {itemSchema: `+item+`}}}
`)
		failed := failedOf(judgedBy(t, contract, http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					w.Header().Set("Allow", "GET")
					w.WriteHeader(http.StatusMethodNotAllowed)
					return
				}
				w.Header().Set("Content-Type", tt.mediaType)
				_, _ = w.Write([]byte(tt.content))
			})))
		if found := slices.Contains(failed, "op-ANSWER"); found != tt.fails || len(failed) > 1 {
			t.Errorf("%s %q: failed %s", tt.mediaType, tt.content, strings.Join(failed, ", "))
		}
	}
}
