package selftest

import (
	"bytes"
	"context"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/harness/selftest/variations"
)

var update = flag.Bool("update", false, "write DEFECTS.md")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// One run, a subtest a target: the reference breaks nothing, a defect exactly
// what it names, a variation nothing that is gating.
func TestEveryTarget(t *testing.T) {
	t.Parallel()
	s, err := Run(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range s.Rows {
		t.Run(row.Kind+"/"+row.Name, func(t *testing.T) {
			if !row.OK {
				t.Errorf("%s\nwant %v\ngot  %v", row.Detail, row.Want, row.Got)
			}
		})
	}
	for kind, want := range map[string]int{KindReference: 1, KindDefect: 400, KindVariation: 49} {
		if _, all := s.Count(kind); all != want {
			t.Errorf("%d rows of kind %s, want %d", all, kind, want)
		}
	}
	holdsTable(t, s)
}

// defectsHead begins the table of what each requirement is proven by.
const defectsHead = `# What proves each requirement

Generated: ` + "`go test ./harness/selftest -run EveryTarget -update`" + ` writes what
` + "`toeline selftest --markdown`" + ` prints. Each defect of the reference server must break exactly
the requirements that it names, and the variations none.

`

// holdsTable compares DEFECTS.md with what a run of all targets found.
func holdsTable(t *testing.T, s *Summary) {
	t.Helper()
	made := bytes.NewBufferString(defectsHead)
	if err := s.WriteMarkdown(made); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("DEFECTS.md", made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := os.ReadFile("DEFECTS.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made.String(), string(shown)); diff != "" {
		t.Errorf("DEFECTS.md is stale; go test ./harness/selftest -run EveryTarget -update "+
			"(-want +got):\n%s", diff)
	}
}

// The self test itself must be able to fail.
func TestRunSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	wrongCode := defects.Answers(defects.In(defects.Unsupported), defects.Member("code", "Wrong"))
	s, err := Run(t.Context(), Options{
		Defects: []defects.Defect{
			{Name: "names-too-little", Breaks: nil, Wrap: wrongCode},
			{Name: "names-another", Breaks: defects.IDs("ERA-OK-1"), Wrap: wrongCode},
			{
				Name: "is-none", Breaks: defects.IDs("ERA-UNS-2"),
				Wrap: defects.Answers(defects.Every),
			},
			{Name: "is-right", Breaks: defects.IDs("ERA-UNS-2"), Wrap: wrongCode},
		},
		Variations: []variations.Variation{
			{Name: "is-a-defect", Wrap: wrongCode},
			{
				Name: "is-not-strict", Strict: true,
				Wrap: defects.Answers(defects.In(defects.OtherMethod), defects.Status(501)),
			},
			{Name: "is-harmless", Wrap: defects.Answers(defects.In(defects.OtherMethod),
				defects.Status(501))},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"names-too-little": "not expected ERA-UNS-2",
		"names-another":    "missed ERA-OK-1; not expected ERA-UNS-2",
		"is-none":          "missed ERA-UNS-2",
		"is-a-defect":      "exit 1: 1 gating requirement failed",
		"is-not-strict":    "exit 1: 1 gating requirement failed",
	}
	for _, row := range s.Rows {
		if detail, wrong := want[row.Name]; row.OK == wrong || row.Detail != detail {
			t.Errorf("%s: ok %v, %q; want %q", row.Name, row.OK, row.Detail, detail)
		}
	}
	if s.OK() {
		t.Error("the summary is OK although rows are not")
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, err := Run(ctx, Options{Variations: []variations.Variation{}})
	if err == nil || s.OK() {
		t.Errorf("error %v, OK %v; want an error and no OK", err, s.OK())
	}
}
