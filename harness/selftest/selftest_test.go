package selftest

import (
	"os"
	"testing"
)

func TestSelf(t *testing.T) {
	s, err := Run(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := os.Create("/tmp/selftest.txt")
	defer f.Close()
	s.WriteText(f)
	t.Log(s.Elapsed)
	for _, r := range s.Rows {
		if !r.OK {
			t.Errorf("%s %s: %s", r.Kind, r.Name, r.Detail)
		}
	}
}
