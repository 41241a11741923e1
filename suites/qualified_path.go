package suites

import "github.com/onsi/ginkgo/v2"

// qualifiedPath holds the cases of the operation's second spelling, with ids
// that execute nothing.
func (t tree) qualifiedPath(g group) {
	t.container(g, "Qualified path: the spelling that generated SDKs call is answered alike", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
