// Package flag declares the flags of commands: each once, with its scope and the group under
// which help shows it. It owns the rules that follow from a scope, and never reads a file or the
// environment.
package flag

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"
)

// Add declares a flag that sets *p. The scope says where else its value may come from.
func Add[T any](set *pflag.FlagSet, p *T, name string, value T, scope Scope, usage string) {
	switch p := any(p).(type) {
	case *string:
		set.StringVar(p, name, any(value).(string), usage)
		if scope&Reads != 0 {
			set.Lookup(name).Value = &oneFile{p: p, name: name}
		}
	case *bool:
		set.BoolVar(p, name, any(value).(bool), usage)
	case *int:
		set.IntVar(p, name, any(value).(int), usage)
	case *uint64:
		set.Uint64Var(p, name, any(value).(uint64), usage)
	case *float64:
		set.Float64Var(p, name, any(value).(float64), usage)
	case *time.Duration:
		set.DurationVar(p, name, any(value).(time.Duration), usage)
	case *[]string:
		set.StringArrayVar(p, name, any(value).([]string), usage)
	case pflag.Value:
		set.Var(p, name, usage)
	default:
		panic(fmt.Sprintf("flag --%s: no flag has the type %T", name, value))
	}
	Declare(set, name, scope)
}

// oneFile is the name of a file that is read. Another one is refused, and does not replace it
// unseen: whoever gives two expects both to be read.
type oneFile struct {
	p     *string
	name  string
	given bool
}

func (o *oneFile) Set(value string) error {
	if o.given && *o.p != value {
		return fmt.Errorf("another --%s is given too, %s: give one", o.name, *o.p)
	}
	*o.p, o.given = value, true
	return nil
}

func (o *oneFile) String() string { return *o.p }
func (o *oneFile) Type() string   { return "string" }

// Declare gives a flag that is in the set its scope.
func Declare(set *pflag.FlagSet, name string, scope Scope) {
	annotate(set.Lookup(name), scopeKey, scope.String())
}

// groupKey is the annotation of a flag that names its group.
const groupKey = "toeline-group"

// Group adds flags that help shows under a title, in the order in which they were added.
func Group(set *pflag.FlagSet, title string, add func(*pflag.FlagSet)) {
	group := pflag.NewFlagSet(title, pflag.ContinueOnError)
	group.SortFlags, set.SortFlags = false, false
	add(group)
	group.VisitAll(func(f *pflag.Flag) { annotate(f, groupKey, title) })
	set.AddFlagSet(group)
}

func annotate(f *pflag.Flag, key, value string) {
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[key] = []string{value}
}

func annotation(f *pflag.Flag, key string) string {
	if values := f.Annotations[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// GroupOf returns the title of the group of a flag; empty: it has none.
func GroupOf(f *pflag.Flag) string { return annotation(f, groupKey) }
