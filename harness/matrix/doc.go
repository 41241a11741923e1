// Package matrix owns the comparison of many targets: requirements by targets, where they differ,
// and which of them conform. It is pure but for writing what it found, and never judges a target.
package matrix
