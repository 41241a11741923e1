package selftest

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var someRows = Summary{Rows: []Row{
	{Kind: KindReference, Name: "reference", OK: true},
	{Kind: KindDefect, Name: "code/wrong", Want: []string{"R-1"}, Got: []string{"R-1"}, OK: true},
	{Kind: KindDefect, Name: "code/empty", Want: []string{"R-2"}, Detail: "missed R-2"},
	{Kind: KindVariation, Name: "tls", OK: true},
	{
		Kind: KindVariation, Name: "chunked", Got: []string{"R-3"},
		Detail: "exit 1: 1 gating requirement failed",
	},
	{Kind: KindVariation, Name: "gzip", OK: true},
}}

func TestWriteText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := someRows.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `references
  ok    reference
defects
  ok    code/wrong  R-1
  FAIL  code/empty
                    missed R-2
variations
  ok    tls
  FAIL  chunked     R-3
                    exit 1: 1 gating requirement failed
  ok    gzip
selftest: 1/2 defects found, 1/3 false alarms
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestWriteJSON(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := someRows.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got Summary
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(someRows.Rows, got.Rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestNothingRunIsNotOK(t *testing.T) {
	t.Parallel()
	if (&Summary{}).OK() {
		t.Error("an empty summary is OK")
	}
}
