// Package openapi reads OpenAPI descriptions as plain data, and validates JSON values by their
// schemas.
//
// It is the only importer of kin-openapi, whose types never leave it. It knows nothing of
// requirements and cases, and never sends a request.
package openapi
