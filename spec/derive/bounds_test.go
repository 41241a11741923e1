package derive

import (
	"fmt"
	"strings"
	"testing"
)

// TestManyMembers holds that the cases of one body do not grow with the square of its members, and
// that what is left out is listed by init too.
func TestManyMembers(t *testing.T) {
	required, members := "", ""
	for i := range 3000 {
		required += fmt.Sprintf("p%d, ", i)
		members += fmt.Sprintf("                p%d: {type: integer}\n", i)
	}
	made, err := Skeleton(source(t, "openapi: 3.0.3\ninfo: {title: T, version: v}\npaths:\n  /a:\n"+
		"    put:\n      responses: {\"200\": {description: d}, \"400\": {description: d}}\n"+
		"      requestBody:\n        content:\n          application/json:\n            schema:\n"+
		"              type: object\n              required: ["+required+"]\n"+
		"              properties:\n"+members, nil), Form{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Text) > 4<<20 {
		t.Errorf("%d bytes were made", len(made.Text))
	}
	if len(made.Left) != 1 ||
		!strings.HasPrefix(made.Left[0].Text, "PUT /a has more parameters and members than") {
		t.Errorf("left out: %v", made.Left)
	}
}

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
