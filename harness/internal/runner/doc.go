// Package runner sends the requests of cases to a target and judges what comes:
// order, concurrency, retries, effects, tokens and redaction. All concurrency of
// a run is here.
//
// It never chooses cases, never folds findings into verdicts and never prints.
// Raw exchanges are judged first and redacted before anything leaves the package.
package runner
