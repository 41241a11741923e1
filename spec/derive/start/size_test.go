package start

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// allocated makes a start of a description of so many operations, then one of the same without a
// response of each over the first, and returns the bytes that this took.
func allocated(t *testing.T, operations int) uint64 {
	t.Helper()
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\npaths:\n")
	for i := range operations {
		fmt.Fprintf(&b, `  /things%d/{id}:
    get:
      operationId: getThing%d
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: d, content: {application/json: {schema: {type: object}}}},
        "404": {description: d}}
`, i, i)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	first, err := started([]byte(b.String()), Form{})
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.ReplaceAll(b.String(), `, "404": {description: d}`, "")
	changed = strings.ReplaceAll(changed, ",\n        \"404\": {description: d}", "")
	second, err := started([]byte(changed), Form{File: "o.yaml", Earlier: first.Text})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(second.Changes.Removed); got < operations {
		t.Fatalf("%d entries are removed with a response of each of %d operations", got, operations)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestLargeStart holds that the work of init grows with the description, not with its square.
func TestLargeStart(t *testing.T) {
	small, large := allocated(t, 25), allocated(t, 200)
	if ratio := float64(large) / float64(small); ratio > 12 {
		t.Errorf("8 times the operations take %.1f times the memory", ratio)
	} else {
		t.Logf("8 times the operations take %.1f times the memory", ratio)
	}
}

// TestLargeRecord holds that of the record, which has a line for each requirement and case.
func TestLargeRecord(t *testing.T) {
	written := func(entries int) uint64 {
		r := record{Written: map[string]string{}}
		for i := range entries {
			r.Written[fmt.Sprintf("case %d", i)] = "d"
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if got := len(valueAt(r.node(), "written").Content); got != 2*entries {
			t.Fatalf("%d nodes of %d entries", got, entries)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := written(500), written(4000)
	if ratio := float64(large) / float64(small); ratio > 12 {
		t.Errorf("8 times the entries take %.1f times the memory", ratio)
	}
}
