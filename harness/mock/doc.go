// Package mock serves any OpenAPI description: responses from its examples or by its schemas,
// refusals as it documents them. It has no state but the ids that it knows, so that every request
// is answered as the first. It never judges.
package mock
