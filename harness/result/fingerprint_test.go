package result_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/result"
)

func TestFingerprint(t *testing.T) {
	t.Parallel()
	// It is in reports that are compared later: it must not change within a version.
	const first = "2:7c823e65162e7cfd"
	if got := result.Fingerprint("A-1", "/Items/3/name", "missing", "nothing"); got != first {
		t.Errorf("%s, want %s", got, first)
	}
	for _, other := range []struct {
		requirement, where, reason, shape string
		same                              bool
	}{
		{"A-1", "/items/12/name", "missing", "nothing", true},
		{"A-2", "/Items/3/name", "missing", "nothing", false},
		{"A-1", "/Items/name", "missing", "nothing", false},
		{"A-1", "/Items/3/nam", "emissing", "nothing", false},
		{"A-1", "/Items/3/name", "Missing", "nothing", false},
		{"A-1", "/Items/3/name", "missing", "null", false},
	} {
		got := result.Fingerprint(other.requirement, other.where, other.reason, other.shape)
		if (got == first) != other.same {
			t.Errorf("%+v: %s", other, got)
		}
	}
}

func TestReportWithAnotherFingerprintIsRefused(t *testing.T) {
	t.Parallel()
	r := sample.Report("x.one A-1")
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	for fingerprint, want := range map[string]string{
		"": "not a valid", "1": "not a valid", "x:00": "not a valid",
		"1:00": "made by another version of toeline",
	} {
		r.Causes[0].Fingerprints = []string{fingerprint}
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", fingerprint, err)
		}
	}
	r.Causes[0].Fingerprints = nil
	if err := r.Check(); err == nil || !strings.Contains(err.Error(), "no fingerprint") {
		t.Errorf("none: %v", err)
	}
}
