package derive

import (
	"os"
	"path/filepath"
	"testing"

	"example.com/toeline/spec/strict"
)

// TestTexts holds that what is derived is YAML that others read as it was meant: a key that is
// there twice would be read by one as the first, and by another as the last.
func TestTexts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		made, err := Of(source(t, string(data), nil), nil)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, operation := range made.Operations {
			if _, problems := strict.Parse(file, []byte(operation.Text)); len(problems) > 0 {
				t.Errorf("%s: %s: %v", file, operation.Operation.ID, problems.Err())
			}
		}
	}
}
