package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	scope "example.com/toeline/harness/cmd/toeline/internal/flag"
)

// TestEveryFlagHasAScope: what a settings file, a variable or a targets file may set, and what a
// reproduce line repeats, follows from it.
func TestEveryFlagHasAScope(t *testing.T) {
	checked := 0
	var check func(cmd *cobra.Command)
	check = func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			checked++
			if !scope.ScopeOf(f).Valid() {
				t.Errorf("%s --%s has no scope: declare it with flag.Add", cmd.CommandPath(), f.Name)
			}
		})
		for _, sub := range cmd.Commands() {
			check(sub)
		}
	}
	check(newRoot(app.App{}))
	if checked < 50 {
		t.Errorf("only %d flags were looked at", checked)
	}
}
