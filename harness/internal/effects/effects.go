package effects

import (
	"maps"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/redact"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// Journal records every request that has an effect, or would have one on a target that does not
// conform. It is safe for use by many goroutines.
type Journal interface {
	// Sending is called before a request is sent. If it fails, the request is not sent.
	Sending(e result.Effect) error
	// Answered is called after the response.
	Answered(e result.Effect, a result.Answer) error
	// Left is called for what a run made and did not remove, with the request that would have.
	Left(e result.Effect, why string) error
}

// List lists what a plan would send that has an effect, or would on a broken
// target, in the order of the document.
func List(set *cases.Set) []result.Effect {
	var all []result.Effect
	for _, c := range set.Cases {
		if c.Effect == spec.None || c.Skip != "" {
			continue
		}
		instances := c.Instances
		if c.Fuzz != nil {
			if plan, _ := c.Fuzz.Plan(); plan != nil { // one of many like it
				instances = plan.Instances[:1]
			}
		}
		for i := range instances {
			for j := range instances[i].Requests {
				r := &instances[i].Requests[j]
				if r.Effect != spec.None {
					all = append(all, Of(set.Options.Contract, c, r))
				}
			}
		}
	}
	return all
}

// Of describes the effect of a request of a case.
func Of(contract *spec.Contract, c *cases.Case, request *cases.Request) result.Effect {
	e := result.Effect{
		Case: c.ID, Effect: request.Effect, Method: request.Request.Method, Path: Target(request),
	}
	e.ID, _ = request.Request.Header.Get(contract.Correlation.Request)
	for _, name := range slices.Sorted(maps.Keys(request.Bound)) {
		b := request.Bound[name]
		for _, item := range request.Resources {
			if b.Properties != nil && strings.HasSuffix(item, "/"+strings.ToLower(b.Value)) {
				e.Items = append(e.Items, result.Touched{Item: item, Properties: b.Properties})
			}
		}
	}
	return e
}

// Target is the request-target without the credentials that it may have.
func Target(request *cases.Request) string {
	target, _ := request.Shown(func(cases.Presented) (string, bool) { return redact.Mark, true })
	return target
}
