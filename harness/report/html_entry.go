package report

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/result"
)

// The groups by which a reader filters: causes, requirements and cases have
// different words for the same thing.
const (
	groupFails   = "fails"
	groupWaived  = "waived"
	groupNoted   = "noted"
	groupUnknown = "unknown"
	groupSkipped = "skipped"
	groupHolds   = "holds"
)

// openCauses is how many causes are open from the beginning.
const openCauses = 3

type htmlCause struct {
	*result.Cause
	Number        int
	State, Group  string
	Open          bool
	Known         *result.Requirement
	Source, Seen  string
	Expected, Got markedText
	Exchange      *htmlWire
	Executes      bool
	Waived        *result.Waiver
}

type htmlRequirement struct {
	*result.Requirement
	State, Group, From, Place string
	Causes                    []*htmlCause
	Cases                     []string
}

type htmlSituation struct {
	Name, Tally string
	Cases       []htmlCase
}

type htmlCase struct {
	*result.Case
	State, Group string
	Noted        int
	Exchanges    []htmlExchange
}

// htmlMaker makes the entries of a page, and counts their groups.
type htmlMaker struct {
	report *result.Report
	left   int // bytes of exchanges that the page still takes
	groups map[string]int
}

func newHTMLMaker(r *result.Report) *htmlMaker {
	return &htmlMaker{report: r, left: maxWire, groups: map[string]int{}}
}

// states are the groups that the page has, in the order of interest.
func (m *htmlMaker) states() []HTMLState {
	var all []HTMLState
	for _, s := range []HTMLState{{Name: groupFails, Label: "fails"}, {Name: groupWaived, Label: "waived"}, {Name: groupNoted, Label: "noted, not gating"}, {Name: groupUnknown, Label: "inconclusive or untested"}, {Name: groupSkipped, Label: "skipped"}, {Name: groupHolds, Label: "holds"}} {
		if s.Count = m.groups[s.Name]; s.Count > 0 {
			all = append(all, s)
		}
	}
	return all
}

// findingState is the word for a finding or a cause, and its group.
func findingState(gating, waived bool) (state, group string) {
	switch {
	case waived:
		return groupWaived, groupWaived
	case gating:
		return result.Failed, groupFails
	}
	return groupNoted, groupNoted
}

func (m *htmlMaker) causes() []*htmlCause {
	var all []*htmlCause
	for i := range m.report.Causes {
		c := &htmlCause{Cause: &m.report.Causes[i], Number: i + 1, Known: &result.Requirement{}}
		c.State, c.Group = findingState(c.Gating, c.Waiver > 0)
		m.groups[c.Group]++
		c.Waived = m.report.WaiverOf(c.Waiver)
		c.Open = i < openCauses && c.Fails() && m.report.Identical == ""
		if known, ok := m.report.Requirement(c.Requirement); ok {
			c.Known, c.Source = known, sourceOf(known)
		}
		c.Seen = seenIn(m.report, c.Cause)
		c.Expected, c.Got = difference(c.Example.Expected, c.Example.Got)
		if example, ok := m.report.Case(c.Cases[0]); ok {
			c.Executes = example.Effect == "executes"
			c.Exchange = m.wire(example.ExchangeOf(&c.Example))
		}
		all = append(all, c)
	}
	return all
}

func (m *htmlMaker) requirements(causes []*htmlCause) []htmlRequirement {
	cases := map[string][]string{}
	for i := range m.report.Cases {
		for _, id := range m.report.Cases[i].Requirements {
			cases[id] = append(cases[id], m.report.Cases[i].ID)
		}
	}
	var all []htmlRequirement
	for i := range m.report.Requirements {
		known := &m.report.Requirements[i]
		entry := htmlRequirement{Requirement: known, From: sourceOf(known), Place: placeOf(m.report, known), Cases: cases[known.ID]}
		switch known.Status {
		case result.Passed:
			entry.State, entry.Group = result.Passed, groupHolds
		case result.Untested:
			entry.State, entry.Group = result.Untested, groupUnknown
		default:
			entry.State, entry.Group = findingState(known.Gating, known.Waived)
		}
		for _, c := range causes {
			if c.Requirement == known.ID {
				entry.Causes = append(entry.Causes, c)
			}
		}
		m.groups[entry.Group]++
		all = append(all, entry)
	}
	return all
}

func (m *htmlMaker) situations() []htmlSituation {
	var all []htmlSituation
	for _, s := range situationsOf(m.report) {
		entry := htmlSituation{Name: s.name, Tally: s.tally()}
		for _, c := range s.cases {
			entry.Cases = append(entry.Cases, m.entry(c))
		}
		all = append(all, entry)
	}
	return all
}

// tally says the verdicts of a situation in words, and nothing that is zero.
func (s *situation) tally() string {
	parts := []string{plural(s.verdicts.All(), "case")}
	for _, v := range []struct {
		n    int
		word string
	}{{s.verdicts.Failed - s.verdicts.Waived, "failed"}, {s.verdicts.Waived, "waived"}, {s.verdicts.Inconclusive, "inconclusive"}, {s.verdicts.Skipped, "skipped"}, {s.verdicts.Passed, "passed"}} {
		if v.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", v.n, v.word))
		}
	}
	return strings.Join(append(parts, plural(s.requests, "request")), " · ")
}

func (m *htmlMaker) entry(c *result.Case) htmlCase {
	entry := htmlCase{Case: c, State: c.Verdict, Group: map[string]string{result.Passed: groupHolds, result.Failed: groupFails, result.Skipped: groupSkipped, result.Inconclusive: groupUnknown}[c.Verdict]}
	if c.Waived {
		entry.State, entry.Group = groupWaived, groupWaived
	}
	m.groups[entry.Group]++
	by := map[int][]result.Finding{}
	var probes []int
	add := func(probe int) {
		if _, known := by[probe]; !known {
			by[probe] = nil
			probes = append(probes, probe)
		}
	}
	for _, e := range c.Exchanges {
		add(e.Instance)
	}
	for _, f := range c.Findings {
		add(f.Instance)
		by[f.Instance] = append(by[f.Instance], f)
		if !f.Gating && f.Waiver == 0 {
			entry.Noted++
		}
	}
	if entry.Noted > 0 {
		entry.Group += " " + groupNoted
		m.groups[groupNoted]++
	}
	slices.Sort(probes)
	for _, probe := range probes {
		entry.Exchanges = append(entry.Exchanges, m.exchange(c.Exchange(probe), by[probe]))
	}
	if len(entry.Exchanges) == 1 {
		entry.Exchanges[0].Open = true
	}
	return entry
}
