package matrix

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/internal/text"
)

// WriteMarkdown writes the matrix as a table of all requirements, for a page that shows which
// targets conform to the contract.
func (m *Matrix) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	used := map[*status]bool{}
	m.markdownTable(used).WriteMarkdown(&b)
	var legend []string
	for i := range statuses {
		if s := &statuses[i]; used[s] {
			legend = append(legend, table.Cell{s.mark}.Markdown()+" "+s.about)
		}
	}
	b.WriteString("\n")
	if len(legend) > 0 {
		b.WriteString(strings.Join(legend, " · ") + ". ")
	}
	fmt.Fprintf(&b, "%s.\n", text.Markdown(m.Summary()))
	for _, note := range m.Notes {
		fmt.Fprintf(&b, "\n> %s\n", text.Markdown(note))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownTable returns all requirements, and last how many each column passes. It notes which
// statuses it uses.
func (m *Matrix) markdownTable(used map[*status]bool) *table.Table {
	t := &table.Table{Columns: []table.Column{
		{Head: "requirement"}, {Head: "level"}, {Head: "what it asks"},
	}}
	sums := []table.Cell{nil, nil, table.Text("passed, of those that were seen")}
	for _, i := range m.seen() {
		c := &m.Columns[i]
		t.Columns = append(t.Columns, table.Column{Head: c.Name, Center: true})
		sum := fmt.Sprintf("%d of %d", c.Totals.Passed, c.Totals.Passed+c.Totals.Failed)
		sums = append(sums, table.Text(sum))
	}
	for i := range m.Rows {
		row := &m.Rows[i]
		cells := []table.Cell{
			table.Text(row.Requirement), table.Text(row.Level), table.Text(row.Text),
		}
		for _, j := range m.seen() {
			s := row.Cells[j].status()
			used[s] = true
			cells = append(cells, table.Cell{s.mark})
		}
		t.Rows = append(t.Rows, table.Row{Cells: cells})
	}
	t.Rows = append(t.Rows, table.Row{Cells: sums})
	return t
}
