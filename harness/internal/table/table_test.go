package table_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/report/html"
	"example.com/toeline/harness/report/page"
)

func example() *table.Table {
	return &table.Table{
		Label: "All", Caption: "All",
		Columns: []table.Column{
			{Head: "id"}, {Head: "a|b", Center: true}, {Head: "n", Width: 3, Right: true},
		},
		Rows: []table.Row{
			{State: "fail", Level: "must", Cells: []table.Cell{
				{
					{Text: "<R-1>", Style: table.Code, Link: "r"},
					{Style: table.Break},
					{Text: "x", Style: table.Level},
				},
				{{Text: "FAILED", Style: table.Bad}},
				table.Text("12"),
			}},
			{Cells: []table.Cell{
				nil, {{Text: "passed", Style: table.Badge}}, {{Text: "-", Style: table.Strong}},
			}},
		},
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	p := page.New(page.Options{})
	example().WriteText(p)
	var b strings.Builder
	if _, err := p.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	const want = "  id      a|b       n\n  <R-1>x  FAILED   12\n          passed    -\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if got := example().Width(); got != 2+6+2+6+2+3+2 {
		t.Errorf("%d characters wide", got)
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	example().WriteMarkdown(&b)
	const want = "| id | a&#124;b | n |\n|---|:-:|---|\n" +
		"| <code>&lt;R-1&gt;</code><br>x | FAILED | 12 |\n| | passed | **-** |\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("Markdown (-want +got):\n%s", diff)
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	err := html.WritePage(&b, table.HTML+`{{template "table" .}}`, example())
	if err != nil {
		t.Fatal(err)
	}
	const want = `<div class="scroll" role="region" aria-label="All" tabindex="0"><table class="matrix">
<caption>All</caption>
<thead><tr><th scope="col">id</th><th scope="col">a|b</th><th scope="col">n</th></tr></thead>
<tbody>
<tr class="item" data-state="fail" data-level="must"><th scope="row"><a href="#r"><code>&lt;R-1&gt;</code></a>` +
		`<br><span class="level">x</span></th><td>FAILED</td><td>12</td></tr>
<tr><th scope="row"></th><td><span class="badge passed">passed</span></td><td>-</td></tr>
</tbody>
</table></div>
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
}
