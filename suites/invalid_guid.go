package suites

// invalidGUID holds the cases of ids that are not GUIDs: a case for each family of
// the corpus, its members the requests. They name nothing, so they have no effect
// and run in parallel. Families that proxies answer first are "should": their
// findings are report entries, and a spec with no others passes.
func (t tree) invalidGUID(g group) { t.situation(g) }
