// Package gate owns what stands between a run and the one before it: the file
// of known failures (waivers), which keeps them visible without blocking
// anybody and notices what heals, and the comparison of reports, of two runs or
// of many targets. It never judges a target, never sends, and never waives what
// the file does not name.
package gate
