package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"example.com/toeline/harness/lint"
	"example.com/toeline/spec/derive/start"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
)

// TestStartsAreFit holds that what is made of each plain document, an overlay or the whole
// document, is fit as it is.
func TestStartsAreFit(t *testing.T) {
	t.Parallel()
	const folder = "../../fixtures/documents"
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, entry := range entries {
		file := filepath.Join(folder, entry.Name())
		switch filepath.Ext(file) {
		case ".yaml", ".yml", ".json":
		default:
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		given := openapi.Source{File: file, Data: data, Open: func(to string) ([]byte, error) {
			return os.ReadFile(filepath.Join(folder, to))
		}}
		source, err := overlay.Effective(given)
		if err != nil {
			t.Fatal(err)
		}
		for _, whole := range []bool{true, false} {
			one, err := start.New(source, start.Form{Whole: whole, Extends: entry.Name()})
			if err != nil {
				t.Logf("%s: %v", entry.Name(), err) // webhooks alone, and the like
				break
			}
			made++
			source := given
			var overlays []overlay.Text
			if source.Data = one.Text; !whole {
				source.Data = data
				overlays = append(overlays, overlay.Text{File: "c.overlay.yaml", Data: one.Text})
			}
			if _, err := lint.LoadSource(source, overlays...); err != nil {
				t.Errorf("%s, whole %t: %v", entry.Name(), whole, err)
			}
		}
	}
	if made < 120 {
		t.Errorf("only %d starts were made", made)
	}
}
