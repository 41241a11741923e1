package waiver_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/text"
	"example.com/toeline/harness/result"
)

// write is a report in a format.
func write(t *testing.T, h report.Handler, r *result.Report) string {
	t.Helper()
	var text strings.Builder
	if err := h.Write(&text, r); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// Every format has the waivers: the JSON by its schema, the text in full, JUnit without a
// failure for what is waived.
func TestReportsTellWaivers(t *testing.T) {
	t.Parallel()
	known := waivers(t,
		"requirement: ERA-NF-3, case: not-found.absent-guid, link: https://issues.example/7",
		"case: methods.GET", "case: methods.PUT")
	o := run(t, period, with(known, only("not-found.**", "methods.GET")))
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(write(t, report.JSON{}, o)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%#v", err)
	}
	has(t, "the text", write(t, text.Writer{}, o),
		"FAILED  1 requirement, by 1 cause", "WAIVED  ", "ERA-NF-3 in not-found.absent-guid",
		"https://issues.example/7",
		"WAIVERS  1 waiver to fix", "known.yaml:3  stale  methods.GET", "IDLE  1 waiver",
		"known.yaml:4 methods.PUT: this run is narrowed")
	junit := write(t, report.JUnit{}, o)
	has(t, "junit", junit, `<skipped message="waived by known.yaml:2`,
		`<failure message="known.yaml:3: stale: `, `classname="execute-response-action.waivers"`)
	// not-found.gzip-accepted and the stale waiver
	if got := strings.Count(junit, "<failure"); got != 2 {
		t.Errorf("%d failures", got)
	}
}
