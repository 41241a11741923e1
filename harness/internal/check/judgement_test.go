package check

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/result"
)

// TestJudgementInAJournal: a replay subsumes findings as the run did.
func TestJudgementInAJournal(t *testing.T) {
	want := Judgement{
		Findings: []result.Finding{
			{
				Requirement: "A-1", PartOf: "A-2", Reason: "missing", Where: "/x", Expected: "y",
				Got: "nothing",
			},
		},
		Exercised: map[string]bool{"A-1": true},
		Unseen:    map[string]bool{"A-3": true},
		Unread:    map[string]string{"A-4": "cut short"},
		Hidden:    map[string]string{"A-5": "its responses fail A-1"},
	}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"partOf":"A-2"`) {
		t.Errorf("the journal loses what the finding is part of: %s", data)
	}
	var got Judgement
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`{"findings": 1}`), &got); err == nil {
		t.Error("findings that are no list are read")
	}
}
