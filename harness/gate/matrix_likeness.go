package gate

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// Likeness says how the targets stand to a requirement together.
type Likeness string

// The likenesses, those that people look for first.
const (
	Differs     Likeness = "differs"     // one keeps to it where another breaks it, or breaks it otherwise
	BrokenAlike Likeness = "brokenAlike" // all that were seen break it, in the same way
	NotSeen     Likeness = "notSeen"     // some were not seen, and the others are alike
	Kept        Likeness = "kept"        // all keep to it
)

// settle says how the columns stand to each other.
func (m *Matrix) settle() {
	m.count()
	for i := range m.Columns {
		totals := m.Columns[i].Totals
		m.Columns[i].Unseen = totals.Proven+totals.Broken == 0
	}
	for i := range m.Rows {
		m.Rows[i].Likeness = m.likeness(&m.Rows[i])
	}
	m.note()
}

// count says how many requirements each target keeps to.
func (m *Matrix) count() {
	for i := range m.Rows {
		for j, cell := range m.Rows[i].Cells {
			totals := &m.Columns[j].Totals
			switch cell.Standing {
			case report.Proven:
				totals.Proven++
			case report.Broken:
				totals.Broken++
			case report.Unproven:
				totals.Unproven++
			}
			if cell.Waived {
				totals.Waived++
			}
		}
	}
}

// note says what makes the columns hard to compare.
func (m *Matrix) note() {
	documents := map[string]bool{}
	for _, c := range m.Columns {
		m.ExitCode = FirstExit(m.ExitCode, c.ExitCode)
		documents[c.SHA256] = true
		switch {
		case c.Unseen:
			m.Notes = append(m.Notes, fmt.Sprintf("nothing was seen of %s, and no table shows it: %s", c.Name, c.Reason))
		case c.ExitCode == plan.ExitUnknown:
			m.Notes = append(m.Notes, fmt.Sprintf("%s could not be told: %s", c.Name, c.Reason))
		}
	}
	if len(documents) > 1 {
		m.Notes = append(m.Notes, fmt.Sprintf("the targets were held to %d different documents: a requirement of one name may be another there", len(documents)))
	}
}

// seen are the columns that something was seen of, by their places.
func (m *Matrix) seen() []int {
	var all []int
	for i, c := range m.Columns {
		if !c.Unseen {
			all = append(all, i)
		}
	}
	return all
}

func (m *Matrix) likeness(r *Row) Likeness {
	ways := map[string]bool{}
	proven, broken, unseen := 0, 0, 0
	for _, i := range m.seen() {
		switch c := &r.Cells[i]; c.Standing {
		case report.Proven:
			proven++
		case report.Broken:
			broken++
			ways[c.manner()] = true
		default:
			unseen++
		}
	}
	switch {
	case proven > 0 && broken > 0, len(ways) > 1:
		return Differs
	case broken > 0:
		return BrokenAlike
	case unseen > 0, proven == 0:
		return NotSeen
	}
	return Kept
}

// manner is how a requirement is broken, without what differs from answer to
// answer.
func (c *Cell) manner() string {
	var all []string
	for _, w := range c.Ways {
		if key := strings.ToLower(w.Where) + "\n" + w.Reason; !slices.Contains(all, key) {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// of lists the rows of a likeness.
func (m *Matrix) of(l Likeness) []*Row {
	return those(m.Rows, func(r *Row) bool { return r.Likeness == l })
}

// columnsOf are the columns of a row by what they do with it, each by its name.
func (m *Matrix) columnsOf(r *Row, standing ...string) []string {
	var all []string
	for _, i := range m.seen() {
		if slices.Contains(standing, r.Cells[i].Standing) {
			all = append(all, m.Columns[i].Name)
		}
	}
	return all
}

// Says tells in a sentence which of the targets keep to a requirement.
func (m *Matrix) Says(r *Row) string {
	kept, broken := m.columnsOf(r, report.Proven), m.columnsOf(r, report.Broken)
	unseen := m.columnsOf(r, report.Unproven, "")
	if len(kept)+len(broken) == 0 && len(unseen) > 1 {
		return "it was seen on none"
	}
	var parts []string
	for _, p := range []struct {
		names     []string
		one, many string
	}{{kept, "keeps to it", "keep to it"}, {broken, "breaks it", "break it"}, {unseen, "was not seen", "were not seen"}} {
		switch len(p.names) {
		case 0:
		case 1:
			parts = append(parts, p.names[0]+" "+p.one)
		default:
			parts = append(parts, report.Some(p.names, 6)+" "+p.many)
		}
	}
	text := strings.Join(parts, "; ")
	if r.Likeness == Differs && len(kept) == 0 {
		text += ", each in its own way"
	}
	return text
}

// Summary says in a line how alike the targets are.
func (m *Matrix) Summary() string {
	seen := len(m.seen())
	text := fmt.Sprintf("%s on %s: ", plan.Plural(len(m.Rows), "requirement"), plan.Plural(len(m.Columns), "target"))
	if seen == 0 {
		return text + "nothing was seen"
	}
	var parts []string
	for _, p := range []struct {
		l     Likeness
		words string
	}{{Differs, "in which they differ"}, {BrokenAlike, "broken alike"}, {NotSeen, "not seen on some"}, {Kept, "kept to by all"}} {
		if n := len(m.of(p.l)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, p.words))
		}
	}
	if len(parts) == 0 {
		return text + "nothing was judged"
	}
	text += strings.Join(parts, ", ")
	if unseen := len(m.Columns) - seen; unseen > 0 {
		text += fmt.Sprintf("; %s not seen", plan.Plural(unseen, "target"))
	}
	return text
}
