package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

// scanned reads a report back and holds it to the schema of SARIF 2.1.0.
func scanned(t *testing.T, r *result.Report) *sarif.Run {
	t.Helper()
	text := write(t, report.SARIF{}, r)
	read, err := sarif.FromBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Validate(); err != nil {
		t.Error(err)
	}
	var again strings.Builder
	if err := read.PrettyWrite(&again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, again.String()); diff != "" {
		t.Errorf("the schema was held to something else than what was written (-written "+
			"+held):\n%s", diff)
	}
	return read.Runs[0]
}

func TestSARIFIsValid(t *testing.T) {
	t.Parallel()
	all := runs(t)
	all["waived"] = withWaivers(t)
	for name, r := range all {
		run := scanned(t, r)
		if got, want := len(run.Tool.Driver.Rules), len(r.Requirements); got < want {
			t.Errorf("%s: %d rules, want one a requirement, %d", name, got, want)
		}
		if got, want := len(run.Results), len(r.Causes)+len(r.FailingWaivers()); got != want {
			t.Errorf("%s: %d results, want %d", name, got, want)
		}
		for _, result := range run.Results {
			if *result.RuleID != *run.Tool.Driver.Rules[result.RuleIndex].ID {
				t.Errorf("%s: a result of %s points at the rule %s", name, *result.RuleID,
					*run.Tool.Driver.Rules[result.RuleIndex].ID)
			}
		}
		if got, want := *run.Invocations[0].ExecutionSuccessful, r.Run.ExitCode <= 1; got != want {
			t.Errorf("%s: successful is %t", name, got)
		}
	}
}

// The rule's help is the requirement, the place its line, and the level says
// whether it fails the run.
func TestSARIFTellsTheRequirement(t *testing.T) {
	t.Parallel()
	r := withWaivers(t)
	run := scanned(t, r)
	for i, c := range r.Causes {
		result, known := run.Results[i], knownOf(t, r, c.Requirement)
		rule := run.Tool.Driver.Rules[result.RuleIndex]
		if help := *rule.Help.Text; !strings.HasPrefix(help, known.Text) ||
			!strings.Contains(help, known.Source[0]) {
			t.Errorf("%s: the help is %q", c.Requirement, help)
		}
		place, line := result.Locations[0].PhysicalLocation, 1
		if c.Waiver > 0 {
			line = r.Waivers[c.Waiver-1].Line
		}
		if *place.ArtifactLocation.URI != "waivers.yaml" || *place.Region.StartLine != line {
			t.Errorf("%s: is at %s:%d, in no file of the user", c.Requirement,
				*place.ArtifactLocation.URI, *place.Region.StartLine)
		}
		if want := map[bool]string{
			true: "error", false: "warning",
		}[c.Gating]; result.Level != want {
			t.Errorf("%s: level %s, want %s", c.Requirement, result.Level, want)
		}
		if (len(result.Suppressions) == 1) != (c.Waiver > 0) {
			t.Errorf("%s: suppressions %v", c.Requirement, result.Suppressions)
		}
		if *result.WebResponse.StatusCode == 0 || *result.WebRequest.Method != "POST" {
			t.Errorf("%s: no exchange", c.Requirement)
		}
	}
	waiver := run.Results[len(run.Results)-1]
	if place := waiver.Locations[0].PhysicalLocation; *place.ArtifactLocation.URI !=
		"waivers.yaml" ||
		*place.Region.StartLine != 9 ||
		waiver.Level != "error" {
		t.Errorf("the stale waiver is reported as %v", waiver)
	}
}

func knownOf(t *testing.T, r *result.Report, id string) *result.Requirement {
	t.Helper()
	known, ok := r.Requirement(id)
	if !ok {
		t.Fatalf("no requirement %s", id)
	}
	return known
}

// A scanner knows a result again, whatever the seed, the port and the ids.
func TestSARIFFingerprintsStay(t *testing.T) {
	t.Parallel()
	var before []string
	for range 2 {
		var all []string
		for _, result := range scanned(t, withWaivers(t)).Results {
			all = append(all, result.PartialFingerprints["toeline/v1"])
		}
		if before != nil {
			if diff := cmp.Diff(before, all); diff != "" {
				t.Error(diff)
			}
		}
		before = all
	}
	seen := map[string]bool{}
	for _, f := range before {
		if len(f) != 64 || seen[f] {
			t.Errorf("the fingerprint %q is none, or occurs twice", f)
		}
		seen[f] = true
	}
}
