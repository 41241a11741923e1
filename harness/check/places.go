package check

import "strings"

// The places that are no JSON pointer.
const (
	whereStatus   = "status"
	whereMessage  = "message" // the HTTP message
	whereContent  = "content" // the content as a whole
	whereEncoding = "message content"
)

func whereHeader(name string) string { return "header " + strings.ToLower(name) }

// places are where findings stand in one answer.
type places struct{ all []string }

func (p *places) add(where string) { p.all = append(p.all, where) }

// hides says whether a member at a JSON pointer is explained by a finding at
// it, at one of its parents, or in the content as a whole.
func (p *places) hides(pointer string) bool {
	for _, where := range p.all {
		isPointer := where == "" || strings.HasPrefix(where, "/")
		if where == whereContent || where == pointer || isPointer && strings.HasPrefix(pointer, where+"/") {
			return true
		}
	}
	return false
}

func (p *places) has(where string) bool {
	for _, w := range p.all {
		if w == where {
			return true
		}
	}
	return false
}
