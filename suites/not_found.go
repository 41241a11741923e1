package suites

import "github.com/onsi/ginkgo/v2"

// notFound holds the cases whose id is well formed and names nothing.
func (t tree) notFound(g group) {
	t.container(g, "Not found: an id that names nothing is answered as such", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
