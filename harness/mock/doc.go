// Package mock serves any OpenAPI description: responses from its examples or by its schemas,
// refusals as it documents them. It holds what requests create and change; the ids that it knows
// from the beginning stay. It never judges.
package mock
