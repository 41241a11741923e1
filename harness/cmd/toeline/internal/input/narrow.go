package input

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// Narrow are the flags that leave parts of a run out.
type Narrow struct {
	Only, Skip []string
	Level      LevelFlag
}

// Add declares --only, --skip and --level.
func (n *Narrow) Add(set *pflag.FlagSet) {
	flag.Add(
		set,
		&n.Only,
		"only",
		[]string(nil),
		flag.Run|flag.Open|flag.Replay|flag.Stated|flag.Often,
		"run only cases or requirements whose id matches `P`; * is one component, ** is any "+
			"number; repeatable",
	)
	flag.Add(set, &n.Skip, "skip", []string(nil), flag.Run|flag.Open|flag.Replay|flag.Stated,
		"leave out the cases or requirements whose id matches `P`; repeatable")
	flag.Add(set, &n.Level, "level", "", flag.Run|flag.Open|flag.Replay|flag.Stated,
		"leave out requirements below `L`: must, should or may")
}

// LevelFlag takes only levels.
type LevelFlag string

// String implements pflag.Value.
func (l *LevelFlag) String() string { return string(*l) }

// Type implements pflag.Value.
func (l *LevelFlag) Type() string { return "L" }

// Set implements pflag.Value.
func (l *LevelFlag) Set(text string) error {
	if known := spec.Level("").Allowed(); !slices.Contains(known, text) {
		near := ""
		if lower := strings.ToLower(text); slices.Contains(known, lower) {
			near = fmt.Sprintf(" (did you mean %s?)", lower)
		} else if meant := strict.Suggest(text, known); meant != "" {
			near = fmt.Sprintf(" (did you mean %s?)", meant)
		}
		return fmt.Errorf("the levels are %s%s", strings.Join(known, ", "), near)
	}
	*l = LevelFlag(text)
	return nil
}
