package check

import (
	"strings"

	"example.com/toeline/spec"
)

// WhereStatus is the place of a finding on the status.
const WhereStatus = "status"

// The places that are no JSON pointer.
const (
	whereStatus   = WhereStatus
	whereMessage  = "message" // the HTTP message
	whereEnd      = "message end"
	whereContent  = "content" // the content as a whole
	whereEncoding = "message content"
)

func whereHeader(name string) string { return "header " + strings.ToLower(name) }

// places are where one response has findings, each with the level of what it breaks: what binds
// less explains nothing that binds more, or else a broken "should" would hide a broken "must".
type places struct{ all []place }

type place struct {
	where, requirement string
	level              spec.Level
}

func (p *places) add(where, requirement string, level spec.Level) {
	p.all = append(p.all, place{where, requirement, level})
}

// hides returns the requirement of a finding that explains what a requirement of a level says of a
// member at a JSON pointer: one at it, at one of its parents, or in the content as a whole.
func (p *places) hides(pointer string, level spec.Level) string {
	for _, known := range p.all {
		if !known.level.AtLeast(level) {
			continue
		}
		where := known.where
		parent := isPointer(where) && strings.HasPrefix(pointer, where+"/")
		if where == whereContent || where == pointer || parent || inXPath(pointer, where) {
			return known.requirement
		}
	}
	return ""
}

// has returns the requirement of a finding at a place that is at least as binding as a level;
// empty: no finding is.
func (p *places) has(where string, level spec.Level) string {
	for _, known := range p.all {
		if known.where == where && known.level.AtLeast(level) {
			return known.requirement
		}
	}
	return ""
}
