// Package content reads what a response carries, once, as JSON, as XML and as bytes, and says what
// is wrong with it. It judges nothing.
package content
