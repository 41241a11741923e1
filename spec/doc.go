// Package spec owns the documents: OpenAPI descriptions that carry, under
// x-conformance, the requirements of a contract and the cases that can falsify
// them. It embeds them, loads them, refuses what is invalid to drive a run, and
// answers questions about schemas and examples.
//
// It never sends a request, never judges a response, and knows no contract: no
// status, code, message or rule of a contract is written in its code.
package spec
