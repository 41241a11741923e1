package overlay

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

const head = "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\nactions:\n"

// plain is what the overlays of these tests change.
const plain = `openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://a.example}]
tags: [{name: a}, {name: b}]
paths:
  /a:
    get:
      x-internal: true
      parameters: [{name: q, in: query}, {name: r, in: query}]
      responses: {"200": {description: ok}, "500": {description: bad}}
  /b:
    get:
      responses: {"200": {description: ok}, "500": {description: bad}}
    post:
      summary: old
      responses: {default: {description: any}}
`

// applied returns the document as it is after actions, and what is wrong.
func applied(t *testing.T, actions string) (*yaml.Node, error) {
	t.Helper()
	source, err := Effective(openapi.Source{File: "openapi.yaml", Data: []byte(plain)},
		Text{"o.yaml", []byte(strings.TrimSpace(head) + " " + actions)})
	return source.Root, err
}

func TestApply(t *testing.T) {
	for name, test := range map[string]struct{ actions, at, want string }{
		"an update merges objects": {
			`[{target: $, update: {info: {description: d}, x-new: {a: [1]}}}]`,
			"/info", `{description: d, title: T, version: "1"}`,
		},
		"an update replaces simple values": {
			`[{target: "$.paths['/b'].post", update: {summary: new}}]`,
			"/paths/~1b/post", `{responses: {default: {description: any}}, summary: new}`,
		},
		"an array gets an entry": {
			`[{target: $.servers, update: {url: https://b.example}}]`,
			"/servers", `[{url: https://a.example}, {url: https://b.example}]`,
		},
		"an array gets the items of another": {
			`[{target: $, update: {tags: [{name: c}, {name: d}]}}]`,
			"/tags", `[{name: a}, {name: b}, {name: c}, {name: d}]`,
		},
		"a property may be removed, and given anew": {
			`[{target: $.servers, remove: true}, ` +
				`{target: $, update: {servers: [{url: http://127.0.0.1}]}}]`,
			"/servers", `[{url: http://127.0.0.1}]`,
		},
		"remove wins over update": {
			`[{target: "$.paths['/b'].post", remove: true, update: {summary: new}}]`,
			"/paths/~1b", `{get: {responses: {"200": {description: ok}, ` +
				`"500": {description: bad}}}}`,
		},
		"a filter takes paths": {
			`[{target: "$.paths[?@.get['x-internal'] == true]", remove: true}]`,
			"/paths", `{/b: {get: {responses: {"200": {description: ok}, "500": ` +
				`{description: bad}}}, post: {summary: old, responses: {default: ` +
				`{description: any}}}}}`,
		},
		"a filter takes items": {
			`[{target: "$.paths.*.*.parameters[?@.name=='q' && @.in=='query']", remove: true}]`,
			"/paths/~1a/get/parameters", `[{name: r, in: query}]`,
		},
		"a filter may search in texts": {
			`[{target: "$.servers[?search(@.url, '^https:')]", update: {description: safe}}]`,
			"/servers", `[{url: https://a.example, description: safe}]`,
		},
		"descendants are removed wherever they are": {
			`[{target: "$.paths..responses['500']", remove: true}]`,
			"/paths/~1a/get/responses", `{"200": {description: ok}}`,
		},
		"several items are removed at once": {
			`[{target: "$.tags[0,1]", remove: true}]`, "/tags", `[]`,
		},
		"the last item, and slices": {
			`[{target: "$.tags[-1]", update: {x: 1}}, {target: "$.tags[:1]", update: {y: 2}}]`,
			"/tags", `[{name: a, y: 2}, {name: b, x: 1}]`,
		},
		"a node that is reached in two ways changes once": {
			`[{target: "$.tags[*,*]..name", update: new}, ` +
				`{target: "$.tags..[?@=='x']", remove: true}]`,
			"/tags", `[{name: new}, {name: new}]`,
		},
		"what a search does not find is not a mistake": {
			`[{target: "$.paths[?@.get['x-gone']]", remove: true}, ` +
				`{target: $.info, update: {a: 1}}]`,
			"/info", `{title: T, version: "1", a: 1}`,
		},
		"1.1 copies": {
			`[{target: "$.paths['/a']", copy: "$.paths['/b']"}]`,
			"/paths/~1a/post", `{summary: old, responses: {default: {description: any}}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			root, err := applied(t, test.actions)
			if err != nil {
				t.Fatal(err)
			}
			var want yaml.Node
			if err := yaml.Unmarshal([]byte(test.want), &want); err != nil {
				t.Fatal(err)
			}
			got := openapi.ValueOf(strict.At(root, test.at))
			if diff := cmp.Diff(openapi.ValueOf(want.Content[0]), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestProblems holds that each mistake has its place in the overlay.
func TestProblems(t *testing.T) {
	for actions, want := range map[string]string{
		`[{target: "$.paths['/c'].get", update: {}}]`: `o.yaml:3:20: actions[0].target: ` +
			`$.paths['/c'].get leads to nothing in openapi.yaml: "paths" has no "/c"`,
		`[{target: "$.paths['/a'].gets", remove: true}]`: `o.yaml:3:20: actions[0].target: ` +
			`$.paths['/a'].gets leads to nothing in openapi.yaml: "/a" has no "gets" ` +
			`(did you mean "get"?)`,
		`[{target: "$.tags[7]", remove: true}]`: `o.yaml:3:20: actions[0].target: $.tags[7] ` +
			`leads to nothing in openapi.yaml: "tags" has no item 7`,
		`[{target: $.info, update: [1]}]`: `o.yaml:3:36: actions[0].update: is an array, and ` +
			`openapi.yaml has an object there: remove that first, or write the same`,
		`[{target: $, update: {paths: {/a: 1}}}]`: `o.yaml:3:44: actions[0].update.paths./a: is ` +
			`a simple value, and openapi.yaml has an object there: remove that first, or write ` +
			`the same`,
		`[{target: $, remove: true}]`: `o.yaml:3:20: actions[0]: removes the whole document`,
		`[{target: "paths['/a']", remove: true}]`: `o.yaml:3:20: actions[0].target: ` +
			`"paths['/a']" is not a valid JSONPath (RFC 9535): unexpected identifier at position 1`,
		`[{target: $.info.x-a, remove: true}]`: `o.yaml:3:20: actions[0].target: "$.info.x-a" ` +
			`is not a valid JSONPath (RFC 9535): invalid number literal at position 9; a name ` +
			`with a hyphen is written in brackets, as ['x-a']`,
		`[{target: $, updates: {}}]`: `o.yaml:3:23: actions[0]: unknown key "updates" ` +
			`(did you mean "update"?)`,
		`[{update: {}}]`: `o.yaml:3:11: actions[0]: missing key "target"`,
		`[]`:             `o.yaml:3:10: actions: an overlay has one action at least`,
		`[{target: $, update: {x-a: {$ref: "#/components/schemas/Gone"}}}]`: `o.yaml:3:44: $ref: ` +
			`"#/components/schemas/Gone" leads to nothing in the document`,
		`[{target: $.info, copy: "$.tags[*]"}]`: `o.yaml:3:34: actions[0].copy: $.tags[*] ` +
			`selects 2 places, and one is copied`,
	} {
		actions = strings.TrimSuffix(actions, "\n")
		source := openapi.Source{File: "openapi.yaml", Data: []byte(plain)}
		text := strings.TrimSuffix(head, "\n") + " " + actions + "\n"
		_, err := Effective(source, Text{"o.yaml", []byte(text)})
		if err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", actions, err, want)
		}
	}
}

func TestNoOverlay(t *testing.T) {
	for text, want := range map[string]string{
		"openapi: 3.0.3\n": "o.yaml:1:1: no OpenAPI Overlay: it has no key overlay",
		"overlay: 2.0.0\nactions: [{target: $}]\n": "o.yaml:1:10: overlay: this version is not " +
			"known: 1.0.0 and 1.1.0 are read",
		"overlay: [": "o.yaml:",
	} {
		_, problems := Read(Text{"o.yaml", []byte(text)})
		if err := problems.Err(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestPlaces holds that what an overlay adds is at its place there, and the rest at its own.
func TestPlaces(t *testing.T) {
	root, err := applied(t, "\n  - target: $.info\n    update: {x-a: 1}\n")
	if err != nil {
		t.Fatal(err)
	}
	added, _ := strict.Locate(root, "info", "x-a")
	own, _ := strict.Locate(root, "info", "title")
	if want := (strict.Pos{Line: 5, Column: 19, File: "o.yaml"}); added != want {
		t.Errorf("what is added: %+v, want %+v", added, want)
	}
	if want := (strict.Pos{Line: 2, Column: 15}); own != want {
		t.Errorf("what was there: %+v, want %+v", own, want)
	}
}

// TestAliases holds that what the document shares by an alias changes at one place alone.
func TestAliases(t *testing.T) {
	const text = "openapi: 3.0.3\na: &x {b: 1}\nc: *x\n"
	source, err := Effective(openapi.Source{File: "openapi.yaml", Data: []byte(text)},
		Text{"o.yaml", []byte(head + "  - {target: $.a, update: {d: 2}}\n")})
	if err != nil {
		t.Fatal(err)
	}
	if n := strict.At(source.Root, "/c/d"); n != nil {
		t.Error("the alias changed too")
	}
	if n := strict.At(source.Root, "/a/d"); n == nil {
		t.Error("the anchor did not change")
	}
}

// TestHostile holds that neither the work nor the size of what overlays make is without a bound.
func TestHostile(t *testing.T) {
	const wide = 3000
	var items strings.Builder
	for i := range wide {
		fmt.Fprintf(&items, "    - {a: {b: {c: {d: %d}}}}\n", i)
	}
	large := "openapi: 3.0.3\nx:\n  y:\n" + items.String()
	deep := "openapi: 3.0.3\nx: " + strings.Repeat("{a: ", 900) + "1" + strings.Repeat("}", 900)
	for name, test := range map[string]struct{ document, actions, want string }{
		"copies that double": {
			large, strings.Repeat("  - {target: $.x.y, copy: $.x.y}\n", 40), "makes a document of",
		},
		"an update in many places": {
			large, "  - {target: $..*, update: {n: [" + strings.Repeat("1,", 1000) + "1]}}\n",
			"makes a document of more than",
		},
		"levels": {
			deep, "  - {target: $.x" + strings.Repeat(".a", 800) + ", update: " +
				strings.Repeat("{b: ", 500) + "1" + strings.Repeat("}", 500) + "}\n", "levels",
		},
		"a filter that searches everything for each": {
			large, "  - {target: '$..[?$..[?@.d == 1]]', remove: true}\n", "too much work",
		},
		"filters in filters": {
			large, "  - {target: '$..[?@..[?@..[?@..[?@..z]]]]', remove: true}\n", "too much work",
		},
		"selectors that multiply": {
			large, "  - {target: '$.x.y[?@" + strings.Repeat("[*,*,*]", 40) + "]', remove: true}\n",
			"too much work",
		},
		"many searches": {
			large, strings.Repeat("  - {target: '$..[?@..z]', remove: true}\n", 3000),
			"too much work",
		},
		"a pattern that is compiled for each": {
			large, "  - {target: \"$..[?search(@, '" + strings.Repeat("(a{100}){9}", 300) +
				"')]\", remove: true}\n" + strings.Repeat("  - {target: '$..*', remove: false}\n",
				3000), "too much work",
		},
		"a pattern of the document": {
			large, "  - {target: '$..[?search(@.d, @.d)]', remove: true}\n", "too much work",
		},
		"a long path": {
			large, "  - {target: '$" + strings.Repeat(".a", 3000) + "', remove: true}\n",
			"is longer than",
		},
	} {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			_, err := Effective(openapi.Source{File: "openapi.yaml", Data: []byte(test.document)},
				Text{"o.yaml", []byte(head + test.actions)})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %.300v, want %s", err, test.want)
			}
			t.Logf("%v", time.Since(started))
		})
	}
}

func TestSteps(t *testing.T) {
	for target, want := range map[string]string{
		`$.paths['/a'].get`: "paths /a get", `$["paths"]["/a"]`: "paths /a", `$`: "",
		`$.paths[0]`: "none", `$..get`: "none", `$.paths.*`: "none", `$.a['b','c']`: "none",
		`$.a-b`: "none", strings.Repeat("x", 5000): "none",
	} {
		steps, ok := Steps(target)
		if got := strings.Join(steps, " "); ok == (want == "none") || ok && got != want {
			t.Errorf("%s: %q, %t, want %q", target, got, ok, want)
		}
	}
}
