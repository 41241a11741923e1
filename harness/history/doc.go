// Package history reads many reports of one contract in the order of their runs, and writes what
// failed when, and what is flaky, as one page. It never judges.
package history
