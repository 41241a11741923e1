package verify_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/verify"
)

// planned reads a description of so many operations, plans a run and returns the bytes that this
// took.
func planned(t *testing.T, operations int) uint64 {
	t.Helper()
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\npaths:\n")
	for i := range operations {
		fmt.Fprintf(&b, `  /things%d/{id}:
    get:
      operationId: getThing%d
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: size, in: query, schema: {type: integer}}
      responses:
        "200": {description: d, content: {application/json: {schema: {type: object}}}}
        "400": {description: d}
        "404": {description: d}
`, i, i)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	contract, err := lint.Load("large.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	session, err := verify.Prepare(verify.Config{
		Contract: contract, Target: verify.Target{URL: "http://127.0.0.1:9"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(session.Cases()); got < operations {
		t.Fatalf("%d cases of %d operations", got, operations)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestLargeDescriptions holds that the work of a plan grows with the description, not with its
// square: a description of a thousand operations is planned as those of ten are.
func TestLargeDescriptions(t *testing.T) {
	small, large := planned(t, 100), planned(t, 800)
	if ratio := float64(large) / float64(small); ratio > 12 {
		t.Errorf("8 times the operations take %.1f times the memory", ratio)
	} else {
		t.Logf("8 times the operations take %.1f times the memory", ratio)
	}
}
