package waiver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Terms are what a person states about new waivers. An empty reason or owner is left to be filled
// in; what else is empty is left out.
type Terms struct {
	Reason, Owner, Link, Expires string
	// Target is the pattern of their targets; empty: the report's target.
	Target string
}

// TermError is a term that is not valid, by its name: expires, link or target.
type TermError struct{ Term, Problem string }

// Error returns the term and what is wrong with it.
func (e *TermError) Error() string { return e.Term + " " + e.Problem }

// Check refuses, with a *TermError, terms that Load would refuse, or that would waive nothing of
// the report.
func (t Terms) Check(r *result.Report) error {
	if t.Expires != "" {
		if _, err := time.Parse(time.DateOnly, t.Expires); err != nil {
			return &TermError{"expires", t.Expires + " is not a day: write it as 2026-12-31"}
		}
		if result.HasExpired(t.Expires, r.Run.Started) {
			return &TermError{"expires", t.Expires + " has passed when the report was made: " +
				"the waiver would waive nothing"}
		}
	}
	if t.Link != "" && !isLink(t.Link) {
		return &TermError{"link", t.Link + " is not a link: write the whole URL, with https://"}
	}
	if !result.MatchesTarget(t.Target, r.Run.Target) {
		return &TermError{"target", fmt.Sprintf("%s does not match the report's target, %s: "+
			"the waiver would waive nothing", t.Target, r.Run.Target)}
	}
	return nil
}

// proposal is a new entry: a requirement, and the cases in which it fails; none: it passes in no
// case.
type proposal struct {
	requirement string
	cases       []string
	about       string // one line: how it fails
	// failures are the fingerprints of what fails, in the order of the report, each with the shape
	// of what came.
	failures []failure
}

type failure struct{ fingerprint, shape string }

// propose lists what fails a report and no entry covers yet, as narrow as the report allows: by
// requirement, and by the cases in which it fails where it passes in others.
func propose(r *result.Report, known *File) []proposal {
	waived := result.NewWaiverMatcher(known.Rules(), r.Run.Target, r.Run.Started)
	gating, failing := map[string][]string{}, map[string][]string{}
	about, failures := map[string]result.Finding{}, map[string][]failure{}
	for i := range r.Cases {
		c := &r.Cases[i]
		for _, f := range c.Findings {
			id := f.Explained()
			if !f.Gating {
				continue
			}
			if !slices.Contains(gating[id], c.ID) {
				gating[id] = append(gating[id], c.ID)
			}
			made := failure{f.Fingerprint(), f.Shape}
			if f.Waiver > 0 || waived.Covers(c.ID, f.WaiverFinding()) {
				continue
			}
			if !slices.Contains(failures[id], made) {
				failures[id] = append(failures[id], made)
			}
			if slices.Contains(failing[id], c.ID) {
				continue
			}
			if len(failing[id]) == 0 {
				about[id] = f
			}
			failing[id] = append(failing[id], c.ID)
		}
	}
	narrowed := len(r.Run.Only)+len(r.Run.Skip) > 0 || r.Run.Level != ""
	var all []proposal
	for _, known := range r.Requirements {
		cases := failing[known.ID]
		if len(cases) == 0 {
			continue
		}
		f := about[known.ID]
		p := proposal{requirement: known.ID, cases: cases, failures: failures[known.ID]}
		p.about = oneLine(fmt.Sprintf("%s: %s, got %s", f.Where, f.Reason, f.Got))
		if !narrowed {
			p.cases = folded(r, cases)
		}
		if !narrowed && known.Held == 0 && len(cases) == len(gating[known.ID]) {
			p.cases = nil
		}
		all = append(all, p)
	}
	return all
}

// folded returns the cases, those that are all of a prefix as prefix.**.
func folded(r *result.Report, cases []string) []string {
	var all, done []string // done are the prefixes that were folded
	for _, id := range cases {
		if slices.ContainsFunc(done,
			func(prefix string) bool { return strings.HasPrefix(id, prefix) }) {
			continue
		}
		pattern := id
		for i, c := range id {
			if c != '.' {
				continue
			}
			if n := allOf(r, id[:i+1], cases); n > 1 {
				done, pattern = append(done, id[:i+1]), id[:i+1]+"**"
				break
			}
		}
		all = append(all, pattern)
	}
	return all
}

// allOf counts the report's cases with a prefix; 0: some are not among those given.
func allOf(r *result.Report, prefix string, cases []string) int {
	n := 0
	for i := range r.Cases {
		if !strings.HasPrefix(r.Cases[i].ID, prefix) {
			continue
		}
		if n++; !slices.Contains(cases, r.Cases[i].ID) {
			return 0
		}
	}
	return n
}

// oneLine returns a text for a comment: what a target sent must not end it.
func oneLine(s string) string {
	const most = 160
	runes := []rune(text.Visible(s))
	if len(runes) > most {
		runes = append(runes[:most], '…')
	}
	return string(runes)
}
