// Package effects knows what requests of a run do to a target: which would have an effect, how a
// journal keeps them, and what was done already. It sends nothing.
package effects
