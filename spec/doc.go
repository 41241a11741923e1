// Package spec owns the documents: OpenAPI descriptions that carry, under
// x-conformance, the requirements of a contract and the cases that can falsify
// them. It embeds them, loads them, refuses what is unfit to drive a run, and
// answers questions about schemas and examples.
//
// It is the only importer of kin-openapi, whose types never leave it. It never
// sends a request, never judges an answer, and knows no contract: no status,
// code, message or rule of a document stands in its code.
package spec
