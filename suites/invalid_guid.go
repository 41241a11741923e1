package suites

import "github.com/onsi/ginkgo/v2"

// invalidGUID holds the cases whose id is none: a spec a family of mistakes, all
// of whose members are judged.
func (t tree) invalidGUID(g group) {
	t.container(g, "Invalid GUID: a string that is no GUID is refused as such", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
