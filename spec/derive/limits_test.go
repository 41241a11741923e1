package derive

import (
	"strings"
	"testing"
)

// TestManyPaths holds that many paths with one item do not make a contract of any size.
func TestManyPaths(t *testing.T) {
	s, err := derive(source(t, "openapi: 3.0.3\ninfo: {title: T, version: v}\npaths:\n"+
		"  /a: {get: {responses: {\"200\": {description: d}}}}\n", nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.most = s.written
	for range 3 { // one more is made, and none after it
		s.operation(s.parts[0].op)
	}
	if len(s.parts) != 2 || len(s.skipped) != 2 ||
		!strings.Contains(s.skipped[0].Reason, "as many as are made of one description") {
		t.Errorf("%d operations, left out: %v", len(s.parts), s.skipped)
	}
}
