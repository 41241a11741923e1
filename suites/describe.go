package suites

import (
	"github.com/onsi/ginkgo/v2"
)

// Describe registers the specs in a team's own Ginkgo suite:
//
//	var _ = suites.Describe(suites.Options{Handler: mock.Handler()})
//
// Options that cannot drive a run make one spec that fails and says why. The
// run begins with the first spec that is run, never before; when it cannot
// begin, because nothing answers at a URL, that spec says so and the others are
// skipped. Each Describe is a run of its own: two of them on one target may
// execute an item twice.
func Describe(o Options) bool {
	return ginkgo.Describe("toeline: "+o.name(), func() {
		if err := o.specs(); err != nil {
			ginkgo.It("can be run", func() { ginkgo.Fail("suites: " + err.Error()) })
		}
	})
}

// specs builds the tree of a run that is yet to begin.
func (o Options) specs() error {
	o, err := o.withDocument()
	if err != nil {
		return err
	}
	seed := uint64(ginkgo.GinkgoRandomSeed()) // the same in every process
	planned, err := o.outline(seed)
	if err != nil {
		return err
	}
	t := tree{planned: planned, results: newLazy(o, planned, seed), waivers: o.Waivers}
	t.build()
	t.neededWaivers()
	return nil
}
