package gate_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"example.com/toeline/harness/gate"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

func source(name string, r *report.Report) gate.Source {
	return gate.Source{Name: name, Input: gate.Input{File: name + ".json", Report: r}}
}

// matrix is a matrix with its text.
func matrix(t *testing.T, all ...gate.Source) (*gate.Matrix, string) {
	t.Helper()
	m, err := gate.NewMatrix(all)
	if err != nil {
		t.Fatal(err)
	}
	var text, made strings.Builder
	if err := m.WriteText(&text, report.Text{}); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteJSON(&made); err != nil {
		t.Fatal(err)
	}
	var read gate.Matrix
	if err := json.Unmarshal([]byte(made.String()), &read); err != nil || len(read.Rows) != len(m.Rows) {
		t.Errorf("the JSON is not what was written: %v", err)
	}
	for _, row := range m.Rows {
		if len(row.Cells) != len(m.Columns) {
			t.Errorf("%s has %d cells for %d columns", row.Requirement, len(row.Cells), len(m.Columns))
		}
	}
	return m, text.String()
}

func likeness(t *testing.T, m *gate.Matrix, requirement string) gate.Likeness {
	t.Helper()
	for _, row := range m.Rows {
		if row.Requirement == requirement {
			return row.Likeness
		}
	}
	t.Fatalf("no row %s", requirement)
	return ""
}

func TestMatrixTellsWhoKeepsToIt(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**")
	m, text := matrix(t, source("mock", reportOf(t, period, narrow)), source("tenant", reportOf(t, "", narrow)))
	if got := likeness(t, m, "ERA-NF-3"); got != gate.Differs || m.ExitCode != plan.ExitBroken {
		t.Errorf("%s, exit %d", got, m.ExitCode)
	}
	if got := likeness(t, m, "ERA-NF-2"); got != gate.Kept {
		t.Errorf("ERA-NF-2: %s", got)
	}
	has(t, "the text", text, "mock      tenant", "ERA-NF-3     must    BROKEN    proven", "tenant keeps to it; mock breaks it",
		"where      /error/message: wrong wording", "toeline verify --target", "1 in which they differ")
	if strings.Contains(text, "ERA-NF-2") {
		t.Error("what all keep to is told")
	}
}

func TestMatrixLikeness(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**")
	broken := reportOf(t, period, narrow)
	otherwise := reportOf(t, period, narrow)
	for i := range otherwise.Causes {
		otherwise.Causes[i].Reason = "no text at all"
	}
	unseen := reportOf(t, "", narrow)
	for i := range unseen.Requirements {
		if unseen.Requirements[i].ID != "ERA-NF-3" {
			continue // something is seen of it
		}
		unseen.Requirements[i].Standing, unseen.Requirements[i].Why = report.Unproven, []string{"no answer"}
	}
	o := run(t, period, narrow)
	waivers(t, "requirement: ERA-NF-3").Apply(o)
	waived := report.New(o, report.Facts{Target: "x"})
	fine := reportOf(t, "", narrow)
	for name, tt := range map[string]struct {
		a, b *report.Report
		want gate.Likeness
		says string
	}{
		"alike":              {broken, broken, gate.BrokenAlike, "a, b break it"},
		"otherwise":          {broken, otherwise, gate.Differs, "a, b break it, each in its own way"},
		"unseen":             {fine, unseen, gate.NotSeen, "a keeps to it; b was not seen"},
		"and unseen, broken": {broken, unseen, gate.BrokenAlike, "a breaks it; b was not seen"},
		"waived":             {fine, waived, gate.Differs, "a keeps to it; b breaks it"},
		"kept":               {fine, fine, gate.Kept, "a, b keep to it"},
	} {
		m, text := matrix(t, source("a", tt.a), source("b", tt.b))
		if got := likeness(t, m, "ERA-NF-3"); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		for i := range m.Rows {
			if m.Rows[i].Requirement == "ERA-NF-3" && m.Says(&m.Rows[i]) != tt.says {
				t.Errorf("%s: %q, want %q", name, m.Says(&m.Rows[i]), tt.says)
			}
		}
		if name == "waived" {
			has(t, name, text, "proven    waived", "(1 waived)")
		}
	}
}

// Reports of one name are one column: each judged a part.
func TestMatrixJoins(t *testing.T) {
	t.Parallel()
	parts := []*report.Report{reportOf(t, period, only("not-found.**")), reportOf(t, "", only("methods.**")), reportOf(t, "", only("not-found.**"))}
	m, text := matrix(t, source("mock", parts[0]), source("mock", parts[1]), source("tenant", parts[2]), source("tenant", parts[1]))
	if len(m.Columns) != 2 || len(m.Columns[0].Files) != 2 || m.Columns[0].ExitCode != plan.ExitBroken || m.Columns[1].ExitCode != plan.ExitHolds {
		t.Fatalf("%+v", m.Columns)
	}
	if got := likeness(t, m, "ERA-NF-3"); got != gate.Differs {
		t.Errorf("%s:\n%s", got, text)
	}
	if got := likeness(t, m, "ERA-REQ-1"); got != gate.Kept {
		t.Errorf("%s", got)
	}
	other := *parts[1]
	other.Run.Document.SHA256 = "another"
	if _, err := gate.NewMatrix([]gate.Source{source("mock", parts[0]), source("mock", &other)}); err == nil || !strings.Contains(err.Error(), "different documents") {
		t.Errorf("got %v", err)
	}
	m, text = matrix(t, source("a", parts[0]), source("b", &other))
	has(t, "the text", text, "held to 2 different documents")
	if likeness(t, m, "ERA-NF-3") != gate.BrokenAlike { // b does not speak of it
		t.Error(text)
	}
}

// Columns are named by their targets; two of one target by their files too.
func TestMatrixNamesColumns(t *testing.T) {
	t.Parallel()
	a, b := reportOf(t, "", only("not-found.**")), reportOf(t, "", only("not-found.**"))
	b.Run.Target = a.Run.Target
	m, _ := matrix(t, gate.Source{Input: gate.Input{File: "mon.json", Report: a}}, gate.Source{Input: gate.Input{File: "tue.json", Report: b}})
	if m.Columns[0].Name != a.Run.Target+" (mon.json)" || m.Columns[1].Name != a.Run.Target+" (tue.json)" {
		t.Errorf("%q, %q", m.Columns[0].Name, m.Columns[1].Name)
	}
	if _, err := gate.NewMatrix([]gate.Source{{Input: gate.Input{File: "a", Report: a}}, {Input: gate.Input{File: "a", Report: a}}}); err == nil {
		t.Error("one report twice is taken for two targets")
	}
}

// Many targets are shown by signs, and very many not in a table.
func TestMatrixOfManyTargets(t *testing.T) {
	t.Parallel()
	broken, fine := reportOf(t, period, only("not-found.**")), reportOf(t, "", only("not-found.**"))
	var all []gate.Source
	for i := range 60 {
		r := fine
		if i == 0 {
			r = broken
		}
		all = append(all, source(fmt.Sprintf("tenant-%d", i), r))
	}
	_, text := matrix(t, all[:12]...)
	has(t, "twelve", text, "ERA-NF-3     must     X   +   +", "+ proven, X broken")
	m, text := matrix(t, all...)
	has(t, "sixty", text, "too many targets for a table", "tenant-0 breaks it", "and 53 more keep to it")
	for line := range strings.Lines(text) {
		if n := len([]rune(line)); n > 101 && !strings.Contains(line, "toeline verify") {
			t.Errorf("%d characters: %s", n, line)
		}
	}
	if m.ExitCode != plan.ExitBroken {
		t.Errorf("exit %d", m.ExitCode)
	}
}

// What a target sent is text in the page, whatever it is.
func TestMatrixHTML(t *testing.T) {
	t.Parallel()
	broken, fine := reportOf(t, period, only("not-found.**")), reportOf(t, "", only("not-found.**"))
	broken.Causes[0].Example.Got = `</dd><script src=http://evil.example/></script>` + "\u202e"
	m, _ := matrix(t, source("mock", broken), source("tenant", fine))
	var b strings.Builder
	if err := m.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	has(t, "the page", b.String(), "DIFFERENT", `id="row-ERA-NF-3"`, "tenant keeps to it; mock breaks it", "&lt;/dd&gt;&lt;script", `\u202e`, "toeline verify --target", `data-state="kept"`)
	for _, never := range []string{"<script src", "\u202e", `href="http`, "<link rel=\"stylesheet"} {
		if strings.Contains(b.String(), never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

// A target that nothing was seen of says nothing of how the others stand to
// each other: it is told once, at the head, and not in a row of each table.
func TestMatrixLeavesTheUnseenOut(t *testing.T) {
	t.Parallel()
	narrow := only("not-found.**")
	gone := reportOf(t, "", narrow)
	for i := range gone.Requirements {
		gone.Requirements[i].Standing, gone.Requirements[i].Held = report.Unproven, 0
	}
	gone.Run.ExitCode, gone.Run.Reason = plan.ExitUnknown, "nothing answers"
	m, text := matrix(t, source("gone", gone), source("mock", reportOf(t, period, narrow)), source("tenant", reportOf(t, "", narrow)))
	if !m.Columns[0].Unseen || m.Columns[1].Unseen || m.ExitCode != plan.ExitBroken {
		t.Fatalf("%+v, exit %d", m.Columns, m.ExitCode)
	}
	if got := likeness(t, m, "ERA-NF-2"); got != gate.Kept {
		t.Errorf("ERA-NF-2: %s", got)
	}
	has(t, "the text", text, "UNDECIDED    gone", "nothing was seen of gone, and no table shows it: nothing answers", "level   mock      tenant\n",
		"on 3 targets: 1 in which they differ", "1 target not seen")
	var markdown, page strings.Builder
	if err := m.WriteMarkdown(&markdown); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	has(t, "the Markdown", markdown.String(), "what it asks | mock | tenant |\n|---|---|---|:-:|:-:|\n", "> nothing was seen of gone")
	has(t, "the page", page.String(), `<th scope="col">requirement</th><th scope="col">mock</th><th scope="col">tenant</th></tr>`, `<th scope="row">gone</th>`)
	for name, got := range map[string]string{"text": text, "Markdown": markdown.String(), "page": page.String()} {
		if strings.Contains(got, "gone was not seen") {
			t.Errorf("the %s tells the unseen target in a row", name)
		}
	}

	m, text = matrix(t, source("gone", gone), source("too", gone))
	if got := likeness(t, m, "ERA-NF-3"); got != gate.NotSeen {
		t.Errorf("%s", got)
	}
	if has(t, "two that are gone", text, "on 2 targets: nothing was seen"); strings.Contains(text, "ERA-NF-3") {
		t.Errorf("a table of nothing:\n%s", text)
	}
	_, text = matrix(t, source("gone", gone), source("tenant", reportOf(t, "", narrow)))
	has(t, "one that is left", text, "ONE TARGET", "1 target not seen")
}
