package compare_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/toeline/spec/openapi/compare"
)

// base is a description of which each test replaces a part.
const base = `
openapi: 3.0.3
security: [{key: []}]
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {$ref: "#/components/schemas/Id"}}
    put:
      parameters:
        - {name: depth, in: query, schema: {type: integer, maximum: 5}}
        - {name: X-Trace, in: header, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json: {schema: {type: object, required: [name], properties: {name: {type: string, maxLength: 9}}}}
          text/plain: {schema: {type: string}}
      responses:
        "200":
          headers:
            ETag: {required: true, schema: {type: string, minLength: 1}}
          content:
            application/json: {schema: {type: object, required: [id], properties: {id: {$ref: "#/components/schemas/Id"}}}}
        4XX: {content: {application/json: {schema: {type: object, required: [error]}}}}
    get:
      security: [{key: []}, {oauth: [read, write]}]
      responses: {"204": {description: none}}
components:
  schemas:
    Id: {type: string, pattern: "^[a-z]+$"}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    oauth: {type: oauth2}
`

// TestDescriptions edits the base, and compares it in both directions: forth are the differences of
// the edit, back those of undoing it, as "effect of: text".
func TestDescriptions(t *testing.T) {
	t.Parallel()
	const put, get = "PUT /things/{id}", "GET /things/{id}"
	for _, tt := range []struct {
		name, from, to string
		forth, back    []string
	}{
		{"nothing", "openapi: 3.0.3", "openapi: 3.0.3", nil, nil},
		{"an annotation", "openapi: 3.0.3", "openapi: 3.0.3\ninfo: {title: T}", nil, nil},
		{
			"an operation", "    get:\n      security", "    head:\n      security",
			[]string{
				"less " + get + ": the operation is gone",
				"other HEAD /things/{id}: the operation is new",
			},
			[]string{
				"less HEAD /things/{id}: the operation is gone",
				"other " + get + ": the operation is new",
			},
		},
		{
			"the name of a parameter of the path", "{id}:\n    parameters:\n      - {name: id",
			"{key}:\n    parameters:\n      - {name: key", nil, nil,
		},
		{
			"a parameter",
			"        - {name: depth, in: query, schema: {type: integer, maximum: 5}}\n", "",
			[]string{"less " + put + " query parameter depth: the parameter is gone"},
			[]string{"other " + put + " query parameter depth: the parameter is new"},
		},
		{
			"a required parameter",
			"        - {name: X-Trace, in: header, required: true, schema: {type: string}}\n", "",
			[]string{"less " + put + " header parameter X-Trace: the parameter is gone"},
			[]string{"less " + put + " header parameter X-Trace: the parameter is new, and " +
				"required: requests without it may be refused"},
		},
		{
			"whether a parameter is required", "in: header, required: true,", "in: header,",
			[]string{"laxer " + put + " header parameter X-Trace: optional, was required: " +
				"requests without it need not be refused"},
			[]string{"less " + put + " header parameter X-Trace: required, was optional: " +
				"requests without it may be refused"},
		},
		{"the letter case of a header", "name: X-Trace", "name: x-trace", nil, nil},
		{
			"the schema of a parameter", "maximum: 5", "maximum: 6",
			[]string{"laxer " + put + " query parameter depth: allows more: maximum 6, was 5"},
			[]string{"less " + put + " query parameter depth: allows less: maximum 5, was 6"},
		},
		{
			"how a parameter is written", "in: query, schema",
			"in: query, style: pipeDelimited, explode: false, schema",
			[]string{
				"less " + put + ` query parameter depth: style "pipeDelimited", was null`,
				"less " + put + " query parameter depth: explode false, was null",
			},
			[]string{
				"less " + put + ` query parameter depth: style null, was "pipeDelimited"`,
				"less " + put + " query parameter depth: explode null, was false",
			},
		},
		{
			"the default of how it is written", "in: query, schema",
			"in: query, style: form, explode: true, schema", nil, nil,
		},
		{
			"a media type of a request", "          text/plain: {schema: {type: string}}\n", "",
			[]string{"less " + put + " request body: the media type text/plain is gone"},
			[]string{"laxer " + put + " request body: the media type text/plain is new"},
		},
		{
			"whether content is required", "      requestBody:\n",
			"      requestBody:\n        required: true\n",
			[]string{"less " + put +
				" request body: required, was optional: requests without it may be refused"},
			[]string{"laxer " + put +
				" request body: optional, was required: requests without it need not be refused"},
		},
		{
			"the schema of a request", "maxLength: 9", "maxLength: 8",
			[]string{
				"less " + put + " request body application/json: allows less: maxLength 8, was 9",
			},
			[]string{
				"laxer " + put + " request body application/json: allows more: maxLength 9, was 8",
			},
		},
		{
			"a member of a request", "required: [name], ", "",
			[]string{"laxer " + put +
				" request body application/json: allows more: the member name may be absent"},
			[]string{"less " + put +
				" request body application/json: no longer allows: the member name may be absent"},
		},
		{
			"a response", "        4XX: {",
			"        \"500\": {description: broken}\n        4XX: {",
			[]string{"less " + put + " 500: the response is new: it was not allowed"},
			[]string{"other " + put + " 500: the response is gone: it is not allowed any longer"},
		},
		{
			"a response of a range", "        4XX: {", "        \"404\": {content: " +
				"{application/json: {schema: {type: object}}}}\n        4XX: {",
			[]string{"less " + put +
				" 404 application/json: allows more: the member error may be absent"},
			nil,
		},
		{
			"the schema of a response", "required: [id], ", "",
			[]string{
				"less " + put + " 200 application/json: allows more: the member id may be absent",
			},
			[]string{"other " + put +
				" 200 application/json: no longer allows: the member id may be absent"},
		},
		{
			"a media type of a response", "4XX: {content: {application/json: ",
			"4XX: {content: {text/html: {}, application/json: ",
			[]string{"less " + put + " 4XX: the media type text/html is new"},
			[]string{"other " + put + " 4XX: the media type text/html is gone"},
		},
		{
			"the content of a response",
			"4XX: {content: {application/json: {schema: {type: object, required: [error]}}}}",
			"4XX: {description: none}",
			[]string{"less " + put + " 4XX: the content is not described any longer"},
			[]string{"other " + put + " 4XX: the media type application/json is new"},
		},
		{
			"a header of a response",
			"            ETag: {required: true, schema: {type: string, minLength: 1}}\n",
			"            Age: {schema: {type: string}}\n",
			[]string{
				"less " + put + " 200 header ETag: the header is gone",
				"other " + put + " 200 header Age: the header is new",
			},
			[]string{
				"less " + put + " 200 header Age: the header is gone",
				"other " + put + " 200 header ETag: the header is new",
			},
		},
		{
			"whether a header is required", "ETag: {required: true, ", "etag: {",
			[]string{"less " + put + " 200 header ETag: optional, was required"},
			[]string{"other " + put + " 200 header etag: required, was optional"},
		},
		{
			"the schema of a header", "minLength: 1", "minLength: 0",
			[]string{"less " + put + " 200 header ETag: allows more: minLength 0, was 1"},
			[]string{"other " + put + " 200 header ETag: allows less: minLength 1, was 0"},
		},
		{
			"credentials", "openapi: 3.0.3\nsecurity: [{key: []}]", "openapi: 3.0.3",
			[]string{"less " + put + " security: credentials are not demanded any longer"},
			[]string{"less " + put + " security: credentials are demanded, and were not: " +
				"requests without them may be refused"},
		},
		{
			"optional credentials", "3\nsecurity: [{key: []}]", "3\nsecurity: [{key: []}, {}]",
			[]string{"less " + put + " security: credentials are not demanded any longer"},
			[]string{"less " + put + " security: credentials are demanded, and were not: " +
				"requests without them may be refused"},
		},
		{
			"an alternative of credentials", "[{key: []}, {oauth: [read, write]}]", "[{key: []}]",
			[]string{"less " + get + " security: requests with oauth (read write) may be refused"},
			[]string{
				"laxer " + get + " security: requests with oauth (read write) need not be refused",
			},
		},
		{
			"a scope", "[read, write]", "[read]",
			[]string{"laxer " + get + " security: requests with oauth (read) need not be refused"},
			[]string{"less " + get + " security: requests with oauth (read) may be refused"},
		},
		{
			"a scheme", "in: header, name: X-Key", "in: query, name: X-Key",
			[]string{`less ` + get + ` security: scheme key: in "query", was "header"`},
			[]string{`less ` + get + ` security: scheme key: in "header", was "query"`},
		},
		{
			"a component", `pattern: "^[a-z]+$"`, `pattern: "."`,
			[]string{
				"laxer " + get + ` path parameter id: allows more: pattern ".", was "^[a-z]+$"`,
				"less " + get + ` path parameter id: allows less: pattern ".", was "^[a-z]+$"`,
				"less " + put + ` 200 application/json: allows more: pattern ".", was "^[a-z]+$"`,
				"other " + put + ` 200 application/json: allows less: pattern ".", was "^[a-z]+$"`,
			},
			[]string{
				"laxer " + get + ` path parameter id: allows more: pattern "^[a-z]+$", was "."`,
				"less " + get + ` path parameter id: allows less: pattern "^[a-z]+$", was "."`,
				"less " + put + ` 200 application/json: allows more: pattern "^[a-z]+$", was "."`,
				"other " + put + ` 200 application/json: allows less: pattern "^[a-z]+$", was "."`,
			},
		},
	} {
		if !strings.Contains(base, tt.from) {
			t.Errorf("%s: the description does not hold %q", tt.name, tt.from)
		}
		edited := strings.Replace(base, tt.from, tt.to, 1)
		for _, way := range []struct {
			name, before, after string
			want                []string
		}{{"forth", base, edited, tt.forth}, {"back", edited, base, tt.back}} {
			var got []string
			for _, d := range compare.Descriptions(parse(t, way.before), parse(t, way.after)) {
				got = append(got, string(d.Effect)+" "+d.Of+": "+d.Text)
				if d.At == "" {
					t.Errorf("%s, %s: %q has no place", tt.name, way.name, d.Text)
				}
			}
			if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(way.want))) {
				t.Errorf("%s, %s:\n got %q\nwant %q", tt.name, way.name, got, way.want)
			}
		}
	}
}

// TestReadOnly: what the other side alone sends is not demanded.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	const text = `{paths: {/a: {post: {requestBody: {content: {a/b: {schema: {required: [id, secret],
properties: {id: {readOnly: true}, secret: {writeOnly: true}}}}}},
responses: {"200": {content: {a/b: {schema: {required: [id, secret], properties: {id: {readOnly: true}, secret: {writeOnly: true}}}}}}}}}}}`
	before := parse(t, strings.ReplaceAll(text, "\n", " "))
	after := parse(t, strings.ReplaceAll(strings.ReplaceAll(text, "\n", " "),
		"required: [id, secret]", "required: [id]"))
	for _, d := range compare.Descriptions(before, after) {
		if d.Effect != compare.Laxer || !strings.Contains(d.Of, "request body") {
			t.Errorf("%+v", d)
		}
	}
	after = parse(t, strings.ReplaceAll(strings.ReplaceAll(text, "\n", " "),
		"required: [id, secret]", "required: [secret]"))
	for _, d := range compare.Descriptions(before, after) {
		if d.Effect != compare.Less || !strings.Contains(d.Of, "200") {
			t.Errorf("%+v", d)
		}
	}
}

// TestOddDescriptions: what is not a description is compared without a crash.
func TestOddDescriptions(t *testing.T) {
	t.Parallel()
	odd := []string{
		"null", "[]", "a", "{paths: [a]}", "{paths: {/a: {get: 1}}}",
		"{paths: {/a: {$ref: '#/paths/~1a'}}}",
		"{paths: {/a: {get: {parameters: [1, {}, {$ref: '#/x'}], responses: {200: {headers: [], " +
			"content: [a]}}, security: [1, {a: b}]}}}}",
		"{paths: {/a: {get: {requestBody: {content: {'': {schema: {allOf: 1, anyOf: [1], " +
			"properties: [1], required: {a: 1}, enum: 1, type: [1]}}}}}}}}",
	}
	for _, before := range odd {
		for _, after := range odd {
			compare.Descriptions(parse(t, before), parse(t, after))
		}
	}
}
