// Package random makes values at random by schemas: those that a schema takes, and those that
// break one rule of it. Every choice is kept, so that a value that shows a failure is made again,
// and Shrink finds the smallest one that shows it. It is pure.
//
// It is no use of a library: pgregory.net/rapid is under MPL-2.0, which the command may not have,
// and its Check, which alone shrinks, drives a test by global flags; the shrinkers of
// github.com/leanovate/gopter do not go through FlatMap, which values by a schema need.
package random
