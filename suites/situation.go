package suites

import "github.com/onsi/ginkgo/v2"

// situation makes the container of any situation: an It a case, in the contract's
// order. The files of this package named for a situation say what is particular
// about theirs; a situation without a file needs nothing more than this.
func (t tree) situation(g group, decorators ...any) {
	arguments := append([]any{
		t.location(g.cases[0]), ginkgo.Label(label(g.situation)),
	}, decorators...)
	ginkgo.Describe(t.planned.Contract.SituationTitle(g.situation), append(arguments, func() {
		for _, c := range g.cases {
			ginkgo.It(specText(c), t.about(c), func(ctx ginkgo.SpecContext) { t.judge(ctx, c) })
		}
	})...)
}
