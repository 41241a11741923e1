package report_test

import (
	"encoding/xml"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/rig/golden"
	"example.com/toeline/harness/report"
)

// element is any XML element: the tests read what is there, and not what the
// writer thinks it wrote.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) all(name string) []element {
	var found []element
	for _, child := range e.Children {
		if child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

// mixed breaks one situation, leaves another inconclusive, and spoils a header
// everywhere.
func mixed(r *http.Request, a *answer) {
	a.header.Del("Request-Id")
	if a.status == http.StatusNoContent {
		a.status = http.StatusServiceUnavailable
	}
	wrongCode(r, a)
}

func TestJUnitCountsAgree(t *testing.T) {
	t.Parallel()
	all := runs(t)
	all["mixed"] = run(t, target{change: mixed})
	for name, r := range all {
		t.Run(name, func(t *testing.T) {
			var root element
			if err := xml.Unmarshal([]byte(write(t, report.JUnit{}, r)), &root); err != nil {
				t.Fatal(err)
			}
			total := map[string]int{}
			for _, s := range root.all("testsuite") {
				checkCounts(t, s)
				for _, what := range []string{"tests", "failures", "errors", "skipped"} {
					total[what] += number(t, s, what)
				}
			}
			checkCounts(t, root)
			want := map[string]int{
				"tests":    r.Totals.Cases.All(),
				"failures": r.Totals.Cases.Failed,
				"errors":   r.Totals.Cases.Inconclusive,
				"skipped":  r.Totals.Cases.Skipped,
			}
			if r.Run.Preflight != "" {
				want = map[string]int{"tests": 1, "failures": 0, "errors": 1, "skipped": 0}
			}
			if diff := cmp.Diff(want, total); diff != "" {
				t.Errorf("(-report +junit):\n%s", diff)
			}
			names := map[string]bool{}
			for _, c := range root.all("testcase") {
				if names[c.attr("name")] || c.attr("classname") == "" || c.attr("time") == "" {
					t.Errorf("%+v: its name occurs twice, or it lacks something", c.Attrs)
				}
				names[c.attr("name")] = true
			}
			for i := range r.Cases {
				if !names[r.Cases[i].ID] {
					t.Errorf("no testcase %s", r.Cases[i].ID)
				}
			}
		})
	}
}

func number(t *testing.T, e element, attr string) int {
	t.Helper()
	n := 0
	for _, digit := range e.attr(attr) {
		n = n*10 + int(digit-'0')
	}
	return n
}

// checkCounts holds the attributes of a suite against the elements in it.
func checkCounts(t *testing.T, e element) {
	t.Helper()
	for attr, name := range map[string]string{
		"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped",
	} {
		if got, want := number(t, e, attr), len(e.all(name)); got != want {
			t.Errorf("%s %s: %s=%d, but %d elements", e.XMLName.Local, e.attr("name"), attr, got,
				want)
		}
	}
}

func TestJUnitTellsEveryFinding(t *testing.T) {
	t.Parallel()
	r := run(t, target{change: mixed, facts: facts()})
	var root element
	if err := xml.Unmarshal([]byte(write(t, report.JUnit{}, r)), &root); err != nil {
		t.Fatal(err)
	}
	for _, c := range root.all("testcase") {
		known, ok := r.Case(c.attr("name"))
		if !ok {
			t.Fatalf("no case %s", c.attr("name"))
		}
		for _, f := range known.Findings {
			in := c.all("failure")
			if !f.Gating {
				in = c.all("system-out")
			}
			if len(in) != 1 || !strings.Contains(in[0].Text, f.Requirement) ||
				!strings.Contains(in[0].Text, f.Request) ||
				!strings.Contains(in[0].Text, "curl ") {
				t.Errorf("%s: %s is not reported", known.ID, f.Requirement)
			}
		}
		for _, e := range append(c.all("failure"), append(c.all("error"), c.all("skipped")...)...) {
			if e.attr("message") == "" {
				t.Errorf("%s: %s without a message", known.ID, e.XMLName.Local)
			}
		}
	}
	if len(root.all("failure")) == 0 || len(root.all("error")) == 0 ||
		len(root.all("system-out")) == 0 {
		t.Error("nothing was broken")
	}
}

func TestJUnitGolden(t *testing.T) {
	t.Parallel()
	r := run(t,
		target{
			change: mixed, facts: facts(),
			options: only("not-found.absent-guid", "success.isolateDevice",
				"authorization.no-header.invalid-id"),
		})
	golden.File(t, filepath.Join("testdata", "mixed.junit.xml"),
		write(t, report.JUnit{}, normal(t, r)))
}
