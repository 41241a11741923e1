package plan

import (
	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/result"
)

// A finding can be part of another: the same, seen where the contract binds
// less. A target that words a message wrong everywhere breaks the requirement
// on the message, and not those on its other path and on odd ids as well.

func isPart(f result.Finding) bool { return f.PartOf != "" }

type broken struct{ requirement, key string }

// standsAlone says whether the run, as far as it has got, has the same finding
// of a requirement where it is no part of another.
func (r *Run) standsAlone(requirement, key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := r.alone
	if found == nil {
		found = map[broken]bool{}
		for _, pr := range r.cases {
			for _, s := range pr.settled {
				addAlone(found, s.judgement)
			}
		}
		if r.complete() {
			r.alone = found
		}
	}
	return found[broken{requirement, key}]
}

func addAlone(found map[broken]bool, j *check.Judgement) {
	if j == nil {
		return
	}
	for _, f := range j.Findings {
		if !isPart(f) {
			found[broken{f.Requirement, f.Key()}] = true
		}
	}
}

// complete says whether nothing more will be sent.
func (r *Run) complete() bool {
	select {
	case <-r.finished:
		return true
	default:
		return false
	}
}
