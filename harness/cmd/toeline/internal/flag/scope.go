package flag

import (
	"strconv"

	"github.com/spf13/pflag"
)

// A Scope says where the value of a flag may come from besides the command line, and which
// outputs and modes know the flag. It is one of Target, Run, Call and Consent; of Open, Subject,
// Writes and Named one with Target and Run; and any of the bits below.
type Scope uint

const (
	// Target is for a flag that each target of a targets file may set for itself. A settings file
	// and a variable may set it too.
	Target Scope = 1 << iota
	// Run is for a flag of the whole run: a settings file and a variable may set it.
	Run
	// Call is for a flag that says what to do now: the command line alone sets it.
	Call
	// Consent is for a flag that only the command line of the run can give: a file that is checked
	// in, or a variable of a shell profile, would give it for everybody, and for every later run.
	Consent

	// Open is for a flag that a settings file may set that was found, and not named: it narrows a
	// run, or sets its pace.
	Open
	// Subject is for a flag that says what is judged. A file that was found may set it; but what it
	// names gets no secret, and no consent covers it.
	Subject
	// Writes is for a flag that names files to write: those that a found file names are in its
	// folder. It may be combined with Call.
	Writes
	// Reads is for a flag that names files to read, which no output replaces.
	Reads
	// Named is for a flag that says who gets secrets, who is trusted, and what runs. It comes from
	// the command line, a variable, or a file that is named there; never from a file that was
	// found.
	Named

	// InTargets lets a targets file set a Consent flag: the command line names that file.
	InTargets
	// Replay is for a flag that makes sense beside --replay: it says how a recording is judged.
	Replay
	// Repeat is for a flag that a reproduce line repeats, because it changes what is sent and the
	// facts of a report do not name it.
	Repeat
	// Stated is for a flag whose value a report has in a place of its own, besides its settings:
	// a format that shows that place leaves the setting out.
	Stated
	// Secret is for a flag whose value is never shown.
	Secret
	// Often is for one of the ten or so flags that people use most: --help shows them, and
	// --help-all the others too.
	Often
)

const scopeKey = "toeline-scope"

// String returns the scope as the annotation of a flag.
func (s Scope) String() string { return strconv.FormatUint(uint64(s), 2) }

// ScopeOf returns the scope of a flag; zero: it was not declared, as those that cobra adds.
func ScopeOf(f *pflag.Flag) Scope {
	s, err := strconv.ParseUint(annotation(f, scopeKey), 2, 0)
	if err != nil {
		return 0
	}
	return Scope(s)
}

// Is reports whether a flag has all bits of a scope.
func Is(f *pflag.Flag, s Scope) bool { return ScopeOf(f)&s == s }

// Valid reports whether exactly one of Target, Run, Call and Consent is set, and with the first two
// exactly one of Open, Subject, Writes and Named: a new flag decides what a found file may do.
func (s Scope) Valid() bool {
	found := s & (Open | Subject | Writes | Named)
	switch s & (Target | Run | Call | Consent) {
	case Call, Consent:
		return found&^Writes == 0
	case Target, Run:
		return found == Open || found == Subject || found == Writes || found == Named
	}
	return false
}

// FoundRefusal says why a file that was found, and not named on the command line, may not set a
// flag; empty: it may.
func FoundRefusal(f *pflag.Flag) string {
	if ScopeOf(f)&(Named|Consent) == 0 {
		return ""
	}
	return "this file was found, not named on the command line, and so says neither who gets " +
		"secrets, nor who is trusted, nor what runs: give --" + f.Name
}

// Refusal says why neither a settings file nor a variable may set a flag; empty: they may.
func Refusal(f *pflag.Flag) string {
	switch {
	case Is(f, Consent):
		return "consent is given on the command line of each run, by --" + f.Name
	case ScopeOf(f)&(Target|Run) == 0:
		return "it is a flag of the command line alone"
	}
	return ""
}

// TargetRefusal says why a target of a targets file may not set a flag; empty: it may.
func TargetRefusal(f *pflag.Flag) string {
	switch {
	case ScopeOf(f)&(Target|InTargets) != 0:
		return ""
	case Is(f, Consent):
		return Refusal(f)
	}
	return "it is the whole run's: give it as a flag"
}

// Settable returns the names of the flags that a settings file may set.
func Settable(set *pflag.FlagSet) []string {
	var names []string
	set.VisitAll(func(f *pflag.Flag) {
		if Refusal(f) == "" {
			names = append(names, f.Name)
		}
	})
	return names
}

// Repeated returns the words that a reproduce line repeats: the flags with Repeat that were given.
func Repeated(set *pflag.FlagSet) []string {
	var words []string
	set.VisitAll(func(f *pflag.Flag) {
		switch {
		case !f.Changed || !Is(f, Repeat):
		case f.Value.Type() == "stringArray":
			for _, value := range f.Value.(pflag.SliceValue).GetSlice() {
				words = append(words, "--"+f.Name, value)
			}
		case f.Value.Type() == "bool":
			words = append(words, "--"+f.Name)
		default:
			words = append(words, "--"+f.Name, f.Value.String())
		}
	})
	return words
}
