package waiver_test

import (
	"flag"
	"strings"
	"testing"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/verify"
	"example.com/toeline/harness/waiver"
)

var every = flag.Int("every", 25, "TestEveryDefect takes one defect of so many; 1 takes all")

// TestEveryDefect tries the gate on selftest's defects: a red run, waived to
// green by what waive writes, also with the ids of another seed, and red again
// when it is fixed, by every one of the entries.
func TestEveryDefect(t *testing.T) {
	t.Parallel()
	strict := func(o *verify.Config) { o.Strict, o.Level = true, "should" }
	terms := waiver.Terms{Owner: "me", Reason: "known", Target: "http://127.0.0.1:*/beta"}
	looked := 0
	for i, d := range defects.Defects() {
		if i%*every != 0 || strings.HasPrefix(d.Name, "now-and-then/") { // each run fails elsewhere
			continue
		}
		looked++
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			red := run(t, d.Name, strict)
			seeded := func(o *verify.Config) { strict(o); o.Seed = red.Run.Seed + 77 }
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
			for _, w := range run(t, d.Name, with(file, seeded)).Waivers {
				if strings.Contains(w.Why, "in another way") {
					t.Errorf("another seed: line %d: %s\n%s", w.Line, w.Why, made.Text)
				}
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
