package history

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"example.com/toeline/harness/result"
)

// Entry is a report with the name of its file.
type Entry struct {
	File   string
	Report *result.Report
}

// History is what became of each contract, in the order of their first runs.
type History struct {
	Contracts []Contract
	// Unread says, a line each, which files are not in it, and why.
	Unread []string
}

// Contract is runs of one contract, the oldest first, and the requirements that failed in one of
// them. Other contracts may have requirements of the same ids.
type Contract struct {
	Document string
	Runs     []Run
	Rows     []Row
	// Quiet is how many requirements failed in no run.
	Quiet int
}

// Run is a column.
type Run struct {
	File, Target string
	Started      time.Time
	ExitCode     int
	// Failed is how many requirements failed, those that are waived included.
	Failed int
}

// Row is a requirement by runs.
type Row struct {
	Requirement, Level, Text string
	// Cells have a status for each run: Passed, Failed, Waived, Untested, or empty where the run
	// did not judge the requirement.
	Cells []string
	// Failed is how many runs it failed in, of Judged that judged it.
	Failed, Judged int
	// Since is the run from which on it fails, counted from 0; -1: it does not fail in the last
	// run that judged it.
	Since int
	// Flaky says that it passed again after it failed, and failed again after it passed.
	Flaky bool
}

// Waived is a cell of a requirement all of whose failures are waived.
const Waived = "waived"

// Of returns the history of reports.
func Of(entries []Entry) *History {
	entries = slices.Clone(entries)
	sort.SliceStable(entries, func(i, j int) bool {
		a, b := &entries[i], &entries[j]
		return cmp.Or(a.Report.Run.Started.Compare(b.Report.Run.Started),
			cmp.Compare(a.File, b.File)) < 0
	})
	var titles []string
	by := map[string][]Entry{}
	for _, e := range entries {
		d := &e.Report.Run.Document
		title := cmp.Or(d.Title, d.File)
		if by[title] == nil {
			titles = append(titles, title)
		}
		by[title] = append(by[title], e)
	}
	h := &History{}
	for _, title := range titles {
		h.Contracts = append(h.Contracts, contractOf(title, by[title]))
	}
	return h
}

// contractOf returns the history of one contract, of its reports in order.
func contractOf(document string, entries []Entry) Contract {
	c := Contract{Document: document}
	at := map[string]int{}
	var all []Row
	for i, e := range entries {
		run := &e.Report.Run
		c.Runs = append(c.Runs, Run{
			File: e.File, Target: run.Subject(), Started: run.Started, ExitCode: run.ExitCode,
		})
		for _, known := range e.Report.Requirements {
			j, seen := at[known.ID]
			if !seen {
				j = len(all)
				at[known.ID], all = j, append(all, Row{
					Requirement: known.ID, Cells: make([]string, len(entries)),
				})
			}
			row := &all[j]
			row.Level, row.Text, row.Cells[i] = known.Level, known.Text, known.Status
			if known.Waived {
				row.Cells[i] = Waived
			}
			if known.Status == result.Failed {
				c.Runs[i].Failed++
			}
		}
	}
	for i := range all {
		if all[i].settle(); all[i].Failed > 0 {
			c.Rows = append(c.Rows, all[i])
		} else {
			c.Quiet++
		}
	}
	sort.SliceStable(c.Rows, func(i, j int) bool { return c.Rows[i].rank() < c.Rows[j].rank() })
	return c
}

// settle counts the cells of a row.
func (r *Row) settle() {
	r.Since = -1
	changes, last := 0, ""
	for i, cell := range r.Cells {
		state := cell
		switch cell {
		case Waived:
			state = result.Failed
		case result.Passed, result.Failed:
		default:
			continue
		}
		r.Judged++
		if last != "" && state != last {
			changes++
		}
		last = state
		if state == result.Passed {
			r.Since = -1
			continue
		}
		r.Failed++
		if r.Since < 0 {
			r.Since = i
		}
	}
	r.Flaky = changes > 1
}

// rank puts what fails now first, then what is flaky.
func (r *Row) rank() int {
	switch {
	case r.Since >= 0 && !r.Flaky:
		return 0
	case r.Flaky:
		return 1
	}
	return 2
}

// state is that of a requirement: "fails", "flaky" or "fixed".
func (r *Row) state() string {
	return [...]string{"fails", "flaky", "fixed"}[r.rank()]
}

// Says returns in words how a requirement fared.
func (c *Contract) Says(r *Row) string {
	said := "fixed"
	switch {
	case r.Flaky && r.Since >= 0:
		said = "flaky, fails now"
	case r.Flaky:
		said = "flaky"
	case r.Since >= 0 && r.Failed == r.Judged:
		said = "fails in all"
	case r.Since >= 0:
		said = "fails since " + day(c.Runs[r.Since].Started)
	}
	return fmt.Sprintf("%s, failed in %d of %d", said, r.Failed, r.Judged)
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }
