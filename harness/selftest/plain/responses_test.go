package plain_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
)

// response is what a server answers; without a status it is 200.
type response struct {
	status                   int
	mediaType, header, value string // a header, and its value
	content                  string
}

func (r response) write(w http.ResponseWriter) {
	if r.mediaType != "" {
		w.Header().Set("Content-Type", r.mediaType)
	} else {
		w.Header()["Content-Type"] = nil
	}
	if r.header != "" {
		w.Header().Set(r.header, r.value)
	}
	w.WriteHeader(max(r.status, 200))
	_, _ = w.Write([]byte(r.content))
}

func asJSON(content string) response {
	return response{mediaType: "application/json", content: content}
}

func withHeader(value string) response { return response{header: "X-H", value: value} }

// documented are responses as a document describes them, each with one that conforms and some
// that do not.
var documented = map[string]struct {
	version, responses string
	right              response
	wrong              []response
}{
	"exactBeforeClass": {
		"3.0.3", `{2XX: {description: d, content: {application/json: {schema: {type: array}}}},
		"201": {description: d, content: {application/json: {schema: {type: object}}}}}`,
		response{201, "application/json", "", "", "{}"},
		[]response{{201, "application/json", "", "", "[]"}, asJSON("{}")},
	},
	"rangeOfImages": {
		"3.0.3", `{"200": {description: d, content: {image/*: {}}}}`,
		response{mediaType: "image/webp", content: "x"},
		[]response{{mediaType: "text/html", content: "x"}, {content: "x"}},
	},
	"rangeOfTexts": {
		"3.0.3", `{"200": {description: d,
		content: {text/*: {schema: {type: string, maxLength: 3}}}}}`,
		response{mediaType: "text/markdown", content: "abc"},
		[]response{
			{mediaType: "application/octet-stream", content: "x"},
			{mediaType: "text/plain", content: "abcd"},
		},
	},
	"anyType": {
		"3.0.3", `{"200": {description: d,
		content: {"*/*": {schema: {type: object, required: [a]}}}}}`,
		response{mediaType: "application/problem+json; charset=utf-8", content: `{"a":1}`},
		[]response{asJSON("{}"), {mediaType: "application/hal+json", content: "{}"}},
	},
	"anyTypeOfAnother": {
		"3.0.3", `{"200": {description: d, content: {"*/*": {schema: {type: object}}}}}`,
		response{mediaType: "application/yaml", content: "a: 1"},
		nil,
	},
	"schemaOfEachType": {
		"3.0.3", `{"200": {description: d, content: {application/hal+json: {schema: {type: array}},
		application/json: {schema: {type: object}}}}}`,
		asJSON("{}"),
		[]response{asJSON("[]"), {mediaType: "application/hal+json", content: "{}"}},
	},
	"jsonWithoutASchema": {
		"3.0.3", `{"200": {description: d, content: {application/json: {}}}}`, asJSON("[1]"),
		[]response{asJSON("nope"), asJSON("1 2")},
	},
	"jsonThatIsEmpty": {
		"3.0.3", `{"200": {description: d, content: {application/json: {}}}}`, response{}, nil,
	},
	"jsonAndMore": {
		"3.0.3", `{"200": {description: d, content: {application/json: {schema: {type: object}}}}}`,
		asJSON("{}\n"),
		[]response{asJSON("{}x"), asJSON("{}{}")},
	},
	"header": {
		"3.0.3", `{"200": {description: d, headers: {X-H: {schema: {type: integer, maximum: 9}}}}}`,
		withHeader("9"),
		[]response{withHeader("10"), withHeader("x")},
	},
	"headerLeftOut": {
		"3.0.3", `{"200": {description: d, headers: {X-H: {schema: {type: integer}}}}}`,
		response{},
		nil,
	},
	"headerOfAnObject": {
		"3.0.3", `{"200": {description: d, headers: {X-H: {required: true,
		schema: {type: object, required: [r], properties: {r: {type: integer}}}}}}}`,
		withHeader("r,100,g,2"),
		[]response{withHeader("g,1"), withHeader("r,x"), withHeader("r"), {}},
	},
	"headerOfAnObjectExploded": {
		"3.0.3", `{"200": {description: d, headers: {X-H: {explode: true,
		schema: {type: object, required: [r], properties: {r: {type: integer}}}}}}}`,
		withHeader("r=100,g=2"),
		[]response{withHeader("g=1"), withHeader("r=x")},
	},
	"headerOfJSON": {
		"3.1.0", `{"200": {description: d, headers: {X-H: {content: {application/json: {
		schema: {type: object, required: [a]}}}}}}}`,
		withHeader(`{"a": 1}`),
		[]response{withHeader("{}"), withHeader("{")},
	},
	"besideAReference": {
		"3.1.0", `{"200": {description: d, content: {application/json: {
		schema: {$ref: "#/components/schemas/Text", minLength: 3}}}}}`,
		asJSON(`"abc"`),
		[]response{asJSON(`"ab"`), asJSON("5")},
	},
	"besideAReferenceBefore31": {
		"3.0.3", `{"200": {description: d, content: {application/json: {
		schema: {$ref: "#/components/schemas/Text", minLength: 3}}}}}`,
		asJSON(`"ab"`),
		[]response{asJSON("5")},
	},
}

// TestDocumentedResponses: a response as the document describes it fails nothing, and one that is
// not fails the requirement on it.
func TestDocumentedResponses(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.0.3", "3.1.0"} {
		rounds := 0
		for _, d := range documented {
			rounds = max(rounds, len(d.wrong))
		}
		for round := range rounds + 1 {
			t.Run(fmt.Sprint(version, " ", round), func(t *testing.T) {
				t.Parallel()
				judgeDocumented(t, version, round)
			})
		}
	}
}

// judgeDocumented judges a server that gives every right response, or of each operation the wrong
// response of a round, counted from one.
func judgeDocumented(t *testing.T, version string, round int) {
	var text strings.Builder
	fmt.Fprintf(&text, "openapi: %s\ninfo: {title: T, version: v}\n"+
		"components: {schemas: {Text: {type: string}}}\npaths:\n", version)
	for name, d := range documented {
		if d.version == version {
			fmt.Fprintf(&text, "  /%s: {get: {operationId: %s, responses: %s}}\n",
				name, name, strings.ReplaceAll(d.responses, "\n", " "))
		}
	}
	service := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			w.Header().Set("Allow", http.MethodGet)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		d := documented[strings.TrimPrefix(r.URL.Path, "/")]
		if 0 < round && round <= len(d.wrong) {
			d.right = d.wrong[round-1]
		}
		d.right.write(w)
	})
	report := judgedBy(t, contractIn(t, "api.yaml", text.String()), service)
	failed := map[string]bool{}
	for _, r := range report.Requirements {
		name, _, _ := strings.Cut(r.ID, "-")
		failed[name] = failed[name] || r.Status == result.Failed
	}
	for name, d := range documented {
		wrong := 0 < round && round <= len(d.wrong)
		if d.version == version && failed[name] != wrong {
			t.Errorf("%s: failed is %t, and should be %t", name, failed[name], wrong)
		}
	}
}
