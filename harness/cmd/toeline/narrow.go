package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/spec"
)

// narrow are the flags that leave parts of a run out.
type narrow struct {
	only, skip []string
	level      levelFlag
}

func (n *narrow) add(set *pflag.FlagSet) {
	flag.Add(set, &n.only, "only", []string(nil), flag.Run|flag.Open|flag.Replay|flag.Stated,
		"run only the cases or requirements whose id matches `P`: * is one component, ** is any number; repeatable")
	flag.Add(set, &n.skip, "skip", []string(nil), flag.Run|flag.Open|flag.Replay|flag.Stated,
		"leave out the cases or requirements whose id matches `P`; repeatable")
	flag.Add(set, &n.level, "level", "", flag.Run|flag.Open|flag.Replay|flag.Stated,
		"leave out requirements below `L`: must, should or may")
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
