package runner

import (
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/spec"
)

// Progress returns how many instances are settled, of how many.
func (r *Run) Progress() (settled, all int) {
	for _, c := range r.Set.Cases {
		all += c.Size()
	}
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	return r.done, all
}

// Failing returns how many requests have a finding so far, of one of the levels.
func (r *Run) Failing(levels ...spec.Level) int {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	n := 0
	for _, level := range levels {
		n += r.failing[level]
	}
	return n
}

// note keeps the outcome of a request.
func (r *Run) note(w work, o outcome) {
	level := r.levelOf(o)
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	r.progress[w.c.ID].outcomes[w.index()] = o
	if level != "" {
		r.failing[level]++
	}
}

// levelOf returns the highest level of the requirements that an outcome fails; empty: of none.
func (r *Run) levelOf(o outcome) (highest spec.Level) {
	if o.judgement == nil {
		return ""
	}
	for i := range o.judgement.Findings {
		known, ok := r.Set.Options.Contract.Requirement(o.judgement.Findings[i].Requirement)
		if ok && (highest == "" || known.Level.AtLeast(highest)) {
			highest = known.Level
		}
	}
	return highest
}

// settle counts an instance whose steps are done.
func (r *Run) settle(c *cases.Case) {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	pr := r.progress[c.ID]
	pr.left--
	r.done++
	if pr.left == 0 {
		close(pr.done)
	}
}
