// Package tally counts what becomes of the requests of a fuzz case, whose number has no
// bound: it keeps the sums, and an example of each kind of failure. It sends nothing.
package tally
