package matrix

import (
	"example.com/toeline/harness/internal/table"
	"example.com/toeline/harness/result"
)

// status is how a cell looks in every format.
type status struct {
	standing string
	waived   bool
	// word and sign are its text, and its text where there is no room for words.
	word, sign string
	style      table.Style
	// mark is its cell in Markdown, and about what the legend says of the mark.
	mark  table.Span
	about string
	// badge is its class in HTML.
	badge table.Span
}

// statuses are in the order of legends.
var statuses = []status{
	{
		standing: result.Passed, word: "passed", sign: "+", style: table.Good,
		mark: table.Span{Text: "✓"}, about: "passed",
		badge: table.Span{Text: "passed", Style: table.Badge},
	},
	{
		standing: result.Failed, word: "FAILED", sign: "X", style: table.Bad,
		mark: table.Span{Text: "✗", Style: table.Strong}, about: "failed",
		badge: table.Span{Text: "failed", Style: table.Badge},
	},
	{
		standing: result.Failed, waived: true, word: "waived", sign: "w", style: table.Doubt,
		mark: table.Span{Text: "✗"}, about: "failed, and waived as known",
		badge: table.Span{Text: "waived", Style: table.Badge},
	},
	{
		standing: result.Untested, word: "untested", sign: "?", style: table.Doubt,
		mark: table.Span{Text: "?"}, about: "untested",
		badge: table.Span{Text: "untested", Style: table.Badge},
	},
	{
		word: "-", sign: "-", style: table.Quiet,
		mark: table.Span{Text: "-"}, about: "not judged",
		badge: table.Span{Text: "not judged", Style: table.Quiet},
	},
}

// status returns how the cell looks.
func (c *Cell) status() *status {
	for i := range statuses {
		if s := &statuses[i]; s.standing == c.Status && s.waived == c.Waived {
			return s
		}
	}
	return &statuses[len(statuses)-1]
}
