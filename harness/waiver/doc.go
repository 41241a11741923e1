// Package waiver owns the file of known failures: it loads the file, makes rules of its entries,
// and adds entries for what fails a report. A waived failure stays visible and does not fail the
// run; package result matches rules with findings. It never judges, and never waives what the file
// does not name.
package waiver
