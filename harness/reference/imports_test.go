package reference

import (
	"os/exec"
	"strings"
	"testing"
)

// A reference made from what it is judged by proves nothing.
func TestImportsNothingOfTheModule(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, dep := range strings.Fields(string(out)) {
		first, _, _ := strings.Cut(dep, "/")
		if strings.Contains(first, ".") && dep != "github.com/google/uuid" || dep == "testing" {
			found = append(found, dep)
		}
	}
	if len(found) != 1 || !strings.HasSuffix(found[0], "/harness/reference") {
		t.Errorf("depends on %q, want itself alone", found)
	}
}
