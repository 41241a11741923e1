package summary_test

import (
	"fmt"
	"testing"

	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// What is said of a requirement is shown in a file of the user, never in an embedded contract.
func TestPlaces(t *testing.T) {
	t.Parallel()
	own := result.Document{File: "api/openapi.yaml"}
	embedded := result.Document{File: "execute.yaml", Embedded: true}
	known := []result.Waiver{{File: "waivers.yaml", Line: 7}}
	set := []result.Setting{
		{Name: "strict", From: "TOELINE_STRICT"}, {Name: "rate", From: "ci/toeline.yaml:3"},
	}
	for _, tt := range []struct {
		name         string
		document     result.Document
		overlay      string
		waivers      []result.Waiver
		settings     []result.Setting
		waived       int
		want, caused string
	}{
		{"own document", own, "", known, set, 0, "api/openapi.yaml:40", "api/openapi.yaml:40"},
		{"overlay", embedded, "o.yaml", known, set, 0, "o.yaml:40", "o.yaml:40"},
		{"waived", own, "", known, set, 1, "api/openapi.yaml:40", "waivers.yaml:7"},
		{"waivers file", embedded, "", known, set, 0, "waivers.yaml:1", "waivers.yaml:1"},
		{"settings file", embedded, "", nil, set, 0, "ci/toeline.yaml:3", "ci/toeline.yaml:3"},
		{"none", embedded, "", nil, set[:1], 0, "toeline.yaml:1", "toeline.yaml:1"},
		{"own fixtures", embedded, "", nil, set[:1], 0, "tasks.yaml:1", "tasks.yaml:1"},
		{
			"of a URL",
			result.Document{File: "https://host/openapi.json"},
			"", nil, nil, 0,
			"toeline.yaml:1", "toeline.yaml:1",
		},
	} {
		r := &result.Report{
			Run:          result.Run{Document: tt.document, Settings: tt.settings},
			Requirements: []result.Requirement{{ID: "R", Line: 40, File: tt.overlay}},
			Waivers:      tt.waivers,
		}
		if tt.name == "own fixtures" {
			r.Run.Fixtures = "tasks.yaml"
		}
		file, line := summary.PlaceIn(r, "R")
		if got := fmt.Sprintf("%s:%d", file, line); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		file, line = summary.PlaceOfCause(r, &result.Cause{Requirement: "R", Waiver: tt.waived})
		if got := fmt.Sprintf("%s:%d", file, line); got != tt.caused {
			t.Errorf("%s: a cause is at %s, want %s", tt.name, got, tt.caused)
		}
	}
}
