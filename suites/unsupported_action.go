package suites

import "github.com/onsi/ginkgo/v2"

// unsupportedAction holds the cases whose item exists and must be refused. A
// broken target carries its action out, so that they count as effects.
func (t tree) unsupportedAction(g group) {
	t.container(g, "Unsupported action: a task that exists is refused for its type, and never executed", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
