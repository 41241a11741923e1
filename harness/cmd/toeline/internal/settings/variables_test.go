package settings_test

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/settings"
)

func TestUnknownVariables(t *testing.T) {
	t.Parallel()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	var target, out string
	flag.Add(set, &target, "target", "", flag.Target|flag.Subject, "usage")
	flag.Add(set, &out, "dry-run", "", flag.Call, "usage")
	for _, tt := range []struct{ variable, want string }{
		{"TOELINE_TARGET=x", ""},
		{"TOELINE_DRY_RUN=x", ""}, // refused where settings are resolved, with a reason of its own
		{"TOELINE_TOKEN=x", ""},
		{"TOELINE_BASE_URL=x", ""},
		{"TOELINE_CASE=x", ""},
		{"TOELINE_MINE=x", ""},
		{"TOELINE=x", ""},
		{"MY_TOELINE_TARGT=x", ""},
		{"TOELINE_TARGT=canary", "TOELINE_TARGT (did you mean TOELINE_TARGET?)"},
		{"TOELINE_target=canary", "TOELINE_target (did you mean TOELINE_TARGET?)"},
		{"toeline_target=canary", "toeline_target (did you mean TOELINE_TARGET?)"},
		{"TOELINE_FROBNICATE=canary", "TOELINE_FROBNICATE;"},
		{"TOELINE_=canary", "TOELINE_;"},
		{"TOELINE_RAGE=canary", "TOELINE_RAGE;"}, // two slips in four letters are another word
	} {
		err := settings.UnknownVariables([]string{"PATH=/bin", tt.variable}, set, "TOELINE_MINE")
		switch {
		case (err == nil) != (tt.want == ""):
			t.Errorf("%s: %v", tt.variable, err)
		case err != nil &&
			(!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "canary")):
			t.Errorf("%s: %v, want %q", tt.variable, err, tt.want)
		}
	}
}
