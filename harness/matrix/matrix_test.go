package matrix_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/sample"
	"example.com/toeline/harness/matrix"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

func source(name string, r *result.Report) matrix.Source {
	return matrix.Source{Name: name, File: name + ".json", Report: r}
}

// matrixOf is a matrix with its text.
func matrixOf(t *testing.T, all ...matrix.Source) (*matrix.Matrix, string) {
	t.Helper()
	m, err := matrix.New(all)
	if err != nil {
		t.Fatal(err)
	}
	var text, made strings.Builder
	if err := m.WriteText(&text, page.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteJSON(&made); err != nil {
		t.Fatal(err)
	}
	var read matrix.Matrix
	if err := json.Unmarshal([]byte(made.String()), &read); err != nil ||
		len(read.Rows) != len(m.Rows) {
		t.Errorf("the JSON is not what was written: %v", err)
	}
	for _, row := range m.Rows {
		if len(row.Cells) != len(m.Columns) {
			t.Errorf("%s has %d cells for %d columns", row.Requirement, len(row.Cells),
				len(m.Columns))
		}
	}
	return m, text.String()
}

// broken is a report in which A-2 fails in all its cases.
func broken() *result.Report { return sample.Report("x.one A-2", "x.two A-2", "y.get A-2") }

// waived is a report of the same in which that is waived.
func waived() *result.Report {
	r := broken()
	r.Requirements[1].Waived = true
	return r
}

// without takes requirements out of a report.
func without(r *result.Report, ids ...string) *result.Report {
	r.Requirements = slices.DeleteFunc(r.Requirements, func(one result.Requirement) bool {
		return slices.Contains(ids, one.ID)
	})
	return r
}

func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not have %q:\n%s", what, part, text)
		}
	}
}

func agreement(t *testing.T, m *matrix.Matrix, requirement string) matrix.Agreement {
	t.Helper()
	for _, row := range m.Rows {
		if row.Requirement == requirement {
			return row.Agreement
		}
	}
	t.Fatalf("no row %s", requirement)
	return ""
}

func TestMatrixTellsWhoKeepsToIt(t *testing.T) {
	t.Parallel()
	m, text := matrixOf(t, source("mock", broken()), source("tenant", sample.Report()))
	if got := agreement(t, m, "A-2"); got != matrix.Differs || m.ExitCode != result.ExitFailed {
		t.Errorf("%s, exit %d", got, m.ExitCode)
	}
	if got := agreement(t, m, "A-1"); got != matrix.AllPass {
		t.Errorf("A-1: %s", got)
	}
	has(t, "the text", text, "mock      tenant", "A-2          must    FAILED    passed",
		"tenant conforms to it; mock breaks it",
		"where      /error/Message: wrong wording", "toeline verify --only",
		"1 in which they differ")
	if strings.Contains(text, "A-1") {
		t.Error("what all conform to is reported")
	}
}

func TestMatrixAgreement(t *testing.T) {
	t.Parallel()
	in := sample.Input("x.one A-2", "x.two A-2", "y.get A-2")
	for i := range in.Cases[:3] {
		in.Cases[i].Outcomes[0].Findings[0].Reason = "no text at all"
	}
	otherwise := result.Fold(in)
	unseen := sample.Report()
	for i := range unseen.Requirements {
		if unseen.Requirements[i].ID != "A-2" {
			continue // something is seen of it
		}
		unseen.Requirements[i].Status, unseen.Requirements[i].Why = result.Untested,
			[]string{"no response"}
	}
	waived := waived()
	broken, fine := broken(), sample.Report()
	for name, tt := range map[string]struct {
		a, b *result.Report
		want matrix.Agreement
		says string
	}{
		"alike": {broken, broken, matrix.SameFail, "a, b break it"},
		"otherwise": {
			broken, otherwise, matrix.Differs, "a, b break it, each in its own way",
		},
		"unseen":             {fine, unseen, matrix.Untested, "a conforms to it; b was not seen"},
		"and unseen, broken": {broken, unseen, matrix.SameFail, "a breaks it; b was not seen"},
		"waived":             {fine, waived, matrix.Differs, "a conforms to it; b breaks it"},
		"kept":               {fine, fine, matrix.AllPass, "a, b conform to it"},
	} {
		m, text := matrixOf(t, source("a", tt.a), source("b", tt.b))
		if got := agreement(t, m, "A-2"); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		for i := range m.Rows {
			if m.Rows[i].Requirement == "A-2" && m.Says(&m.Rows[i]) != tt.says {
				t.Errorf("%s: %q, want %q", name, m.Says(&m.Rows[i]), tt.says)
			}
		}
		if name == "waived" {
			has(t, name, text, "passed    waived", "(1 waived)")
		}
	}
}

// Reports of one name are one column: each judged a part.
func TestMatrixJoins(t *testing.T) {
	t.Parallel()
	part := without(sample.Report(), "A-1", "A-2", "B-1")
	parts := []*result.Report{without(broken(), "C-1"), part, without(sample.Report(), "C-1")}
	m, text := matrixOf(t, source("mock", parts[0]), source("mock", parts[1]),
		source("tenant", parts[2]), source("tenant", parts[1]))
	if len(m.Columns) != 2 || len(m.Columns[0].Files) != 2 ||
		m.Columns[0].ExitCode != result.ExitFailed || m.Columns[1].ExitCode != result.ExitPassed {
		t.Fatalf("%+v", m.Columns)
	}
	if got := agreement(t, m, "A-2"); got != matrix.Differs {
		t.Errorf("%s:\n%s", got, text)
	}
	if got := agreement(t, m, "C-1"); got != matrix.AllPass {
		t.Errorf("%s", got)
	}
	other := *parts[1]
	other.Run.Document.SHA256 = "another"
	if _, err := matrix.New([]matrix.Source{
		source("mock", parts[0]), source("mock", &other),
	}); err == nil || !strings.Contains(err.Error(), "different documents") {
		t.Errorf("got %v", err)
	}
	m, text = matrixOf(t, source("a", parts[0]), source("b", &other))
	has(t, "the text", text, "held to 2 different documents")
	if agreement(t, m, "A-2") != matrix.SameFail { // b did not test it
		t.Error(text)
	}
}

// Columns are named by their targets; two of one target by their files too.
func TestMatrixNamesColumns(t *testing.T) {
	t.Parallel()
	a, b := sample.Report(), sample.Report()
	b.Run.Target = a.Run.Target
	m, _ := matrixOf(t, matrix.Source{File: "mon.json", Report: a},
		matrix.Source{File: "tue.json", Report: b})
	if m.Columns[0].Name != a.Run.Target+" (mon.json)" ||
		m.Columns[1].Name != a.Run.Target+" (tue.json)" {
		t.Errorf("%q, %q", m.Columns[0].Name, m.Columns[1].Name)
	}
	if _, err := matrix.New([]matrix.Source{
		{File: "a", Report: a}, {File: "a", Report: a},
	}); err == nil {
		t.Error("one report twice is taken for two targets")
	}
}

// Many targets are shown by signs, and very many not in a table.
func TestMatrixOfManyTargets(t *testing.T) {
	t.Parallel()
	broken, fine := broken(), sample.Report()
	var all []matrix.Source
	for i := range 60 {
		r := fine
		if i == 0 {
			r = broken
		}
		all = append(all, source(fmt.Sprintf("tenant-%d", i), r))
	}
	_, text := matrixOf(t, all[:12]...)
	has(t, "twelve", text, "A-2          must     X   +   +", "+ passed, X failed")
	m, text := matrixOf(t, all...)
	has(t, "sixty", text, "too many targets for a table", "tenant-0 breaks it",
		"and 53 more conform to it")
	for line := range strings.Lines(text) {
		if n := len([]rune(line)); n > 101 && !strings.Contains(line, "toeline verify") {
			t.Errorf("%d characters: %s", n, line)
		}
	}
	if m.ExitCode != result.ExitFailed {
		t.Errorf("exit %d", m.ExitCode)
	}
}

// What a target sent is text in the page, whatever it is.
func TestMatrixHTML(t *testing.T) {
	t.Parallel()
	broken, fine := broken(), sample.Report()
	broken.Causes[0].Example.Got = `</dd><script src=http://evil.example/></script>` + "\u202e"
	m, _ := matrixOf(t, source("mock", broken), source("tenant", fine))
	var b strings.Builder
	if err := m.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	has(t, "the page", b.String(), "DIFFERENT", `id="row-A-2"`,
		"tenant conforms to it; mock breaks it", "&lt;/dd&gt;&lt;script", `\u202e`,
		"toeline verify --only", `data-state="kept"`)
	for _, never := range []string{
		"<script src", "\u202e", `href="http`, "<link rel=\"stylesheet",
	} {
		if strings.Contains(b.String(), never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

// A target without results does not show how the others differ: it is listed once, at the head,
// and not in a row of each table.
func TestMatrixLeavesTheUnseenOut(t *testing.T) {
	t.Parallel()
	gone := sample.Report()
	for i := range gone.Requirements {
		gone.Requirements[i].Status, gone.Requirements[i].Held = result.Untested, 0
	}
	gone.Run.ExitCode, gone.Run.Reason = result.ExitInconclusive, "nothing answers"
	m, text := matrixOf(t, source("gone", gone), source("mock", broken()),
		source("tenant", sample.Report()))
	if !m.Columns[0].Unseen || m.Columns[1].Unseen || m.ExitCode != result.ExitFailed {
		t.Fatalf("%+v, exit %d", m.Columns, m.ExitCode)
	}
	if got := agreement(t, m, "A-1"); got != matrix.AllPass {
		t.Errorf("A-1: %s", got)
	}
	has(t, "the text", text, "INCONCLUSIVE  gone", "nothing was seen of gone, and no table shows "+
		"it: nothing answers", "level   mock      tenant\n",
		"on 3 targets: 1 in which they differ", "1 target not seen")
	var markdown, page strings.Builder
	if err := m.WriteMarkdown(&markdown); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	has(t, "the Markdown", markdown.String(),
		"what it asks | mock | tenant |\n|---|---|---|:-:|:-:|\n", "> nothing was seen of gone")
	has(t, "the page", page.String(),
		`<th scope="col">requirement</th><th scope="col">mock</th><th scope="col">tenant</th></tr>`,
		`<th scope="row">gone</th>`)
	for name, got := range map[string]string{
		"text": text, "Markdown": markdown.String(), "page": page.String(),
	} {
		if strings.Contains(got, "gone was not seen") {
			t.Errorf("the %s shows the unseen target in a row", name)
		}
	}

	m, text = matrixOf(t, source("gone", gone), source("too", gone))
	if got := agreement(t, m, "A-2"); got != matrix.Untested {
		t.Errorf("%s", got)
	}
	if has(t, "two that are gone", text, "on 2 targets: nothing was seen"); strings.Contains(text,
		"A-2") {
		t.Errorf("a table of nothing:\n%s", text)
	}
	_, text = matrixOf(t, source("gone", gone), source("tenant", sample.Report()))
	has(t, "one that is left", text, "ONE TARGET", "1 target not seen")
}
