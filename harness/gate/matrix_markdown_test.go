package gate_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/report"
)

func TestMatrixInMarkdown(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**")
	bad := reportOf(t, period, narrow)
	o := run(t, period, narrow)
	waivers(t, "requirement: ERA-NF-3").Apply(o)
	known := report.New(o, report.Facts{Target: "x"})
	m, _ := matrix(t, source("good", reportOf(t, "", narrow)), source("bad", bad), source("known|bad", known))
	var b strings.Builder
	if err := m.WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| requirement | level | what it asks | good | bad | known&#124;bad |\n|---|---|---|:-:|:-:|:-:|\n",
		" | ✓ | **✗** | ✗ |\n",
		"| ERA-HDR-8 | should | A 204 has no Content-Length. | ? | ? | ? |\n",
		"✓ proven · **✗** broken · ✗ broken, and waived as known · ? unproven. ",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("without %q:\n%s", want, b.String())
		}
	}
	if rows := strings.Count(b.String(), "\n|") - 1; rows != len(m.Rows)+1 {
		t.Errorf("%d rows for %d requirements and their sums", rows, len(m.Rows))
	}
}
