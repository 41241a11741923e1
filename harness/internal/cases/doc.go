// Package cases turns a contract and fixtures into the cases of a run: it
// expands them, binds their roles to resources, builds their requests, selects
// what the user asked for and classifies effects.
//
// It is pure and deterministic: the same contract, fixtures, options and seed
// give the same cases. It never sends, prints or reads a file of its own.
package cases
