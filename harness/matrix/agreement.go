package matrix

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Agreement is how the statuses of a requirement on all targets compare.
type Agreement string

// The agreements, in the order in which they are reported.
const (
	Differs  Agreement = "differs"     // some pass and others fail, or they fail in different ways
	SameFail Agreement = "brokenAlike" // all that were tested fail in the same way
	Untested Agreement = "notSeen"     // some are untested, and the others agree
	AllPass  Agreement = "kept"        // all pass
)

// agreements has the words for each agreement: for a number of requirements, and for one in HTML
// with the class of its badge.
var agreements = []struct {
	agreement             Agreement
	counted, label, badge string
}{
	{Differs, "in which they differ", "differs", "fail"},
	{SameFail, "failed in the same way", "failed in the same way", "warning"},
	{Untested, "not seen on some", "not seen on some", "untested"},
	{AllPass, "met by all", "met by all", "passed"},
}

// settle compares the columns.
func (m *Matrix) settle() {
	m.count()
	for i := range m.Columns {
		totals := m.Columns[i].Totals
		m.Columns[i].Unseen = totals.Passed+totals.Failed == 0
	}
	for i := range m.Rows {
		m.Rows[i].Agreement = m.agreement(&m.Rows[i])
	}
	m.note()
}

// count counts the statuses of each column.
func (m *Matrix) count() {
	for i := range m.Rows {
		for j, cell := range m.Rows[i].Cells {
			totals := &m.Columns[j].Totals
			switch cell.Status {
			case result.Passed:
				totals.Passed++
			case result.Failed:
				totals.Failed++
			case result.Untested:
				totals.Untested++
			}
			if cell.Waived {
				totals.Waived++
			}
		}
	}
}

// note notes what makes the columns hard to compare.
func (m *Matrix) note() {
	documents := map[string]bool{}
	for _, c := range m.Columns {
		m.ExitCode = FirstExit(m.ExitCode, c.ExitCode)
		documents[c.SHA256] = true
		switch {
		case c.Unseen:
			m.Notes = append(m.Notes,
				fmt.Sprintf("nothing was seen of %s, and no table shows it: %s", c.Name, c.Reason))
		case c.ExitCode == result.ExitInconclusive:
			m.Notes = append(m.Notes, fmt.Sprintf("%s has no verdict: %s", c.Name, c.Reason))
		}
	}
	if len(documents) > 1 {
		m.Notes = append(m.Notes, fmt.Sprintf("the targets were held to %d different documents: "+
			"a requirement of one name may be another there", len(documents)))
	}
}

// seen returns the indexes of the columns that were tested at all.
func (m *Matrix) seen() []int {
	var all []int
	for i, c := range m.Columns {
		if !c.Unseen {
			all = append(all, i)
		}
	}
	return all
}

func (m *Matrix) agreement(r *Row) Agreement {
	ways := map[string]bool{}
	passed, broken, unseen := 0, 0, 0
	for _, i := range m.seen() {
		switch c := &r.Cells[i]; c.Status {
		case result.Passed:
			passed++
		case result.Failed:
			broken++
			ways[c.manner()] = true
		default:
			unseen++
		}
	}
	switch {
	case passed > 0 && broken > 0, len(ways) > 1:
		return Differs
	case broken > 0:
		return SameFail
	case unseen > 0, passed == 0:
		return Untested
	}
	return AllPass
}

// manner returns how a requirement fails, without what differs from response to response.
func (c *Cell) manner() string {
	var all []string
	for _, w := range c.Ways {
		all = append(all, w.fingerprints...)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "\n")
}

// of lists the rows of an agreement.
func (m *Matrix) of(a Agreement) []*Row {
	var all []*Row
	for i := range m.Rows {
		if m.Rows[i].Agreement == a {
			all = append(all, &m.Rows[i])
		}
	}
	return all
}

// columnsOf returns the names of the columns with one of some statuses in a row.
func (m *Matrix) columnsOf(r *Row, standing ...string) []string {
	var all []string
	for _, i := range m.seen() {
		if slices.Contains(standing, r.Cells[i].Status) {
			all = append(all, m.Columns[i].Name)
		}
	}
	return all
}

// Says returns in one sentence which of the targets conform to a requirement.
func (m *Matrix) Says(r *Row) string {
	kept, broken := m.columnsOf(r, result.Passed), m.columnsOf(r, result.Failed)
	unseen := m.columnsOf(r, result.Untested, "")
	if len(kept)+len(broken) == 0 && len(unseen) > 1 {
		return "it was seen on none"
	}
	var parts []string
	for _, p := range []struct {
		names     []string
		one, many string
	}{
		{kept, "conforms to it", "conform to it"},
		{broken, "breaks it", "break it"},
		{unseen, "was not seen", "were not seen"},
	} {
		switch len(p.names) {
		case 0:
		case 1:
			parts = append(parts, p.names[0]+" "+p.one)
		default:
			parts = append(parts, text.Some(p.names, 6)+" "+p.many)
		}
	}
	text := strings.Join(parts, "; ")
	if r.Agreement == Differs && len(kept) == 0 {
		text += ", each in its own way"
	}
	return text
}

// Summary returns in one line how the targets compare.
func (m *Matrix) Summary() string {
	seen := len(m.seen())
	line := text.Plural(len(m.Rows), "requirement") + " on " +
		text.Plural(len(m.Columns), "target") + ": "
	if seen == 0 {
		return line + "nothing was seen"
	}
	var parts []string
	for _, known := range agreements {
		if n := len(m.of(known.agreement)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, known.counted))
		}
	}
	if len(parts) == 0 {
		return line + "nothing was judged"
	}
	line += strings.Join(parts, ", ")
	if unseen := len(m.Columns) - seen; unseen > 0 {
		line += fmt.Sprintf("; %s not seen", text.Plural(unseen, "target"))
	}
	return line
}
