package report_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
)

func TestBadge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		code   int
		totals result.RequirementTotals
		want   string
	}{
		{0, result.RequirementTotals{Passed: 50}, "50 of 50 passed brightgreen false"},
		{
			0,
			result.RequirementTotals{Passed: 48, Untested: 2},
			"48 of 50 passed, 2 untested brightgreen false",
		},
		{
			1,
			result.RequirementTotals{Passed: 47, Failed: 2, Untested: 1},
			"47 of 50 passed, 2 failed red false",
		},
		{3, result.RequirementTotals{Passed: 50}, "inconclusive yellow true"},
	} {
		r := &result.Report{Totals: result.Totals{Requirements: tt.totals}}
		r.Run.ExitCode = tt.code
		b := report.Badge{Label: `a<b>&"c`}
		var asJSON, asSVG strings.Builder
		if err := b.WriteJSON(&asJSON, r); err != nil {
			t.Fatal(err)
		}
		if err := b.WriteSVG(&asSVG, r); err != nil {
			t.Fatal(err)
		}
		var got struct {
			SchemaVersion         int
			Label, Message, Color string
			IsError               bool
		}
		if err := json.Unmarshal([]byte(asJSON.String()), &got); err != nil {
			t.Fatal(err)
		}
		said := fmt.Sprintf("%s %s %t", got.Message, got.Color, got.IsError)
		if said != tt.want || got.SchemaVersion != 1 || got.Label != b.Label {
			t.Errorf("%s, want %s", asJSON.String(), tt.want)
		}
		decoder, words := xml.NewDecoder(strings.NewReader(asSVG.String())), ""
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%v: %s", err, asSVG.String())
			}
			if data, isText := token.(xml.CharData); isText {
				words += string(data) + "|"
			}
		}
		if !strings.Contains(words, b.Label+"|"+got.Message+"|") {
			t.Errorf("the picture says %q", words)
		}
	}
}
