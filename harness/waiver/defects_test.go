package waiver_test

import (
	"flag"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
)

var every = flag.Int("every", 25, "TestEveryDefect takes one defect of so many; 1 takes all")

// TestEveryDefect holds the gate against selftest's defects: a red run, waived
// to green by what waive writes, and red again when it heals, by every one of
// the entries.
func TestEveryDefect(t *testing.T) {
	t.Parallel()
	strict := func(o *verify.Config) { o.Strict, o.Level = true, "should" }
	terms := waiver.Terms{Owner: "me", Reason: "known", Target: "http://127.0.0.1:*/beta"}
	looked := 0
	for i, d := range defects.Defects() {
		if i%*every != 0 {
			continue
		}
		looked++
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			red := run(t, d.Name, strict)
			if red.Run.ExitCode == result.ExitPassed {
				t.Skip("it breaks only what gates nothing")
			}
			made, err := waiver.Update("known.yaml", nil, red, terms)
			if err != nil || made.Added == 0 {
				t.Fatalf("%d added: %v", made.Added, err)
			}
			file, err := waiver.Load("known.yaml", made.Text)
			if err != nil {
				t.Fatalf("%v\n%s", err, made.Text)
			}
			waived := run(t, d.Name, with(file, strict)).Run
			if waived.ExitCode == result.ExitFailed {
				t.Errorf("waived: %s\n%s", waived.Reason, made.Text)
			}
			green := run(t, "", with(file, strict))
			for _, w := range green.Waivers {
				if w.State != result.WaiverStale {
					t.Errorf("fixed: line %d is %s (%s)\n%s", w.Line, w.State, w.Why, made.Text)
				}
			}
		})
	}
	if looked == 0 {
		t.Error("no defect was looked at")
	}
}
