package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/spec"
)

// narrow are the flags that leave parts of a run out.
type narrow struct {
	only, skip []string
	level      levelFlag
}

func (n *narrow) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&n.only, "only", nil, "run only the cases or requirements whose id matches `P`: * is one component, ** is any number; repeatable")
	flags.StringArrayVar(&n.skip, "skip", nil, "leave out the cases or requirements whose id matches `P`; repeatable")
	flags.Var(&n.level, "level", "leave out requirements below `L`: must, should or may")
}

// levelFlag takes only levels.
type levelFlag string

func (l *levelFlag) String() string { return string(*l) }
func (l *levelFlag) Type() string   { return "L" }
func (l *levelFlag) Set(text string) error {
	if known := spec.Level("").Allowed(); !slices.Contains(known, text) {
		return fmt.Errorf("the levels are %s", strings.Join(known, ", "))
	}
	*l = levelFlag(text)
	return nil
}
