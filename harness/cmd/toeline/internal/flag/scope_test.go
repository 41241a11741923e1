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
		{flag.Target, false, true, true},
		{flag.Target | flag.Open, true, true, true},
		{flag.Target | flag.Open | flag.Named, false, true, true},
		{flag.Target | flag.Named | flag.Reads, true, true, true},
		{flag.Run | flag.Repeat, false, true, false},
		{flag.Run | flag.Writes | flag.Repeat, true, true, false},
		{flag.Run | flag.Subject, true, true, false},
		{flag.Call | flag.Replay, true, false, false},
		{flag.Call | flag.Writes, true, false, false},
		{flag.Call | flag.Open, false, false, false},
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

func TestAFileThatWasFoundDecidesLittle(t *testing.T) {
	for _, tt := range []struct {
		scope  flag.Scope
		refuse bool
	}{
		{flag.Target | flag.Open, false},
		{flag.Target | flag.Subject, false},
		{flag.Run | flag.Writes, false},
		{flag.Target | flag.Named, true},
		{flag.Consent | flag.InTargets, true},
	} {
		set := pflag.NewFlagSet("test", pflag.ContinueOnError)
		var value string
		flag.Add(set, &value, "name", "", tt.scope, "usage")
		if got := flag.FoundRefusal(set.Lookup("name")); (got != "") != tt.refuse {
			t.Errorf("%s: %q", tt.scope, got)
		}
	}
}

func TestFiles(t *testing.T) {
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	var in, out, other string
	var reports []string
	flag.Add(set, &in, "in", "embedded", flag.Call|flag.Reads, "usage")
	flag.Add(set, &out, "out", "", flag.Call|flag.Writes, "usage")
	flag.Add(set, &other, "other", "x.yaml", flag.Call, "usage")
	flag.Add(set, &reports, "report", []string(nil), flag.Run|flag.Writes, "usage")
	args := []string{"--out", "a=b", "--report", "json=x=y.json", "--report", "text=-"}
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	reads, writes := flag.Files(set)
	want := []flag.File{{Flag: "out", Path: "a=b"}, {Flag: "report", Path: "x=y.json"}}
	if diff := cmp.Diff(want, writes); diff != "" || len(reads) > 0 {
		t.Errorf("reads %v, writes (-want +got)\n%s", reads, diff)
	}
	if err := set.Parse([]string{"--in", "in.yaml"}); err != nil {
		t.Fatal(err)
	}
	reads, _ = flag.Files(set)
	if diff := cmp.Diff([]flag.File{{Flag: "in", Path: "in.yaml"}}, reads); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
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
