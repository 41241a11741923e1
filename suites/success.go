package suites

import "github.com/onsi/ginkgo/v2"

// success holds the cases that carry out an action: the only ones that do so on
// every target. Each has a resource of its own, which no other case acts on. They
// come last in a run that is sent ahead, so that a target which acts where it must
// not is seen before anything is carried out on purpose.
//
// All are Serial: under ginkgo -p they run in one process, one after another. A
// case whose resource the fixtures lack, or that is not allowed off loopback, is
// skipped with that reason.
func (t tree) success(g group) { t.situation(g, ginkgo.Serial) }
