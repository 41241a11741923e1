package history

import (
	"cmp"
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

// History is runs, the oldest first, and the requirements that failed in one of them.
type History struct {
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
	h := &History{}
	at := map[string]int{}
	var all []Row
	for i, e := range entries {
		run := &e.Report.Run
		h.Document = run.Document.Title
		h.Runs = append(h.Runs, Run{
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
				h.Runs[i].Failed++
			}
		}
	}
	for i := range all {
		if all[i].settle(); all[i].Failed > 0 {
			h.Rows = append(h.Rows, all[i])
		} else {
			h.Quiet++
		}
	}
	sort.SliceStable(h.Rows, func(i, j int) bool { return h.Rows[i].rank() < h.Rows[j].rank() })
	return h
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

// Says returns in words how a requirement fared.
func (h *History) Says(r *Row) string {
	switch {
	case r.Flaky:
		return "flaky"
	case r.Since == 0:
		return "fails in all"
	case r.Since > 0:
		return "fails since " + day(h.Runs[r.Since].Started)
	}
	return "fixed"
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }
