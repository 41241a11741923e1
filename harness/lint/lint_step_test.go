package lint

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/spec/strict"
)

// stepped is a valid contract with a case of steps that uses all that one can say.
const stepped = `openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get: {operationId: listThings, responses: {"200": {description: ok}}}
    post:
      operationId: makeThing
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {description: made}}
      x-conformance:
        cases:
          - id: thing.life
            text: A thing is made and removed
            fresh: {name: word, code: {pattern: "[a-z]{8}"}}
            steps:
              - request: {body: {value: {a: 1}, set: {/name: saved.name}}}
                checks:
                  - {id: S-1, status: 201}
                  - {id: S-2, same: {pointer: /name, as: saved.name}}
                save: {id: {pointer: /id, match: "[0-9]+"}, where: {header: Location}}
              - operation: getThing
                url: saved.where
                checks: [{id: S-3, differ: {header: ETag, as: saved.id}}]
                save: {ids: {pointer: /ids}, tag: {header: ETag, optional: true}}
                until: {status: 200, most: 3, every: 1s, id: S-4}
              - operation: GET /things/{id}
                forEach: {in: saved.ids, as: one, most: 5}
                request: {id: saved.one, headers: {If-Match: "{saved.tag}"}}
                checks:
                  - {id: S-5, const: {pointer: /a, value: 1}}
                  - {id: S-5, length: {pointer: /b, max: 3}}
                  - {id: S-5, someItem: {pointer: /c, at: /id, equal: saved.id}}
                  - {id: S-5, eachItem: {of: saved.ids, distinct: true}}
            finally:
              - {operation: removeThing, request: {id: saved.id}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getThing, responses: {"200": {description: ok}}}
    delete: {operationId: removeThing, responses: {"204": {description: gone}}}
x-conformance:
  version: 1
  requirements:
    - {id: S-1, level: must, text: One., source: page, basis: stated}
    - {id: S-2, level: must, text: Two., source: page, basis: stated}
    - {id: S-3, level: must, text: Three., source: page, basis: stated}
    - {id: S-4, level: must, text: Four., source: page, basis: stated}
    - {id: S-5, level: must, text: Five., source: page, basis: stated}
`

// lintStepTests are mistakes in a case of steps.
var lintStepTests = []struct{ name, old, new string }{
	{"a value that is never saved", "request: {id: saved.one,", "request: {id: saved.onee,"},
	{"a value that is saved later", "set: {/name: saved.name}", "set: {/name: saved.ids}"},
	{"an unknown value in a header", `"{saved.tag}"`, `"{saved.tga}"`},
	{"an unknown value in a check", "as: saved.name}}", "as: saved.nam}}"},
	{"an unknown URL", "url: saved.where", "url: saved.wheer"},
	{"an unknown list", "in: saved.ids, as", "in: saved.id2, as"},
	{"an unknown list of a check", "of: saved.ids,", "of: saved.idz,"},
	{
		"an unknown value of finally",
		"removeThing, request: {id: saved.id}",
		"removeThing, request: {id: saved.di}",
	},
	{
		"what is listed is not removed",
		"removeThing, request: {id: saved.id}",
		"removeThing, request: {id: saved.one}",
	},
	{"no name", "url: saved.where", "url: saved."},
	{"an unknown operation", "operation: getThing", "operation: getThings"},
	{"an unknown operation of finally", "operation: removeThing", "operation: remove"},
	{"an unknown kind of fresh values", "name: word", "name: wrod"},
	{"a wrong pattern of fresh values", `"[a-z]{8}"`, `"["`},
	{"a name that is none", "fresh: {name: word", "fresh: {2nd: word, name: word"},
	{"save of two", "where: {header: Location}", "where: {header: Location, content: true}"},
	{"save of nothing", "where: {header: Location}", "where: {optional: true}"},
	{"save at no pointer", "save: {id: {pointer: /id,", "save: {id: {pointer: id,"},
	{"save by a wrong pattern", `match: "[0-9]+"`, `match: "("`},
	{"until of nothing", "until: {status: 200, most: 3", "until: {most: 3"},
	{"until too often", "most: 3, every: 1s", "most: 1001, every: 1h"},
	{"until of an unknown requirement", "id: S-4}", "id: S-9}"},
	{
		"until and forEach",
		"                forEach: {in: saved.ids, as: one, most: 5}\n",
		"                forEach: {in: saved.ids, as: one, most: 5}\n" +
			"                until: {status: 200}\n",
	},
	{"forEach too often", "as: one, most: 5", "as: one, most: -1"},
	{"forEach without a name", "in: saved.ids, as: one, most: 5", "in: saved.ids, most: 5"},
	{
		"request beside steps",
		"            steps:\n",
		"            request: {}\n            steps:\n",
	},
	{
		"forEach of two lists", "in: saved.ids, as: one, most: 5",
		"in: saved.ids, as: one, values: [a]",
	},
	{"forEach of no list", "in: saved.ids, as: one, most: 5", "as: one, values: []"},
	{"finally alone", "            steps:\n", "            finally:\n"},
	{"neither a request nor steps", "            steps:\n", "            steqs:\n"},
	{
		"unknown key of a step",
		"                url: saved.where\n",
		"                urls: saved.where\n",
	},
	{
		"two kinds of a value",
		"set: {/name: saved.name}",
		"set: {/name: {saved: name, fresh: word}}",
	},
	{
		"a count that is optional",
		"set: {/name: saved.name}",
		"set: {/name: {count: {from: 1}, optional: true}}",
	},
	{"same of two", "same: {pointer: /name, as", "same: {pointer: /name, header: X, as"},
	{"same as what is neither", "as: saved.name}}", "as: header.X}}"},
	{
		"same of nothing that was sent",
		"differ: {header: ETag, as: saved.id}",
		"differ: {header: ETag, as: sent}",
	},
	{"differ without what", "differ: {header: ETag, as: saved.id}", "differ: {header: ETag}"},
	{
		"content in part",
		"same: {pointer: /name, as: saved.name}",
		"same: {content: true, partial: true, as: sent}",
	},
	{"const of nothing", "const: {pointer: /a, value: 1}", "const: {value: 1}"},
	{"length of nothing", "length: {pointer: /b, max: 3}", "length: {pointer: /b}"},
	{"length below zero", "length: {pointer: /b, max: 3}", "length: {pointer: /b, max: -3}"},
	{
		"length of two",
		"length: {pointer: /b, max: 3}",
		"length: {pointer: /b, of: saved.ids, max: 3}",
	},
	{
		"items by no rule",
		"someItem: {pointer: /c, at: /id, equal: saved.id}",
		"someItem: {pointer: /c, at: /id}",
	},
	{
		"distinct of some",
		"someItem: {pointer: /c, at: /id, equal: saved.id}",
		"someItem: {pointer: /c, distinct: true, equal: saved.id}",
	},
	{"items at no pointer", "pointer: /c, at: /id", "pointer: c, at: id"},
	{"save by no XPath", "where: {header: Location}", "where: {xpath: '//a['}"},
	{"save by two", "where: {header: Location}", "where: {header: Location, xpath: //a}"},
	{"until no XPath", "until: {status: 200, most: 3", "until: {body: {xpath: x:a}, most: 3"},
	{"same at no XPath", "same: {pointer: /name, as", "same: {xpath: $a, as"},
	{"const at no XPath", "const: {pointer: /a, value: 1}", "const: {xpath: 'f(1)', value: 1}"},
	{"length at no XPath", "length: {pointer: /b, max: 3}", "length: {xpath: //, max: 3}"},
	{"items of an XPath at more", "pointer: /c, at: /id", "xpath: //c, at: /id"},
	{
		"body of two",
		"const: {pointer: /a, value: 1}",
		"body: {pointer: /a, xpath: '//b[', present: true}",
	},
	{"body of nothing", "const: {pointer: /a, value: 1}", "body: {present: true}"},
}

// TestLintOfSteps compares what is reported of each mistake with a file.
func TestLintOfSteps(t *testing.T) {
	if _, err := Load("f", []byte(stepped)); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range lintStepTests {
		wrong := strings.Replace(stepped, m.old, m.new, 1)
		_, err := Load("f", []byte(wrong))
		var problems strict.Problems
		if wrong == stepped || !errors.As(err, &problems) {
			t.Errorf("%s: %v", m.name, err)
		}
		fmt.Fprintf(&b, "== %s\n%v\n", m.name, err)
	}
	golden.File(t, "testdata/steps.txt", b.String())
}
