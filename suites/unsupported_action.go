package suites

// unsupportedAction holds the cases of actions that the service refuses: a case
// for each type, so that a target that carries out one of them is named by it.
// A target that does would have acted: the cases have the effect if-broken, are
// Serial, and are skipped off loopback unless effects are allowed.
func (t tree) unsupportedAction(g group) { t.situation(g) }
