package settings

import (
	"fmt"
	"maps"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/strict"
)

// ForTarget returns the settings of one target of a targets file, and sets its flags: what the
// run has, and over it the entries of the file. Each target names its base URL itself.
func (s *Settings) ForTarget(
	run, own *pflag.FlagSet, file string, entries []strict.Entry[*yaml.Node],
) (Settings, strict.Problems) {
	inherit(run, own)
	one := Settings{file: s.file, from: map[string]string{}}
	from, found := maps.Clone(s.from), maps.Clone(s.found)
	delete(from, targetFlag)
	delete(found, targetFlag)
	refusal := func(f *pflag.Flag) string {
		from := s.from[targetsFlag]
		if flag.Is(f, flag.Consent) && from != result.FromFlag && from != variable(targetsFlag) {
			return "it is in a targets file that the command line or a variable names, and " +
				"this " +
				"one is named by " + from + ": give --targets, or --" + f.Name
		}
		return flag.TargetRefusal(f)
	}
	var problems strict.Problems
	for _, e := range entries {
		problem := one.fromEntry(own, e, refusal, s.found[targetsFlag])
		if f := run.Lookup(e.Key); f != nil && own.Lookup(e.Key) == nil { // one of cobra's
			problem = &strict.Problem{Message: flag.TargetRefusal(f)}
		}
		if problem != nil {
			problem.Pos, problem.Path = e.Pos, shown(run, e.Key, problem)
			problems = append(problems, *problem)
			continue
		}
		from[e.Key], found[e.Key] = fmt.Sprintf("%s:%d", file, e.Pos.Line), s.found[targetsFlag]
	}
	one.from, one.found = from, found
	return one, problems
}

// targetFlag names the base URL, which a target never inherits. targetsFlag names the file of the
// targets, which is trusted as whatever named it.
const (
	targetFlag  = "target"
	targetsFlag = "targets"
)

// inherit sets the flags of a target to what those of the run were set to.
func inherit(run, own *pflag.FlagSet) {
	run.Visit(func(f *pflag.Flag) {
		if f.Name == targetFlag { // a variable's, or the settings file's
			return
		}
		to := own.Lookup(f.Name)
		if several, ok := f.Value.(pflag.SliceValue); ok {
			_ = to.Value.(pflag.SliceValue).Replace(several.GetSlice()) // the same kind of flag
			to.Changed = true
			return
		}
		_ = own.Set(f.Name, f.Value.String()) // it was valid before
	})
}
