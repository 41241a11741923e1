// Package redact hides secrets in text and in exchanges. It knows the usual
// spellings of a secret, and leaves content out in which it could not see one.
// It never reads a clock, opens nothing, and never changes what it is given.
package redact
