package selftest

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// One run, a subtest a target: the reference breaks nothing, a defect exactly
// what it names, a variation nothing that is gated.
func TestEveryTarget(t *testing.T) {
	t.Parallel()
	s, err := Run(t.Context(), Options{DefectsOnly: true})
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
	for kind, least := range map[string]int{KindReference: 1, KindDefect: 130, KindVariation: 27} {
		if _, all := s.Count(kind); all < least {
			t.Errorf("%d rows of kind %s, want at least %d", all, kind, least)
		}
	}
}

// The self test itself must be able to fail.
func TestRunSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	wrongCode := answers(in(unsupported), member("code", "Wrong"))
	s, err := Run(t.Context(), Options{
		DefectsOnly: true,
		Defects: []Defect{
			{"names-too-little", nil, wrongCode},
			{"names-another", ids("ERA-OK-1"), wrongCode},
			{"is-none", ids("ERA-UNS-2"), answers(every)},
			{"is-right", ids("ERA-UNS-2"), wrongCode},
		},
		Variations: []Variation{
			{Name: "is-a-defect", Wrap: wrongCode},
			{Name: "is-not-strict", Strict: true, Wrap: answers(in(otherMethod), status(501))},
			{Name: "is-harmless", Wrap: answers(in(otherMethod), status(501))},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"names-too-little": "not expected ERA-UNS-2",
		"names-another":    "missed ERA-OK-1; not expected ERA-UNS-2",
		"is-none":          "missed ERA-UNS-2",
		"is-a-defect":      "exit 1: 1 gated requirement broken",
		"is-not-strict":    "exit 1: 1 gated requirement broken",
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
	ctx, cancel := contextThatEnded(t)
	defer cancel()
	s, err := Run(ctx, Options{Variations: []Variation{}})
	if err == nil || s.OK() {
		t.Errorf("error %v, OK %v; want an error and no OK", err, s.OK())
	}
}
