// Package variations holds targets that are unusual and conform to the first
// embedded contract: decorators over the reference server.
package variations
