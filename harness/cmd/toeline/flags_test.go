package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	scope "example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/result"
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
				t.Errorf("%s --%s has no scope, or does not say what a settings file may do that "+
					"was "+
					"found: declare it with flag.Add", cmd.CommandPath(), f.Name)
			}
			names, _ := pflag.UnquoteUsage(f)
			isFile := slices.Contains([]string{"FILE", "FORMAT=FILE", "json=FILE", "REPORT", "OLD"},
				names)
			if isFile == (scope.ScopeOf(f)&(scope.Reads|scope.Writes) == 0) {
				t.Errorf("%s --%s takes %s: is it read or written?", cmd.CommandPath(), f.Name,
					names)
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

// TestStatedFlagsAreFieldsOfTheRun holds which settings a format may leave out: those that the
// run has as a field, and --report, which names the file that a reader has.
func TestStatedFlagsAreFieldsOfTheRun(t *testing.T) {
	fields := map[string]bool{"report": true}
	for field := range reflect.TypeFor[result.Run]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields[name] = true
	}
	cmd, _, err := newRoot(app.App{}).Find([]string{"verify"})
	if err != nil {
		t.Fatal(err)
	}
	stated := 0
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		isStated := scope.Is(f, scope.Stated)
		if isStated {
			stated++
		}
		// A flag that says what to do now, as --replay, is not a setting.
		if !scope.Is(f, scope.Call) && isStated != fields[f.Name] {
			t.Errorf("--%s: stated is %t, and a run has it: %t", f.Name, isStated, fields[f.Name])
		}
	})
	if stated < 10 {
		t.Errorf("only %d flags are stated", stated)
	}
}

// TestRemoteReferencesNeedConsent holds that every command that reads a document has the flag for
// its references, and that the command line alone gives it.
func TestRemoteReferencesNeedConsent(t *testing.T) {
	const name = "allow-remote-refs"
	for _, command := range []string{"verify", "client", "serve", "list", "lint", "init", "docs"} {
		cmd, _, err := newRoot(app.App{}).Find([]string{command})
		if err != nil {
			t.Fatal(err)
		}
		f := cmd.Flags().Lookup(name)
		if f == nil || !scope.Is(f, scope.Consent) {
			t.Errorf("%s has no --%s that is a consent", command, name)
		}
	}
}
