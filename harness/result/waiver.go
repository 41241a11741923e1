package result

import "fmt"

// WaiverState is what came of a waiver in a run.
type WaiverState string

// The states of a waiver. The last three fail the run.
const (
	WaiverActive    WaiverState = "active"    // something that it names fails
	WaiverUnused    WaiverState = "unused"    // nothing does, for a reason that is not a mistake
	WaiverStale     WaiverState = "stale"     // what it names was judged, and fails no longer
	WaiverExpired   WaiverState = "expired"   // its last day has passed: it waives nothing
	WaiverUnmatched WaiverState = "unmatched" // the document has nothing of that name
)

// Waiver is a known failure: an entry of the file that lists them, with what
// came of it.
type Waiver struct {
	// File and Line are where the entry begins or, of one that fails the run, where the mistake
	// in it is.
	File string `json:"file"`
	Line int    `json:"line"`
	// Requirement and Case are the patterns of what is waived; with both, a
	// finding must match both.
	Requirement []string `json:"requirement,omitempty"`
	Case        []string `json:"case,omitempty"`
	// Target is the pattern of the base URLs that it is for; empty: all.
	Target string `json:"target,omitempty"`
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	Link   string `json:"link,omitempty"`
	// Expires is its last day (UTC), as 2026-12-31; empty: none.
	Expires string `json:"expires,omitempty"`
	// Flaky says that it may fail, and need not.
	Flaky bool        `json:"flaky,omitempty"`
	State WaiverState `json:"state"`
	// Why explains every state but used, and of that that the last day is near.
	Why string `json:"why,omitempty"`
	// Findings and Cases count what it waived in this run.
	Findings int `json:"findings"`
	Cases    int `json:"cases"`
}

// Fails says whether the waiver itself fails the run.
func (w *Waiver) Fails() bool {
	return w.State == WaiverStale || w.State == WaiverExpired || w.State == WaiverUnmatched
}

// Known says whether the state is one of those above.
func (w *Waiver) Known() bool {
	return w.State == WaiverActive || w.State == WaiverUnused || w.Fails()
}

// Place is file:line.
func (w *Waiver) Place() string { return fmt.Sprintf("%s:%d", w.File, w.Line) }

// WaiverOf returns the waiver of a number that findings and causes carry; nil
// for 0.
func (r *Report) WaiverOf(number int) *Waiver {
	if number < 1 || number > len(r.Waivers) {
		return nil
	}
	return &r.Waivers[number-1]
}

// FailingWaivers are those that fail the run: stale, expired, or of nothing.
func (r *Report) FailingWaivers() []*Waiver {
	var all []*Waiver
	for i := range r.Waivers {
		if r.Waivers[i].Fails() {
			all = append(all, &r.Waivers[i])
		}
	}
	return all
}

// AllWaived says whether every gating finding of a case is waived.
func (c *Case) AllWaived() bool {
	for _, f := range c.Findings {
		if f.Gating && f.Waiver == 0 {
			return false
		}
	}
	return len(c.Findings) > 0
}
