package table

import _ "embed"

// HTML is a piece of a template of package report, "table", which shows a *Table.
//
//go:embed table.tmpl
var HTML string

// Class returns the name of the style for the template.
func (s Span) Class() string { return classes[s.Style] }

// classes are the styles that HTML can show.
var classes = map[Style]string{
	Code: "code", Quiet: "quiet", Level: "level", Badge: "badge", Break: "break",
}
