package selftest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec"
)

// Options say what is run. The zero value runs everything.
type Options struct {
	// Defects and Variations are those to run; nil: all.
	Defects    []Defect
	Variations []Variation
	// DefectsOnly leaves the null and the hostile targets out, and the clients.
	DefectsOnly bool
	// Parallel is how many targets are run at a time; zero: two a processor.
	Parallel int
}

// Run holds the suite against its own targets. The error says that it could
// not; what the suite missed stands in the summary.
func Run(ctx context.Context, o Options) (*Summary, error) {
	begin := time.Now()
	l, err := newLab()
	if err != nil {
		return nil, fmt.Errorf("selftest: %w", err)
	}
	if o.Defects == nil {
		o.Defects = Defects()
	}
	if o.Variations == nil {
		o.Variations = Variations()
	}
	if o.Parallel <= 0 {
		o.Parallel = 2 * runtime.GOMAXPROCS(0) // sockets wait
	}
	jobs := []job{l.referenceRow}
	for _, d := range o.Defects {
		jobs = append(jobs, func(ctx context.Context) Row { return l.defectRow(ctx, d) })
	}
	for _, v := range o.Variations {
		jobs = append(jobs, func(ctx context.Context) Row { return l.variationRow(ctx, v) })
	}
	// Null and hostile targets mostly wait: they need no processor of their own.
	var waiting []Row
	var aside sync.WaitGroup
	if !o.DefectsOnly {
		aside.Go(func() { waiting = append(l.runNull(ctx, 1), l.runHostile(ctx, 6)...) })
	}
	s := &Summary{Rows: runJobs(ctx, o.Parallel, jobs)}
	aside.Wait()
	s.Rows = append(s.Rows, waiting...)
	if !o.DefectsOnly { // last, and by themselves: their waits are measured
		s.Rows = append(s.Rows, runClients(ctx, wrongClients(), rightClients())...)
	}
	s.Elapsed = time.Since(begin)
	return s, ctx.Err()
}

// job makes one row.
type job func(context.Context) Row

// runJobs runs jobs, so many at a time; the rows are in the jobs' order.
func runJobs(ctx context.Context, parallel int, jobs []job) []Row {
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

// lab is what all targets of a self test share.
type lab struct {
	doc   *spec.Document
	world *fixtures.World
	tasks []reference.Task
	// record keeps every exchange in the outcomes.
	record bool

	mu    sync.Mutex
	plans map[string]*plan.Plan // by what they depend on
}

func newLab() (*lab, error) {
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		return nil, err
	}
	world, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		return nil, err
	}
	l := &lab{doc: doc, world: world, plans: map[string]*plan.Plan{}}
	for _, item := range world.Items("tasks") {
		l.tasks = append(l.tasks, reference.Task{ID: item.ID, ActionType: item.Properties["actionType"]})
	}
	return l, nil
}

// site is a target, and how it is run.
type site struct {
	wrap     func(*Base) http.Handler // nil: the reference itself
	tls      bool
	basePath string // instead of the reference's own
	moved    bool   // basePath holds, even if empty
	strict   bool
}

// outcome runs the whole plan against a site.
func (l *lab) outcome(ctx context.Context, s site) (*plan.Outcome, error) {
	base, err := newBase(reference.Options{Tasks: l.tasks})
	if err != nil {
		return nil, err
	}
	var handler http.Handler = base
	if s.wrap != nil {
		handler = s.wrap(base)
	}
	server, err := reference.Start(handler, reference.Listen{TLS: s.tls})
	if err != nil {
		return nil, err
	}
	defer server.Close()
	target, err := s.target(server)
	if err != nil {
		return nil, err
	}
	defer target.Sender.Close()
	p, err := l.plan(target, s.strict)
	if err != nil {
		return nil, err
	}
	p.Options.Record = l.record
	run := p.Start(ctx)
	defer run.Close()
	return run.Outcome(ctx)
}

// plan makes the plan for a target. What does not depend on where the target
// is, and that is nearly all, is made once.
func (l *lab) plan(target plan.Target, strict bool) (*plan.Plan, error) {
	key := fmt.Sprint(strict, target.BasePath)
	l.mu.Lock()
	defer l.mu.Unlock()
	made, ok := l.plans[key]
	if !ok {
		var err error
		made, err = plan.New(plan.Options{Doc: l.doc, World: l.world, Target: target, Strict: strict})
		if err != nil {
			return nil, err
		}
		l.plans[key] = made
	}
	own := *made
	own.Options.Target = target
	return &own, nil
}

// target is the way to a server.
func (s site) target(server *reference.Server) (plan.Target, error) {
	address := server.URL
	if s.moved {
		address = strings.TrimSuffix(address, "/beta") + s.basePath
	}
	target, base, err := plan.NewTarget(plan.Access{URL: address})
	if err != nil {
		return target, err
	}
	var options wire.Options
	if server.CA != nil {
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(server.CA)
		options.TLS = &tls.Config{RootCAs: roots}
	}
	target.Sender, err = wire.New(base, options)
	return target, err
}

func broken(o *plan.Outcome, counts func(plan.Coverage) bool) []string {
	var all []string
	for _, c := range o.Coverage {
		if c.Standing == plan.Broken && counts(c) {
			all = append(all, c.Requirement.ID)
		}
	}
	return ids(all...)
}

func (l *lab) referenceRow(ctx context.Context) Row {
	row := l.defectRow(ctx, Defect{Name: "reference"})
	row.Kind = KindReference
	return row
}

func (l *lab) defectRow(ctx context.Context, d Defect) Row {
	row := Row{Kind: KindDefect, Name: d.Name, Want: d.Breaks}
	o, err := l.outcome(ctx, site{wrap: d.Wrap})
	if err != nil {
		row.Detail = err.Error()
		return row
	}
	row.Got = broken(o, func(plan.Coverage) bool { return true })
	row.OK = slices.Equal(row.Got, row.Want)
	row.Detail = difference(row.Want, row.Got)
	return row
}

// difference says in one line what was missed and what was too much.
func difference(want, got []string) string {
	var missed, extra []string
	for _, id := range want {
		if !slices.Contains(got, id) {
			missed = append(missed, id)
		}
	}
	for _, id := range got {
		if !slices.Contains(want, id) {
			extra = append(extra, id)
		}
	}
	var parts []string
	if len(missed) > 0 {
		parts = append(parts, "missed "+strings.Join(missed, " "))
	}
	if len(extra) > 0 {
		parts = append(parts, "not expected "+strings.Join(extra, " "))
	}
	return strings.Join(parts, "; ")
}
