package verifycmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/auth"
	"example.com/toeline/harness/cmd/toeline/internal/access"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/fleet"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// oneOfMany is a target that is ready to be judged.
type oneOfMany struct {
	*command
	doc   *spec.Contract
	held  *fixtures.Set
	flags *pflag.FlagSet
	// executes are the items that its plan carries out.
	executes []string
	inClear  bool // its token travels over plain http
}

// shared is what targets that say the same have in common: a document is read
// once, and a program asked for a token once, for all of them.
type shared struct {
	documents map[string]*spec.Contract
	sets      map[fixturesKey]*fixtures.Set
	sources   map[string]*auth.Source
	planned   map[planKey][]string // what the plan carries out
}

type fixturesKey struct {
	document, fixtures string
	loopback           bool
}

type planKey struct {
	fixturesKey
	profile string
	token   bool
	fields  string // the flags of other credentials
}

// readyTargets reads all that the targets name. The error lists all that is
// wrong, in the other shards too: what is wrong is wrong for every job.
func (v *command) readyTargets(
	flags *pflag.FlagSet, file *fleet.File,
) (map[string]*oneOfMany, error) {
	ready := map[string]*oneOfMany{}
	shared := shared{
		map[string]*spec.Contract{},
		map[fixturesKey]*fixtures.Set{},
		map[string]*auth.Source{},
		map[planKey][]string{},
	}
	var problems strict.Problems
	for i, m := range file.Members {
		at := fmt.Sprintf("targets[%d]", i)
		one, wrong := v.member(flags, file.Name, m)
		for _, p := range wrong {
			p.File, p.Path = file.Name, strings.TrimSuffix(at+"."+p.Path, ".")
			problems = append(problems, p)
		}
		if len(wrong) == 0 {
			if err := one.load(shared); err != nil {
				problems = append(problems,
					strict.Problem{File: file.Name, Pos: m.Pos, Path: m.Name, Message: err.Error()})
			}
		}
		ready[m.Name] = one
	}
	if len(problems) == 0 {
		problems = executedTwice(file, ready)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	var names []string
	var all []*oneOfMany
	for _, m := range file.Members {
		names, all = append(names, m.Name), append(all, ready[m.Name])
	}
	var named []string
	for _, one := range all {
		named = append(append(named, one.doc.TokenEnv), one.variables()...)
	}
	if err := v.checkVariables(flags, named...); err != nil {
		return nil, err
	}
	return ready, v.checkFiles(flags, names, all...)
}

// member is verify for one target: what the command line says, and over it
// what the file says of the target.
func (v *command) member(
	flags *pflag.FlagSet, file string, m fleet.Member,
) (*oneOfMany, strict.Problems) {
	one, own := newCommand(v.app)
	settings, problems := v.settings.ForTarget(flags, own, file, m.Settings)
	one.settings, one.seed, one.reports = settings, v.seed, v.reports.Named(m.Name)
	one.more, one.set = flag.Repeated(own), settings.List(own, false)
	if one.Target == "" && len(problems) == 0 {
		problems = append(problems,
			strict.Problem{Pos: m.Pos, Path: "target", Message: "is missing: the base URL, as " +
				"http://127.0.0.1:8765/beta"})
	}
	if err := one.checkTarget(own); err != nil && len(problems) == 0 {
		problems = append(problems,
			strict.Problem{Pos: m.Pos, Path: "target", Message: err.Error()})
	}
	return &oneOfMany{command: one, flags: own}, problems
}

// load reads the document, the fixtures and the waivers of a target, and tries
// what else can be wrong with its settings.
func (o *oneOfMany) load(s shared) (err error) {
	document := strings.Join(append([]string{o.Document, o.Fixtures}, o.Overlays...), "\x00")
	if o.doc = s.documents[document]; o.doc == nil {
		if o.doc, err = o.Inputs.Load(); err != nil {
			return err
		}
		s.documents[document] = o.doc
	}
	o.settle(o.flags, o.doc)
	if err := o.checkTrust(o.flags, o.doc); err != nil {
		return err
	}
	held := fixturesKey{document, o.Fixtures, verify.IsLoopback(o.Target)}
	if o.held = s.sets[held]; o.held == nil {
		if o.held, err = o.LoadFixtures(o.doc, held.loopback); err != nil {
			return err
		}
		s.sets[held] = o.held
	}
	if o.known, err = o.waivers.Load(); err != nil {
		return err
	}
	if err := o.try(s, held); err != nil {
		return err
	}
	if o.Source != nil {
		key := o.SignIn.Key(o.doc, o.Target)
		if known := s.sources[key]; known != nil {
			o.Source = known
		}
		s.sources[key] = o.Source
	}
	return nil
}

// try makes the target, and the plan once for targets that differ in nothing
// that a plan depends on: what is wrong with it is wrong for all of them.
func (o *oneOfMany) try(s shared, held fixturesKey) error {
	key := planKey{
		held,
		o.profile,
		held.loopback || o.How != access.ByEnv || o.app.EnvOr(o.TokenEnv, "") != "",
		fmt.Sprintf("%q", o.Access.Fields),
	}
	if executes, known := s.planned[key]; known {
		o.executes = executes
		target, err := o.Reach(o.app, o.doc, o.Target)
		if err != nil {
			return err
		}
		o.inClear = target.InClear()
		return nil
	}
	session, err := o.prepare(o.doc, o.held, o.Target)
	if err != nil {
		return err
	}
	defer session.Close()
	o.inClear = session.InClear()
	for _, e := range session.Effects() {
		for _, item := range e.Items {
			if e.Effect == spec.Executes {
				o.executes = append(o.executes, item.Item)
			}
		}
	}
	s.planned[key] = o.executes
	return nil
}

// executedTwice refuses targets of one service that would execute the same resources: a run
// executes each once at most. Forty tenants behind one URL differ in what their fixtures name.
func executedTwice(file *fleet.File, ready map[string]*oneOfMany) (problems strict.Problems) {
	first := map[string][]fleet.Member{} // that carry out an item, each of a service of its own
	services := fleet.NewServices(nil)
	for _, m := range file.Members {
		one, twice, by := ready[m.Name], []string{}, fleet.Member{}
		for _, item := range one.executes {
			at := slices.IndexFunc(first[item], func(before fleet.Member) bool {
				return services.Same(one.Target, ready[before.Name].Target)
			})
			switch {
			case at < 0:
				first[item] = append(first[item], m)
			case first[item][at].Name != m.Name:
				twice, by = append(twice, item), first[item][at]
			}
		}
		if len(twice) > 0 {
			problems = append(
				problems,
				strict.Problem{File: file.Name, Pos: m.Pos, Path: m.Name, Message: fmt.Sprintf(
					"it and %s (line %d) are one service, and both would carry out %s%s: give "+
						"each fixtures "+
						"of its own, or leave what executes out by --skip",
					by.Name,
					by.Line,
					twice[0],
					text.AndMore(len(twice)-1),
				)},
			)
		}
	}
	return problems
}
