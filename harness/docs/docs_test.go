package docs_test

import (
	"io"
	"strings"
	"testing"

	"example.com/toeline/harness/docs"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// TestPageShowsAll holds that both pages name every requirement, every case
// and every excluded sentence, and that the HTML loads nothing.
func TestPageShowsAll(t *testing.T) {
	doc, held := rig.Embedded(t)
	session, err := verify.Outline(verify.Config{Contract: doc, Fixtures: held})
	if err != nil {
		t.Fatal(err)
	}
	p := session.Planned()
	for name, write := range map[string]func(io.Writer, result.Planned) error{
		"markdown": docs.Markdown, "html": docs.HTML,
	} {
		var b strings.Builder
		if err := write(&b, p); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		for _, r := range doc.Requirements {
			if !strings.Contains(got, r.ID) {
				t.Errorf("%s does not show %s", name, r.ID)
			}
		}
		for _, c := range p.Cases {
			if !strings.Contains(got, c.ID) {
				t.Errorf("%s does not show %s", name, c.ID)
			}
		}
		if n := strings.Count(got, "Not tested"); n == 0 || strings.Contains(got, "src=") ||
			strings.Contains(got, "<link") {
			t.Errorf("%s: the excluded sentences are missing, or something is loaded", name)
		}
	}
}
