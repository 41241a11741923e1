package spec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHints(t *testing.T) {
	source, err := Source(Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, old, new, want string }{
		{
			"message", "    - {id: ERA-REQ-5, http: wellFormed}\n",
			"    - {id: ERA-REQ-5, content: utf8}\n",
			"no rule {http: wellFormed}: broken messages break whichever status is asked for",
		},
		{
			"documented status", `        "404": {$ref: "#/components/responses/notFound"}` + "\n",
			`        "404": {$ref: "#/components/responses/notFound"}` + "\n" +
				`        "409": {description: Busy}` + "\n",
			"documents 409, and no case asks for it",
		},
		{
			"undocumented status", "", "",
			"a case asks for 405, which the operation does not document",
		},
		{"credentials", "", "", "credentials are demanded, and no case comes without: auth: none"},
		{
			"fixtures", "", "",
			"stays untested without fixtures: only cases with an effect can break it",
		},
		{"once", "", "", "is sent once: a defect in one response of five shows with repeat"},
		{"parameter", "{literal: \"213213\"}", "task.absent", `parameter "incidentTaskId" has a ` +
			`rule, and no case breaks it: give a literal or a corpus`},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := string(source)
			if test.old != "" && !strings.Contains(text, test.old) {
				t.Fatalf("the document does not hold %q", test.old)
			}
			if test.old != "" {
				text = strings.ReplaceAll(text, test.old, test.new)
			}
			doc, err := Load("d.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range doc.Hints() {
				if h.Message == test.want && h.Line > 0 {
					got = []string{h.Message}
				}
			}
			if diff := cmp.Diff([]string{test.want}, got); diff != "" {
				t.Errorf("hints (-want +got):\n%s\nall: %v", diff, doc.Hints())
			}
		})
	}
}

// TestHintsWithoutKinds: what no fixtures can name needs none.
func TestHintsWithoutKinds(t *testing.T) {
	doc, err := Embedded("s3-objects")
	if err != nil {
		t.Fatal(err)
	}
	const want = "stays untested without --allow-effects, off loopback: only cases with an " +
		"effect can break it"
	found := false
	for _, h := range doc.Hints() {
		found = found || h.Message == want
		if strings.Contains(h.Message, "fixtures") {
			t.Errorf("%s", h)
		}
	}
	if !found {
		t.Errorf("no hint %q among %v", want, doc.Hints())
	}
}
