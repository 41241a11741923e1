// Package verify judges a server by a contract. It is the only place that builds
// cases, runs them, folds what they show and returns a report:
//
//	report, err := verify.Run(ctx, verify.Config{Contract: contract, Target: verify.Target{URL: url}})
//
// Who wants more hold of it prepares a Session, starts it, and waits for cases.
// It never prints, and writes no file.
package verify
