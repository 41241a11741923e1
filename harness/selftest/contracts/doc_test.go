// Package documents holds the embedded documents beyond the first to servers
// that were written by hand from the pages they cite, and not from the
// documents: each runs green on its server, red on each of its defects, and the
// requirements that a defect breaks are exactly those that it names. No Go
// outside these tests knows an endpoint of theirs.
package contracts
