package suites

// notFound holds the cases of well-formed ids that name nothing. Each request has
// an id of its own, random by Ginkgo's seed, or one of those that the fixtures say
// are absent. They have no effect and run in parallel.
func (t tree) notFound(g group) { t.situation(g) }
