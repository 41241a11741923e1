package suites

import (
	"fmt"
	"slices"
	"strings"

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
	if !inContainer() { // it is for the top of a tree
		ginkgo.ReportAfterSuite("toeline: a filter matches a spec", failEmpty)
	}
	return ginkgo.Describe("toeline: "+o.name(), func() {
		if err := o.specs(); err != nil {
			ginkgo.It("can be run", func() { ginkgo.Fail("suites: " + err.Error()) })
		}
	})
}

// inContainer reports whether a container is being built.
func inContainer() (is bool) {
	defer func() { is = recover() == nil }()
	ginkgo.CurrentTreeConstructionNodeReport() // panics elsewhere
	return true
}

// failEmpty fails a suite of which filters left no spec: that is no success.
func failEmpty(r ginkgo.Report) {
	c := r.SuiteConfig
	if r.PreRunStats.SpecsThatWillRun > 0 || r.PreRunStats.TotalSpecs == 0 {
		return
	}
	given := slices.Concat(c.FocusStrings, c.SkipStrings, c.FocusFiles, c.SkipFiles)
	if c.LabelFilter != "" {
		given = append(given, c.LabelFilter)
	}
	if len(given) > 0 {
		ginkgo.Fail(fmt.Sprintf("suites: the filter %s leaves none of %d specs. Labels are ids of "+
			"cases, situations and requirements of their own checks, levels, and effects; a "+
			"requirement of every response has none: name it in Options.Only",
			strings.Join(given, ", "), r.PreRunStats.TotalSpecs))
	}
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
