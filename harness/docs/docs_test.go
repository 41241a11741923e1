package docs_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"example.com/toeline/harness/docs"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/plan"
)

type nowhere struct{}

func (nowhere) Send(context.Context, exchange.Request) *exchange.Exchange { return nil }
func (nowhere) Close()                                                    {}

// TestPageShowsAll holds that both pages name every requirement, every case
// and every excluded sentence, and that the HTML loads nothing.
func TestPageShowsAll(t *testing.T) {
	doc, world := rig.Embedded(t)
	p, err := plan.New(plan.Options{Doc: doc, World: world, Target: plan.Target{Sender: nowhere{}, Token: "t"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer, *plan.Plan) error{"markdown": docs.Markdown, "html": docs.HTML} {
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
		if n := strings.Count(got, "Not tested"); n == 0 || strings.Contains(got, "src=") || strings.Contains(got, "<link") {
			t.Errorf("%s: the excluded sentences are missing, or something is loaded", name)
		}
	}
}
