package suites_test

import (
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/waiver"
	"example.com/toeline/suites"
)

// known is a file of known failures with one entry.
func known(t *testing.T, entry string) *waiver.File {
	t.Helper()
	f, err := waiver.Load("known.yaml", []byte("waivers:\n  - {owner: me, reason: the mock is "+
		"old, fingerprints: any, "+entry+"}\nversion: 2\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRunWaives(t *testing.T) {
	alone(t)
	for name, tt := range map[string]struct {
		o      suites.Options
		errors int
		says   string
	}{
		"waived": {
			suites.Options{Handler: wrongCode(), Waivers: known(t, "requirement: ERA-NF-2")}, 0, "",
		},
		"fixed": {
			suites.Options{Handler: mock(), Waivers: known(t, "requirement: ERA-NF-2")},
			2,
			"known.yaml:2: stale: it fails no longer",
		},
		"of nothing": {
			suites.Options{Handler: mock(), Waivers: known(t, "requirement: ERA-NF-22")},
			2,
			"unmatched",
		},
		"narrowed away": {suites.Options{
			Handler: mock(), Waivers: known(t, "requirement: ERA-NF-2"),
			Only: []string{"methods.**"},
		}, 0, ""},
		"another fails": {suites.Options{
			Handler: wrongCode(), Waivers: known(t, "case: not-found.absent-guid"),
			Only: []string{"not-found.**"},
		}, 2, "ERA-NF-2 (must)  404: /error/code is \"Missing\""},
	} {
		var r recorder
		suites.Run(&r, tt.o)
		if len(r.errors) != tt.errors || r.fatal != "" || !strings.Contains(r.all(), tt.says) {
			t.Errorf("%s: %d errors:\n%s", name, len(r.errors), r.all())
		}
		if logged := strings.Contains(strings.Join(r.logs, ""),
			"or is waived"); logged != (name == "waived" || name == "another fails") {
			t.Errorf("%s: logged %v", name, r.logs)
		}
	}
}

func TestDescribeWaives(t *testing.T) {
	alone(t)
	state := func(specs []types.SpecReport, text string) types.SpecReport {
		for _, s := range specs {
			if strings.HasPrefix(s.LeafNodeText, text) {
				return s
			}
		}
		t.Fatalf("no spec %s", text)
		return types.SpecReport{}
	}
	narrow := []string{"not-found.**"}
	waived := ginkgoRun(t, suites.Options{
		Handler: wrongCode(), Only: narrow,
		Waivers: known(t, "requirement: ERA-NF-2, target: 'http://127.0.0.1:*/beta'"),
	}, whole)
	if s := state(waived, "not-found.absent-guid"); s.State != types.SpecStateSkipped ||
		!strings.Contains(s.Failure.Message, "waived by known.yaml:2 (me): the mock is old") {
		t.Errorf("%s: %s", s.State, s.Failure.Message)
	}
	if n := count(waived); n[types.SpecStateFailed] != 0 {
		t.Errorf("waived: %v", n)
	}
	fixed := ginkgoRun(t, suites.Options{
		Handler: mock(), Only: narrow,
		Waivers: known(t, "requirement: ERA-NF-2, case: not-found.absent-guid"),
	}, whole)
	if s := state(fixed, "waivers: "); s.State != types.SpecStateFailed || !strings.Contains(
		s.Failure.Message, "known.yaml:2: stale",
	) || count(fixed)[types.SpecStateFailed] != 1 {
		t.Errorf("%v, %s: %s", count(fixed), s.State, s.Failure.Message)
	}
	filtered := ginkgoRun(t, suites.Options{
		Handler: mock(), Only: narrow,
		Waivers: known(t, "requirement: ERA-NF-2, case: not-found.absent-guid"),
	}, func(c *types.SuiteConfig) { c.SkipStrings = []string{"not-found.absent-guid:"} })
	if n := count(filtered); n[types.SpecStateFailed] != 0 {
		t.Errorf("what did not run has fixed: %v: %s", n,
			state(filtered, "waivers: ").Failure.Message)
	}
}
