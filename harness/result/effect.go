package result

import "example.com/toeline/spec"

// Effect is a request that carries out something, or would on a broken target.
type Effect struct {
	// ID is the request's own correlation id.
	ID           string
	Case         string
	Effect       spec.Effect
	Method, Path string
	Items        []Touched
}

// Touched is a resource that a request with an effect names.
type Touched struct {
	// Resource is kind/id, and Properties are the resource's own.
	Item       string            `json:"item"`
	Properties map[string]string `json:"properties,omitempty"`
}

// Answer is what came of an effect, redacted. Status is 0 where no response
// came, and Fault says why.
type Answer struct {
	Status int
	Fault  string
	// RequestID is the response's own id; often empty.
	RequestID string
}
