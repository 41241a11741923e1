package suites

import "github.com/onsi/ginkgo/v2"

// success holds the cases that carry out an action: the only ones that do so on
// every target. Each has an item of its own, and all come last in a run that is
// sent ahead.
func (t tree) success(g group) {
	t.container(g, "Success: an action that can be carried out is taken up", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
