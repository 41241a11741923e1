package selftest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/selftest/variations"
)

// Options select what is run. The zero value runs everything.
type Options struct {
	// Defects and Variations are those to run; nil: all.
	Defects    []defects.Defect
	Variations []variations.Variation
	// Parallel is how many targets are run at a time; zero: two a processor.
	Parallel int
}

// Run judges the reference server, the defects and the variations. The error
// says that it could not; what the suite missed is in the summary.
func Run(ctx context.Context, o Options) (*Summary, error) {
	begin := time.Now()
	l, err := NewLab()
	if err != nil {
		return nil, fmt.Errorf("selftest: %w", err)
	}
	if o.Defects == nil {
		o.Defects = defects.Defects()
	}
	if o.Variations == nil {
		o.Variations = variations.Variations()
	}
	if o.Parallel <= 0 {
		o.Parallel = 2 * runtime.GOMAXPROCS(0) // sockets wait
	}
	jobs := []Job{l.referenceRow}
	for _, d := range o.Defects {
		jobs = append(jobs, func(ctx context.Context) Row { return l.defectRow(ctx, d) })
	}
	for _, v := range o.Variations {
		jobs = append(jobs, func(ctx context.Context) Row { return l.variationRow(ctx, v) })
	}
	s := &Summary{Rows: RunJobs(ctx, o.Parallel, jobs)}
	s.Elapsed = time.Since(begin)
	return s, ctx.Err()
}

// Job makes one row.
type Job func(context.Context) Row

// RunJobs runs jobs, at most so many at a time, and returns the rows in the
// order of the jobs.
func RunJobs(ctx context.Context, parallel int, jobs []Job) []Row {
	rows := make([]Row, len(jobs))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(parallel, len(jobs)) {
		workers.Go(func() {
			for i := range next {
				rows[i] = jobs[i](ctx)
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	workers.Wait()
	return rows
}

func (l *Lab) referenceRow(ctx context.Context) Row {
	row := l.defectRow(ctx, defects.Defect{Name: "reference"})
	row.Kind = KindReference
	return row
}

func (l *Lab) defectRow(ctx context.Context, d defects.Defect) Row {
	row := Row{Kind: KindDefect, Name: d.Name, Want: d.Breaks}
	r, err := l.Outcome(ctx, Site{Wrap: d.Wrap})
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Compare(Broken(r, false))
	return row
}

// variationRow judges a variation, with --strict where it must pass that.
func (l *Lab) variationRow(ctx context.Context, v variations.Variation) Row {
	row := Row{Kind: KindVariation, Name: v.Name}
	r, err := l.Outcome(ctx, SiteOf(v))
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Got = Broken(r, true)
	row.OK = r.Run.ExitCode == result.ExitPassed && len(row.Got) == 0
	if !row.OK {
		row.Detail = fmt.Sprintf("exit %d: %s", r.Run.ExitCode, r.Run.Reason)
	}
	return row
}

// SiteOf returns how a variation is served.
func SiteOf(v variations.Variation) Site {
	return Site{
		Wrap: v.Wrap, TLS: v.TLS, Moved: v.Moved, BasePath: v.BasePath, Strict: v.Strict,
	}
}

// Broken returns the ids of the broken requirements, sorted; of the gating ones
// alone if so asked.
func Broken(r *result.Report, gating bool) []string {
	var all []string
	for _, requirement := range r.Requirements {
		if requirement.Status == result.Failed && (requirement.Gating || !gating) {
			all = append(all, requirement.ID)
		}
	}
	slices.Sort(all)
	return all
}

// Compare sets what was found, whether it is what was wanted, and the
// difference in one line.
func (row *Row) Compare(got []string) {
	row.Got, row.OK = got, slices.Equal(got, row.Want)
	var parts []string
	if missed := except(row.Want, got); len(missed) > 0 {
		parts = append(parts, "missed "+strings.Join(missed, " "))
	}
	if extra := except(got, row.Want); len(extra) > 0 {
		parts = append(parts, "not expected "+strings.Join(extra, " "))
	}
	row.Detail = strings.Join(parts, "; ")
}

// except returns the ids that are not among others.
func except(ids, others []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.Contains(others, id)
	})
}
