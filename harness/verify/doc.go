// Package verify judges a server by a contract. It is the only place that builds
// cases, runs them, folds what they show and returns a report:
//
//	report, err := verify.Run(ctx, verify.Config{
//		Contract: contract,
//		Target:   verify.Target{URL: url},
//	})
//
// To follow a run case by case, call Prepare, start the Session, and wait for its cases.
// The package never prints, and writes no file.
package verify
