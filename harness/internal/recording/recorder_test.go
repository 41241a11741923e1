package recording

import (
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

// TestRecorder holds that the last of a request counts, that values have one number each at a
// place, and when a recording is full.
func TestRecorder(t *testing.T) {
	var rec Recorder
	rec.Add(Recorded{Case: "a", Sent: 1})
	rec.Add(Recorded{Case: "b"})
	rec.Add(Recorded{Case: "a", Sent: 2})
	all := rec.Entries()
	if len(all) != 2 || all[0].Case != "a" || all[0].Sent != 2 || all[1].Case != "b" {
		t.Errorf("entries: %+v", all)
	}
	numbers := []int{
		rec.Number("x", "1"), rec.Number("x", "2"), rec.Number("x", "1"), rec.Number("y", "2"),
	}
	if numbers[0] != 1 || numbers[1] != 2 || numbers[2] != 1 || numbers[3] != 1 {
		t.Errorf("numbers: %v", numbers)
	}
	rest := maxRecorded - 3*entrySize
	if rec.Full(rest) || !rec.Full(rest+1) {
		t.Error("the bound is elsewhere")
	}
	rec.Add(Recorded{Exchange: &exchange.Exchange{
		Response: &exchange.Response{Body: make([]byte, rest)},
	}})
	if !rec.Full(0) {
		t.Error("the size of exchanges is not counted")
	}
}

// TestLacking holds what is said of a case that a recording lacks.
func TestLacking(t *testing.T) {
	rec := Recording{Only: []string{"a.**"}, Level: "must", Dropped: 2}
	got := rec.Lacking()
	for _, want := range []string{
		"--only a.**", "--level must", "2 were over the bound of 32 MiB",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if got := (&Recording{Level: "may"}).Lacking(); got != "the recording holds no exchange of it" {
		t.Error(got)
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	rec := &Recording{Fresh: 7, Entries: []Recorded{{Case: "a"}, {Case: "a", Instance: 1}}}
	all := rec.Index()
	if len(all) != 2 || all[rec.Entries[1].Key()] != &rec.Entries[1] {
		t.Errorf("%d entries by their keys", len(all))
	}
	if rec.FreshNumber() != 7 || (*Recording)(nil).FreshNumber() != 0 {
		t.Error("the number that made values fresh is another")
	}
}
