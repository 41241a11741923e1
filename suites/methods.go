package suites

import "github.com/onsi/ginkgo/v2"

// methods holds the cases that name an item by another method than its own.
func (t tree) methods(g group) {
	t.container(g, "Methods: no other method carries out the action", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
