package table

import _ "embed"

// HTML is a piece of a template of package report, "table", which shows a *Table.
//
//go:embed table.tmpl
var HTML string
