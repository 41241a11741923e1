package compare

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/internal/text"
)

// shownInMarkdown is how many changes of a kind a comment shows: hosts cut long comments off.
const shownInMarkdown = 20

// WriteMarkdown writes the comparison as a comment of a pull request.
func (c *Comparison) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	word := "✅ nothing got worse"
	if c.Failing > 0 {
		word = fmt.Sprintf("❌ %s got worse", text.Plural(c.Failing, "thing"))
	}
	fmt.Fprintf(&b, "### toeline: %s\n\n%s.\n", word, text.Markdown(c.Summary()))
	for _, note := range c.Notes {
		fmt.Fprintf(&b, "\n> %s\n", text.Markdown(note))
	}
	for _, kind := range Kinds() {
		if all := c.of(kind); len(all) > 0 {
			about := words[kind].about
			fmt.Fprintf(&b, "\n#### %s\n\n", strings.ToUpper(about[:1])+about[1:])
			tableOf(all).WriteMarkdown(&b)
		}
	}
	fmt.Fprintf(&b, "\n<sub>old: %s · new: %s</sub>\n", c.Old.markdown(), c.New.markdown())
	_, err := io.WriteString(w, b.String())
	return err
}

func (s Side) markdown() string {
	return fmt.Sprintf("%s, %s, %s", text.Markdown(s.File), text.Markdown(s.Target),
		s.Started.UTC().Format("2006-01-02 15:04"))
}

// tableOf returns the changes of a kind as a table.
func tableOf(changes []*Change) *table.Table {
	t := &table.Table{Columns: []table.Column{
		{Head: "requirement"}, {Head: "level"}, {Head: "what"}, {Head: "cases"},
	}}
	for i, change := range changes {
		if i == shownInMarkdown {
			more := table.Text(fmt.Sprintf("and %d more", len(changes)-i))
			t.Rows = append(t.Rows, table.Row{Cells: []table.Cell{table.Text("…"), nil, more, nil}})
			break
		}
		cases := ""
		if n := len(change.Cases); n > 0 {
			cases = fmt.Sprintf("%d: %s", n, text.Some(change.Cases, 4))
		}
		t.Rows = append(t.Rows, table.Row{Cells: []table.Cell{
			table.Text(change.Requirement), table.Text(change.Level + change.mark()),
			change.what(), table.Text(cases),
		}})
	}
	return t
}

// what returns the requirement's text and how it changed.
func (change *Change) what() table.Cell {
	br := table.Span{Style: table.Break}
	code := func(text string) table.Span { return table.Span{Text: text, Style: table.Code} }
	what := table.Text(change.Text)
	switch change.Kind {
	case Failed, Changed:
		return append(what, br, code(change.Where),
			table.Span{Text: ", expected "}, code(change.Expected),
			table.Span{Text: ", got "}, code(change.Got))
	case Untested:
		return append(what, br, table.Span{Text: change.New})
	case Reworded:
		return append(table.Text(change.New), br, table.Span{Text: "was: " + change.Old})
	}
	return what
}
