package html

import (
	"cmp"
	"fmt"
	"sort"
	"strings"

	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// The groups by which a reader filters: causes, requirements and cases have
// different words for the same thing.
const (
	groupFails   = "fails"
	groupWaived  = "waived"
	groupWarning = "warning"
	groupUnknown = "unknown"
	groupSkipped = "skipped"
	groupHolds   = "holds"
)

type cause struct {
	summary.Cause
	State, Group  string
	Known         *result.Requirement
	Source, Seen  string
	Reach         string
	Expected, Got summary.Marked
	Wire          *wire
	Executes      bool
	Waived        *result.Waiver
	Lines         []string // that repeat it
}

type requirement struct {
	*result.Requirement
	State, Group, From, Place string
	Causes                    []*cause
	Cases                     []string
}

type situation struct {
	Name, Tally string
	Cases       []caseEntry
}

type caseEntry struct {
	*result.Case
	State, Group string
	Warnings     int
	Exchanges    []exchange
}

// maker makes the entries of a page, and counts their groups.
type maker struct {
	report *result.Report
	left   int // bytes of exchanges that the page still takes
	// causeGroups count causes; otherGroups count the cases that are skipped, and the requirements
	// that hold or that the run says nothing about.
	causeGroups, otherGroups map[string]int
	causeOf                  map[string]*cause // by causeKey
	// identical are the cases of exchanges with the same findings, by situation and findings.
	identical map[string][]string
}

func newMaker(r *result.Report) *maker {
	return &maker{
		report: r, left: maxWire, causeGroups: map[string]int{}, otherGroups: map[string]int{},
		causeOf: map[string]*cause{}, identical: map[string][]string{},
	}
}

// causeKey is the same for all findings of a cause.
func causeKey(f *result.Finding) string {
	return fmt.Sprintf("%s %s %s %d", f.Explained(), strings.ToLower(f.Where), f.Reason, f.Waiver)
}

// states returns the groups that the page has, in the order of interest.
func (m *maker) states() []State {
	var all []State
	for _, s := range []State{
		{Name: groupFails, Label: "failed", Of: "cause"},
		{Name: groupWaived, Label: "waived", Of: "cause"},
		{Name: groupWarning, Label: "warnings, not gating", Of: "cause"},
		{Name: groupUnknown, Label: "inconclusive or untested", Of: "requirement"},
		{Name: groupSkipped, Label: "skipped", Of: "case"},
		{Name: groupHolds, Label: "passed", Of: "requirement"},
	} {
		s.Count = m.otherGroups[s.Name]
		if s.Of == "cause" {
			s.Count = m.causeGroups[s.Name]
		}
		if s.Count > 0 {
			all = append(all, s)
		}
	}
	return all
}

// findingState returns the word for a finding or a cause, and its group.
func findingState(gating, waived bool) (state, group string) {
	switch {
	case waived:
		return groupWaived, groupWaived
	case gating:
		return result.Failed, groupFails
	}
	return groupWarning, groupWarning
}

func (m *maker) causes() []*cause {
	var all []*cause
	for _, one := range summary.Causes(m.report) {
		c := &cause{Cause: one, Known: &result.Requirement{}}
		c.State, c.Group = findingState(c.Gating, c.Waiver > 0)
		m.causeGroups[c.Group]++
		c.Waived = m.report.WaiverOf(c.Waiver)
		if known, ok := m.report.Requirement(c.Requirement); ok {
			c.Known, c.Source = known, summary.Source(known)
		}
		c.Seen, c.Reach = summary.SeenIn(m.report, c.Cause.Cause), summary.Reach(c.Cause.Cause)
		c.Expected, c.Got = summary.Difference(c.Example.Expected, c.Example.Got)
		c.Lines = c.Cause.Lines()
		c.Executes = c.Case != nil && c.Case.Effect == "executes"
		c.Wire = m.wire(c.Exchange, places{c.Where})
		m.causeOf[fmt.Sprintf("%s %s %s %d", c.Requirement, strings.ToLower(c.Where), c.Reason,
			c.Waiver)] = c
		all = append(all, c)
	}
	return all
}

func (m *maker) requirements(causes []*cause) []requirement {
	cases := map[string][]string{}
	for i := range m.report.Cases {
		for _, id := range m.report.Cases[i].Requirements {
			cases[id] = append(cases[id], m.report.Cases[i].ID)
		}
	}
	var all []requirement
	for i := range m.report.Requirements {
		known := &m.report.Requirements[i]
		entry := requirement{
			Requirement: known, From: summary.Source(known),
			Place: summary.Place(m.report, known), Cases: cases[known.ID],
		}
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
		m.otherGroups[entry.Group]++
		all = append(all, entry)
	}
	return all
}

func (m *maker) situations() []situation {
	var all []situation
	for _, s := range summary.Situations(m.report) {
		entry := situation{Name: s.Name, Tally: s.Text()}
		for _, c := range s.Cases {
			entry.Cases = append(entry.Cases, m.entry(c))
		}
		all = append(all, entry)
	}
	return all
}

// caseGroups are the groups of cases by their verdict.
var caseGroups = map[string]string{
	result.Passed: groupHolds, result.Failed: groupFails,
	result.Skipped: groupSkipped, result.Inconclusive: groupUnknown,
}

func (m *maker) entry(c *result.Case) caseEntry {
	entry := caseEntry{Case: c, State: c.Verdict, Group: caseGroups[c.Verdict]}
	if c.Waived {
		entry.State, entry.Group = groupWaived, groupWaived
	}
	if entry.Group == groupSkipped {
		m.otherGroups[groupSkipped]++
	}
	for i := range c.Findings {
		if f := &c.Findings[i]; !f.Gating && f.Waiver == 0 {
			entry.Warnings++
		}
	}
	if entry.Warnings > 0 {
		entry.Group += " " + groupWarning
	}
	for _, seen := range exchangesOf(c) {
		made := m.exchange(c, seen.exchange, seen.findings)
		entry.Exchanges = append(entry.Exchanges, made)
	}
	if len(entry.Exchanges) == 1 {
		entry.Exchanges[0].Open = true
	}
	return entry
}

// judged is an exchange with the findings of it. The report may not have kept
// the exchange itself.
type judged struct {
	instance, step, turn int
	exchange             *result.Exchange
	findings             []result.Finding
}

// exchangesOf returns the exchanges of a case, those that only findings name
// included, in the order of instances, steps and turns.
func exchangesOf(c *result.Case) []judged {
	var all []judged
	known := map[[3]int]int{}
	at := func(instance, step, turn int) *judged {
		key := [3]int{instance, step, turn}
		if _, ok := known[key]; !ok {
			known[key] = len(all)
			all = append(all, judged{instance: instance, step: step, turn: turn})
		}
		return &all[known[key]]
	}
	for i := range c.Exchanges {
		e := &c.Exchanges[i]
		at(e.Instance, e.Step, e.Turn).exchange = e
	}
	for i := range c.Findings {
		j := at(c.Findings[i].Instance, c.Findings[i].Step, c.Findings[i].Turn)
		j.findings = append(j.findings, c.Findings[i])
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		return cmp.Or(cmp.Compare(a.instance, b.instance), cmp.Compare(a.step, b.step),
			cmp.Compare(a.turn, b.turn)) < 0
	})
	return all
}
