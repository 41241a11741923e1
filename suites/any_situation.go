package suites

import "github.com/onsi/ginkgo/v2"

// anySituation holds the cases of a situation that no file here knows: another
// document brings its own, and needs no Go.
func (t tree) anySituation(g group) {
	t.container(g, g.situation, func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
