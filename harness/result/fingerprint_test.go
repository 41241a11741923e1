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
	const first = "1:08159a3780aedd74"
	if got := result.Fingerprint("A-1", "header Date", "missing"); got != first {
		t.Errorf("%s, want %s", got, first)
	}
	for _, other := range []struct {
		requirement, where, reason string
		same                       bool
	}{
		{"A-1", "header date", "missing", true},
		{"A-2", "header Date", "missing", false},
		{"A-1", "header Dat", "emissing", false},
		{"A-1", "header Date", "Missing", false},
	} {
		got := result.Fingerprint(other.requirement, other.where, other.reason)
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
	for _, fingerprint := range []string{"", "1", "2:00", "x"} {
		r.Causes[0].Fingerprint = fingerprint
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), "make the report again") {
			t.Errorf("%q: %v", fingerprint, err)
		}
	}
}
