// Package clients owns the documents that say what a client of a contract must
// do: requirements, what is played to a client, and the checks on what it
// sends and on what it makes of the answers. Such a document names its
// contract, an OpenAPI document of package spec, and plays that one's
// responses and examples, so that no status, code or message stands twice.
//
// It loads strictly, with all mistakes at their places. It never plays and
// never judges.
package clients
