package matrix

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/result"
)

// Matrix is requirements by targets: where they differ, and which of them conform.
type Matrix struct {
	SchemaVersion int      `json:"schemaVersion"`
	Columns       []Column `json:"columns"`
	// Notes say in a line each what makes the columns hard to compare, and what of a report no row
	// shows.
	Notes []string `json:"notes,omitempty"`
	Rows  []Row    `json:"rows"`
	// ExitCode is the first of verify's codes that applies over all columns.
	ExitCode int `json:"exitCode"`
}

// Column is a target, by one report or by several that were joined.
type Column struct {
	Name     string                   `json:"name"`
	Target   string                   `json:"target"`
	Files    []string                 `json:"files"`
	Document string                   `json:"document"`
	Title    string                   `json:"title"`
	SHA256   string                   `json:"sha256"`
	Started  time.Time                `json:"started"` // of the first report
	ExitCode int                      `json:"exitCode"`
	Reason   string                   `json:"reason"`
	Totals   result.RequirementTotals `json:"totals"`
	// Unseen reports that every requirement is untested: no response, or all inconclusive. Then
	// the column does not count when targets are compared, and no table shows it.
	Unseen bool `json:"unseen,omitempty"`
}

// Row is a requirement on every target.
type Row struct {
	Requirement string    `json:"requirement"`
	Level       string    `json:"level"`
	Text        string    `json:"text"`
	Source      []string  `json:"source"`
	Agreement   Agreement `json:"agreement"`
	// Cells are in the order of the columns.
	Cells []Cell `json:"cells"`
}

// Cell is a requirement on one target.
type Cell struct {
	// Status is the status; empty: the column's reports do not have the requirement.
	Status string `json:"status,omitempty"`
	Gating bool   `json:"gating"`
	Waived bool   `json:"waived,omitempty"`
	Held   int    `json:"held"`
	Broke  int    `json:"broke"`
	// Ways are how it fails; Why says why it is untested.
	Ways []Way    `json:"ways,omitempty"`
	Why  []string `json:"why,omitempty"`
}

// Way is one way in which a target fails a requirement.
type Way struct {
	result.Mismatch
	Cases  []string `json:"cases"`
	Verify string   `json:"reproduce"`

	fingerprints []string
}

// Source is a report, its file, and the name of its column; an empty name: its target's.
type Source struct {
	Name, File string
	Report     *result.Report
}

// New puts reports side by side. Those with the same given name are joined into one column: a
// requirement fails there if it fails in one of them, and passes if it passes in one and fails in
// none. The error names the reports that cannot be joined.
func New(all []Source) (*Matrix, error) {
	m := &Matrix{SchemaVersion: 2, Rows: []Row{}}
	targets := map[string]int{}
	for _, s := range all {
		if s.Name == "" {
			targets[s.Report.Run.Subject()]++
		}
	}
	at := map[string]int{}
	for _, s := range all {
		name := s.Name
		if name == "" {
			if name = s.Report.Run.Subject(); targets[name] > 1 {
				name = fmt.Sprintf("%s (%s)", name, s.File)
			}
		}
		i, known := at[name]
		switch {
		case !known:
			i = len(m.Columns)
			at[name] = i
			m.addColumn(name, s)
		case s.Name == "":
			return nil, fmt.Errorf("%s and %s are of one target and one name: name them, as a=%s",
				m.Columns[i].Files[0], s.File, s.File)
		case m.Columns[i].SHA256 != s.Report.Run.Document.SHA256:
			return nil,
				fmt.Errorf("%s and %s are joined as %s, and were made by different documents: "+
					"give them names of their own", m.Columns[i].Files[0], s.File, name)
		default:
			m.join(i, s)
		}
		m.fill(i, s.Report)
		m.noteReport(name, s.Report)
	}
	m.settle()
	return m, nil
}

func (m *Matrix) addColumn(name string, s Source) {
	run := s.Report.Run
	m.Columns = append(m.Columns, Column{
		Name: name, Target: run.Subject(), Files: []string{s.File},
		Document: run.Document.File, Title: run.Document.Title, SHA256: run.Document.SHA256,
		Started: run.Started, ExitCode: run.ExitCode, Reason: run.Reason,
	})
	for i := range m.Rows {
		m.Rows[i].Cells = append(m.Rows[i].Cells, Cell{})
	}
}

// join adds a report to a column.
func (m *Matrix) join(i int, s Source) {
	c, run := &m.Columns[i], s.Report.Run
	c.Files = append(c.Files, s.File)
	if run.Started.Before(c.Started) {
		c.Started = run.Started
	}
	if !slices.Contains(strings.Split(c.Target, ", "), run.Subject()) {
		c.Target += ", " + run.Subject()
	}
	if first := FirstExit(c.ExitCode, run.ExitCode); first != c.ExitCode {
		c.ExitCode, c.Reason = first, run.Reason
	}
}

// FirstExit returns the first exit code that applies of two, in the order of verify.
func FirstExit(a, b int) int {
	for _, code := range []int{2, result.ExitFailed, result.ExitCrashed, result.ExitInconclusive} {
		if a == code || b == code {
			return code
		}
	}
	return max(a, b)
}

// noteReport notes what fails a report, or ended its effects, and is in no row.
func (m *Matrix) noteReport(name string, r *result.Report) {
	if r.Run.Stopped != "" {
		m.Notes = append(m.Notes,
			fmt.Sprintf("%s was stopped before further effects: %s", name, r.Run.Stopped))
	}
	for _, w := range r.FailingWaivers() {
		m.Notes = append(m.Notes,
			fmt.Sprintf("%s has a waiver to fix: %s %s", name, w.Place(), w.State))
	}
}

// fill adds what a report says to its column's cells.
func (m *Matrix) fill(column int, r *result.Report) {
	for _, known := range r.Requirements {
		row := m.row(known)
		row.Cells[column].add(known, r)
	}
}

// row returns the row of a requirement; a new one is added at the end.
func (m *Matrix) row(r result.Requirement) *Row {
	for i := range m.Rows {
		if m.Rows[i].Requirement == r.ID {
			return &m.Rows[i]
		}
	}
	m.Rows = append(m.Rows, Row{
		Requirement: r.ID, Level: r.Level, Text: r.Text, Source: r.Source,
		Cells: make([]Cell, len(m.Columns)),
	})
	return &m.Rows[len(m.Rows)-1]
}

func (c *Cell) add(r result.Requirement, from *result.Report) {
	first := c.Status == ""
	c.Gating = c.Gating || r.Gating
	c.Held += r.Held
	c.Broke += r.Broke
	switch {
	case r.Status == result.Failed:
		c.Waived = r.Waived && (first || c.Waived || c.Status != result.Failed)
		c.Status = result.Failed
	case first, c.Status == result.Untested:
		c.Status = r.Status
	}
	c.Why = append(c.Why, r.Why...)
	if c.Status != result.Untested {
		c.Why = nil
	}
	for _, cause := range from.Causes {
		if cause.Requirement == r.ID {
			c.Ways = append(c.Ways, Way{
				Mismatch: cause.Example.Mismatch(), Cases: cause.Cases, Verify: cause.Verify,
				fingerprints: cause.Fingerprints,
			})
		}
	}
}
