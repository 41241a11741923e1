// Package compare owns the comparison of two reports: what failed, what was fixed, and what is no
// longer there. It is pure but for writing what it found, and never judges a target.
package compare
