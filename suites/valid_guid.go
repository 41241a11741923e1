package suites

import "github.com/onsi/ginkgo/v2"

// validGUID holds the other side of invalidGUID: forms of a GUID that narrow
// parsers refuse.
func (t tree) validGUID(g group) {
	t.container(g, "Valid GUID: a GUID in any form is never called invalid", func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})
}
