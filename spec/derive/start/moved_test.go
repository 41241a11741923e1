package start

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

const referring = `paths:
  /a:
    $ref: parts/a.yaml
    get:
      responses:
        default: {$ref: "../common/error.yaml#/Error"}
        "200":
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Own"}
              example: {$ref: stays.yaml}
              examples: {one: {externalValue: one.json}}
components:
  schemas:
    Own:
      discriminator: {mapping: {a: a.yaml, b: B, c: "https://example.com/c.yaml"}}
      properties: {$ref: {type: string}, example: {$ref: inner.yaml}}
`

// TestMove holds which references are rewritten when a document is written to another folder: those
// to files beside it, and no value that only looks like one.
func TestMove(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		form   Form
		change []string // old, new
		err    string
	}{
		{name: "to the same folder", form: Form{Extends: "api.yaml"}},
		{
			name: "to the folder above", form: Form{Extends: "docs/v1/api.yaml"},
			change: []string{
				"parts/a.yaml", "docs/v1/parts/a.yaml", "../common/error", "docs/common/error",
				"one.json", "docs/v1/one.json", "a: a.yaml", "a: docs/v1/a.yaml",
				"inner.yaml", "docs/v1/inner.yaml",
			},
		},
		{
			name: "out of the folder", form: Form{Extends: "docs/api.yaml"},
			change: []string{"../common/error", "../../common/error"},
			err:    "f: refers to ../../common/error.yaml#/Error, which is outside of the folder",
		},
		{
			name: "from a server", form: Form{Extends: "https://example.com/v1/api.yaml"},
			err: "f: refers to parts/a.yaml, which is outside of the folder that is written to",
		},
		{
			name: "from a server, allowed",
			form: Form{Extends: "https://example.com/v1/api.yaml", Anywhere: true},
			change: []string{
				"parts/a.yaml", "https://example.com/v1/parts/a.yaml",
				"../common/error", "https://example.com/common/error",
				"one.json", "https://example.com/v1/one.json",
				"a: a.yaml", "a: https://example.com/v1/a.yaml",
				"inner.yaml", "https://example.com/v1/inner.yaml",
			},
		},
		{name: "an address that is none", form: Form{Extends: ":/a"}, err: "missing protocol"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := referring
			if strings.Contains(test.name, "out of") {
				text = strings.NewReplacer(test.change...).Replace(text)
			}
			root, problems := strict.Parse("f", []byte(text))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			err := test.form.move("f", root)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("%v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plain(t, strings.NewReplacer(test.change...).Replace(text)),
				decoded(t, root)); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
		})
	}
}

func plain(t *testing.T, text string) any {
	t.Helper()
	root, problems := strict.Parse("f", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return decoded(t, root)
}

func decoded(t *testing.T, root *yaml.Node) any {
	t.Helper()
	var value any
	if problems := strict.Decode("f", root, &value); len(problems) > 0 {
		t.Fatal(problems)
	}
	return value
}

// TestStartKeepsAliases holds that an overlay that a person wrote shorter, by aliases, and longer,
// by an action that removes, is compared by what it says and kept.
func TestStartKeepsAliases(t *testing.T) {
	t.Parallel()
	const removal = "  - {target: $.info.description, remove: true}\n"
	made, text := again(t, Form{Extends: "plain.yaml"}, replaced(t,
		"status: [200]}\n", "status: &ok [200]}\n",
		"{id: getOld-OK, status: [200]}", "{id: getOld-OK, status: *ok}",
		"actions:\n", "actions:\n"+removal,
	))
	for _, want := range []string{"extends: plain.yaml", removal, "getOrder.documented"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "getOld.documented") ||
		!slices.Contains(made.Changes.Removed, "case getOld.documented") {
		t.Errorf("a case that says what init wrote stays: %v", made.Changes.Removed)
	}
	_, text = again(t, Form{}, replaced(t,
		"status: [200]}\n", "status: &ok [200]}\n",
		"{id: getOld-OK, status: [200]}", "{id: getOld-OK, status: *ok} # mine",
	))
	if !strings.Contains(text, "{id: getOld-OK, status: [200]} # mine") {
		t.Errorf("an alias of what is no longer there is not written out:\n%s", text)
	}
}
