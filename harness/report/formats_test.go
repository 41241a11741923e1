package report_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/report"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	all := report.Formats()
	if !slices.IsSorted(all) || len(all) < 3 {
		t.Errorf("got %v", all)
	}
	for _, name := range all {
		if h, err := report.For(name); err != nil || h == nil {
			t.Errorf("%s: %v, %v", name, h, err)
		}
	}
	for name, want := range map[string]string{"jnuit": `did you mean "junit"?`, "pdf": "use one of "} {
		if _, err := report.For(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want … %s", name, err, want)
		}
	}
}
