package report_test

import (
	"bytes"
	"strings"
	"testing"

	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
)

// TestLongClient: a client's long command is written once, and the lines that repeat a cause refer
// to it.
func TestLongClient(t *testing.T) {
	t.Parallel()
	long := "java -cp " + strings.Repeat("lib/a.jar:", 10) + " Main"
	for client, want := range map[string][]string{
		"./c": {"    a --only x -- ./c\n", "    a --only y -- ./c\n"},
		long: {
			"    set -- " + long + "\n    a --only x -- \"$@\"\n", "\n\n    a --only y -- \"$@\"\n",
		},
	} {
		r := &result.Report{Run: result.Run{Client: client, ExitCode: result.ExitFailed}}
		for _, id := range []string{"x", "y"} {
			r.Causes = append(r.Causes, result.Cause{
				Fingerprints: []string{
					id,
				}, Requirement: "R-" + id, Level: "must", Gating: true, Cases: []string{id},
				Verify: "a --only " + id + " -- " + client,
			})
		}
		var b bytes.Buffer
		if err := (text.Writer{}).Write(&b, r); err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if !strings.Contains(b.String(), line) {
				t.Errorf("no %q in\n%s", line, &b)
			}
		}
	}
}
