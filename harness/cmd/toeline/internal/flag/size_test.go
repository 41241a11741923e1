package flag_test

import (
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/flag"
)

func TestSize(t *testing.T) {
	for text, want := range map[string]struct {
		bytes int
		shown string
	}{
		"1": {1, "1"}, "65536": {65536, "64KiB"}, "64KiB": {65536, "64KiB"}, "10B": {10, "10"},
		"16MiB": {16 << 20, "16MiB"}, "1GiB": {1 << 30, "1GiB"}, "1536KiB": {1536 << 10, "1536KiB"},
	} {
		var s flag.Size
		if err := s.Set(text); err != nil || int(s) != want.bytes || s.String() != want.shown {
			t.Errorf("%s: %d bytes, shown as %s: %v", text, int(s), s.String(), err)
		}
	}
	for _, text := range []string{
		"", "0", "-1", "1.5MiB", "2GiB", "1 MiB", "MiB", "99999999999999999999", "1TiB",
	} {
		var s flag.Size
		if err := s.Set(text); err == nil || s != 0 {
			t.Errorf("%q is taken as %d bytes", text, s)
		}
	}
}
