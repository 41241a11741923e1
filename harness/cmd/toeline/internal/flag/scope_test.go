package flag_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/flag"
)

func TestScopeSaysWhatMaySetAFlag(t *testing.T) {
	for _, tt := range []struct {
		scope         flag.Scope
		valid         bool
		file, aTarget bool
	}{
		{0, false, false, false},
		{flag.Replay, false, false, false},
		{flag.Target | flag.Run, false, true, true},
		{flag.Target, true, true, true},
		{flag.Run | flag.Repeat, true, true, false},
		{flag.Call | flag.Replay, true, false, false},
		{flag.Consent, true, false, false},
		{flag.Consent | flag.InTargets, true, false, true},
	} {
		set := pflag.NewFlagSet("test", pflag.ContinueOnError)
		var value string
		flag.Add(set, &value, "name", "", tt.scope, "usage")
		f := set.Lookup("name")
		if got := flag.ScopeOf(f); got != tt.scope || got.Valid() != tt.valid {
			t.Errorf("scope %s, valid %t; want %s, %t", got, got.Valid(), tt.scope, tt.valid)
		}
		if got := flag.Refusal(f) == ""; got != tt.file {
			t.Errorf("%s: a settings file may set it: %t, want %t", tt.scope, got, tt.file)
		}
		if got := flag.TargetRefusal(f) == ""; got != tt.aTarget {
			t.Errorf("%s: a target may set it: %t, want %t", tt.scope, got, tt.aTarget)
		}
	}
}

func TestRepeatedAreTheFlagsThatWereGiven(t *testing.T) {
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	var text, other, none string
	var on bool
	flag.Group(set, "a group", func(set *pflag.FlagSet) {
		flag.Add(set, &text, "text", "", flag.Call|flag.Repeat, "usage")
		flag.Add(set, &on, "on", false, flag.Call|flag.Repeat, "usage")
		flag.Add(set, &other, "other", "", flag.Call, "usage")
		flag.Add(set, &none, "none", "x", flag.Call|flag.Repeat, "usage")
	})
	if err := set.Parse([]string{"--other", "1", "--on", "--text", "2"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"--text", "2", "--on"}, flag.Repeated(set)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := flag.GroupOf(set.Lookup("on")); got != "a group" {
		t.Errorf("group %q", got)
	}
}
