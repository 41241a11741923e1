package cases

import (
	"slices"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// Planned returns what the run would do, with credentials by the names of their variables.
func (s *Set) Planned(given *result.Variables) result.Planned {
	p := result.Planned{Contract: s.Options.Contract, Requirements: s.scope()}
	places := s.casePlaces()
	for _, c := range s.Cases {
		p.Cases = append(p.Cases, s.planned(c, places, given))
	}
	return p
}

func (s *Set) planned(
	c *Case, places map[string]strict.Pos, given *result.Variables,
) result.PlannedCase {
	pos := casePlace(c.ID, places)
	made := result.PlannedCase{
		ID: c.ID, Title: c.Text, Situation: c.Situation, Effect: c.Effect, Level: c.Level,
		Requirements: c.Requirements, Shows: c.Shows(), Skip: c.Skip, Size: c.Size(),
		Line: pos.Line, File: pos.File,
	}
	for _, level := range []spec.Level{spec.Must, spec.Should, spec.May} {
		if slices.ContainsFunc(made.Shows, func(id string) bool {
			r, _ := s.Options.Contract.Requirement(id)
			return r.Level == level
		}) {
			made.Levels = append(made.Levels, level)
		}
	}
	for i := range c.Instances {
		for j := range c.Instances[i].Requests {
			r := &c.Instances[i].Requests[j]
			made.Requests = append(made.Requests, s.plannedRequest(r, c.Instances[i].Note, given))
		}
	}
	return made
}

func (s *Set) plannedRequest(
	r *Request, note string, given *result.Variables,
) result.PlannedRequest {
	made := result.PlannedRequest{
		Method: r.Method, Auth: r.Auth, Resources: r.Resources, Note: note,
	}
	made.ID, _ = r.Header.Get(s.Options.Contract.Correlation.Request)
	made.Target, _ = r.Shown(func(p Presented) (string, bool) { return p.named(given), true })
	for _, p := range r.Presented {
		switch p.In {
		case "header":
			made.Presents = append(made.Presents, p.Name+": "+p.Before+p.named(given))
		case "cookie":
			made.Presents = append(made.Presents, "Cookie: "+p.Name+"="+p.named(given))
		}
	}
	return made
}

// places are where the cases are in the contract's files, by id.
func (s *Set) casePlaces() map[string]strict.Pos {
	places := map[string]strict.Pos{}
	for i := range s.Options.Contract.Operations {
		for j := range s.Options.Contract.Operations[i].Cases {
			c := &s.Options.Contract.Operations[i].Cases[j]
			if _, twice := places[c.ID]; !twice {
				places[c.ID] = c.Pos
			}
		}
	}
	return places
}

// casePlace returns the place of the case that an id is made of: the longest that it begins with.
func casePlace(id string, places map[string]strict.Pos) strict.Pos {
	for {
		pos, ok := places[id]
		cut := strings.LastIndexByte(id, '.')
		if ok || cut < 0 {
			return pos
		}
		id = id[:cut]
	}
}

// scope lists the requirements that the run can judge, in the contract's order.
func (s *Set) scope() []spec.Requirement {
	in := map[string]bool{}
	for _, c := range s.Cases {
		for i := range c.Breaks {
			in[c.Breaks[i].Requirement] = in[c.Breaks[i].Requirement] || c.Breaks[i].Active()
		}
	}
	var all []spec.Requirement
	for _, r := range s.Options.Contract.Requirements {
		if in[r.ID] {
			all = append(all, r)
		}
	}
	return all
}
