package result

import "example.com/toeline/spec"

// Planned is what a run would do, before anything is sent.
type Planned struct {
	Contract *spec.Contract
	// Requirements are those that the run can judge, in the contract's order.
	Requirements []spec.Requirement
	Cases        []PlannedCase
}

// PlannedCase is a case of a run, before anything is sent.
type PlannedCase struct {
	ID, Title string
	// Situation is the first component of ID.
	Situation string
	Effect    spec.Effect
	// Level is the highest of Requirements, which are those of its own checks.
	Level        spec.Level
	Requirements []string
	// Shows are the requirements that the case shows on a target that conforms:
	// its own, and those of rules for every response. Levels are theirs.
	Shows  []string
	Levels []spec.Level
	// Skipped says why nothing is sent; empty: something is.
	Skip string
	// Line is where the case is in the contract's file, or in File: an overlay.
	Line int
	File string
	// Size is how many requests it sends.
	Size int
	// Requests are those; nil for the many of a fuzz case.
	Requests []PlannedRequest
}

// PlannedRequest is a request of a case, without the values of its credentials.
type PlannedRequest struct {
	// ID is its correlation id; empty: it has none.
	ID             string
	Method, Target string
	Auth           spec.RequestAuth
	// Presents are the credentials in its header, as "Authorization: Bearer $TOKEN": names of
	// variables, not their values. Those in its query are in Target.
	Presents []string
	// Resources are those that it names, as kind/id.
	Resources []string
	Note      string
}
