package suites

import "github.com/onsi/ginkgo/v2"

// headers holds the cases about header fields alone, some of which are judged
// over a whole run. Under ginkgo -p a process knows its own answers only.
func (t tree) headers(g group) {
	t.container(g, "Headers: what every answer carries beside its content", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
