package matrix_test

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/result"
)

func TestMatrixInMarkdown(t *testing.T) {
	t.Parallel()
	in := sample.Input()
	sample.Inconclusive(&in, "z.put")
	good := result.Fold(in)
	m, _ := matrixOf(t, source("good", good), source("bad", broken()),
		source("known|bad", waived()))
	var b strings.Builder
	if err := m.WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| requirement | level | what it asks | good | bad | known&#124;bad " +
			"|\n|---|---|---|:-:|:-:|:-:|\n",
		" | ✓ | **✗** | ✗ |\n",
		"| C-1 | must | PUT is refused. | ? | ✓ | ✓ |\n",
		"✓ passed · **✗** failed · ✗ failed, and waived as known · ? untested. ",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("without %q:\n%s", want, b.String())
		}
	}
	if rows := strings.Count(b.String(), "\n|") - 1; rows != len(m.Rows)+1 {
		t.Errorf("%d rows for %d requirements and their sums", rows, len(m.Rows))
	}
}
