package start

import (
	"strings"
	"testing"
)

const twoPlaces = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /a:
    get: {operationId: getA, responses: {"200": {description: ok}}}
  /b:
    get: {operationId: getB, responses: {"200": {description: ok}}}
x-items:
  a:
    get: {operationId: getA, responses: {"200": {description: ok}}}
`

// TestRelocate holds that the cases of an operation, edited or not, follow it to another path, that
// what a person added to them goes along, and that the next start is the same byte for byte.
func TestRelocate(t *testing.T) {
	t.Parallel()
	renamed := replaced(t, "/a:", "/other:")
	for name, test := range map[string]struct {
		change, edit func(string) string
		want         []string
	}{
		"another path": {
			change: renamed, want: []string{"target: $.paths['/other'].get"},
		},
		"a path with a case of a person's": {
			change: renamed,
			edit: replaced(t, "          - id: getA.documented\n", "          - id: mine\n"+
				"            text: Mine\n            request: {}\n            effect: none\n"+
				"            checks: [{id: getA-OK, status: 200}]\n"+
				"          - id: getA.documented\n"),
			want: []string{"target: $.paths['/other'].get", "- id: mine"},
		},
		"a target written otherwise, of an edited case": {
			change: renamed,
			edit: replaced(t, "$.paths['/a'].get", `$["paths"]["/a"]["get"]`,
				`text: "A request as`, `text: "MINE: A request as`),
			want: []string{"target: $.paths['/other'].get", "MINE: A request as"},
		},
		"two that change places": {
			change: replaced(t, "/a:", "/c:", "/b:", "/a:", "/c:", "/b:"),
			want:   []string{"target: $.paths['/a'].get", "target: $.paths['/b'].get"},
		},
		"paths that shift along": {
			change: replaced(t, "  /b:", "  /c:", "  /a:", "  /b:"),
			want:   []string{"target: $.paths['/b'].get", "target: $.paths['/c'].get"},
		},
		"a path item that became a reference": {
			change: replaced(t, `{operationId: getA, responses: {"200": {description: ok}}}`,
				"{}", "    get: {}\n", "    $ref: \"#/x-items/a\"\n"),
			want: []string{"target: $.paths['/a']\n"},
		},
	} {
		for _, whole := range []bool{false, true} {
			form := Form{Whole: whole, Extends: "plain.yaml"}
			first, err := started([]byte(twoPlaces), form)
			if err != nil {
				t.Fatal(name, err)
			}
			text := string(first.Text)
			if test.edit != nil {
				if whole { // it has no targets and other indents
					continue
				}
				text = test.edit(text)
			}
			second := []byte(test.change(twoPlaces))
			form.File, form.Earlier = "c.overlay.yaml", []byte(text)
			made, err := started(second, form)
			if err != nil {
				t.Fatal(name, err)
			}
			if made.Text != nil {
				text, form.Earlier = string(made.Text), made.Text
			}
			if again, err := started(second, form); err != nil || again.Text != nil {
				t.Errorf("%s: again: error %v\n%s", name, err, again.Text)
			}
			if whole {
				continue
			}
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("%s: no %q in\n%s", name, want, text)
				}
			}
			doc, err := judgedBy(t, second, made.Text)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, text)
			}
			if len(doc.Operations) != 2 || len(doc.Operations[0].Cases) == 0 {
				t.Errorf("%s: %d operations", name, len(doc.Operations))
			}
			for _, op := range doc.Operations {
				first, _, _ := strings.Cut(op.Cases[0].ID, ".")
				for _, c := range op.Cases {
					if strings.HasPrefix(c.ID, "get") && first != "mine" &&
						!strings.HasPrefix(c.ID, first+".") {
						t.Errorf("%s: %s is beside cases of %s", name, c.ID, first)
					}
				}
			}
		}
	}
}

// TestHandwritten holds what a start leaves as a person wrote it: the words of extends, line ends
// and a byte order mark; and that an overlay without conformance becomes a whole one.
func TestHandwritten(t *testing.T) {
	t.Parallel()
	form := Form{Extends: "plain.yaml", File: "c.overlay.yaml"}
	first, err := started([]byte(twoPlaces), form)
	if err != nil {
		t.Fatal(err)
	}
	same := replaced(t, "extends: plain.yaml", "extends: ./plain.yaml")(string(first.Text))
	same = replaced(t, "actions:\n", "# the actions\nactions:\n")(same)
	for name, earlier := range map[string]string{
		"extends":   same,
		"CRLF":      strings.ReplaceAll(same, "\n", "\r\n"),
		"a BOM too": "\ufeff" + same,
	} {
		form.Earlier = []byte(earlier)
		if made, err := started([]byte(twoPlaces), form); err != nil || made.Text != nil {
			t.Errorf("%s: error %v, a text of %d bytes", name, err, len(made.Text))
		}
	}
	form.Earlier = []byte("overlay: 1.0.0\ninfo: {title: t, version: \"1\"}\nactions:\n" +
		"  - target: $.info\n    update: {description: by hand}\n")
	made, err := started([]byte(twoPlaces), form)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := judgedBy(t, []byte(twoPlaces), made.Text); err != nil {
		t.Errorf("%v\n%s", err, made.Text)
	}
}
