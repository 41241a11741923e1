package suites

import "github.com/onsi/ginkgo/v2"

// authorization holds the cases that present themselves wrongly, or rightly in
// an unusual way; with the id of an item a broken target carries its action out.
func (t tree) authorization(g group) {
	t.container(g, "Authorization: who has no usable token is turned away", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
