package derive

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

var update = flag.Bool("update", false, "write the lists of requirements")

// TestRequirements holds which requirements are derived from some documents, and their levels:
// people waive an id, and so it stays.
func TestRequirements(t *testing.T) {
	const plain = "../../harness/selftest/plain/testdata"
	for name, file := range map[string]string{
		"boxes": plain + "/boxes.yaml", "content": plain + "/content.yaml",
		"desk": plain + "/desk.yaml", "items": plain + "/items.yaml",
		"notes": plain + "/notes.yaml", "vaults": plain + "/vaults.yaml",
		"clinic":  "testdata/clinic.yaml",
		"fastapi": "../../fixtures/plain/fastapi/openapi.json",
		"fastify": "../../fixtures/plain/fastify/openapi.json",
	} {
		t.Run(name, func(t *testing.T) {
			list, got := filepath.Join("testdata", "requirements", name+".txt"), listed(t, file)
			if *update {
				if err := os.WriteFile(list, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(list)
			if err != nil {
				t.Fatal(err)
			}
			lines := func(text string) []string { return strings.Split(text, "\n") }
			if diff := cmp.Diff(lines(string(want)), lines(got)); diff != "" {
				t.Errorf("%s, to be accepted with -update (-want +got):\n%s", list, diff)
			}
		})
	}
}

// listed lists the requirements that are derived from a document, a line each.
func listed(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	root, problems := strict.Parse(file, data)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	contract, err := Contract(openapi.Source{File: file, Data: data, Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range contract.Requirements {
		fmt.Fprintf(&b, "%s  %s, %s: %s\n", r.ID, r.Level, r.Basis, r.Text)
	}
	return b.String()
}
