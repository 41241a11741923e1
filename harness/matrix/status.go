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
		standing: result.Proven, word: "proven", sign: "+", style: table.Good,
		mark: table.Span{Text: "✓"}, about: "proven",
		badge: table.Span{Text: "proven", Style: table.Badge},
	},
	{
		standing: result.Broken, word: "BROKEN", sign: "X", style: table.Bad,
		mark: table.Span{Text: "✗", Style: table.Strong}, about: "broken",
		badge: table.Span{Text: "broken", Style: table.Badge},
	},
	{
		standing: result.Broken, waived: true, word: "waived", sign: "w", style: table.Doubt,
		mark: table.Span{Text: "✗"}, about: "broken, and waived as known",
		badge: table.Span{Text: "waived", Style: table.Badge},
	},
	{
		standing: result.Unproven, word: "unproven", sign: "?", style: table.Doubt,
		mark: table.Span{Text: "?"}, about: "unproven",
		badge: table.Span{Text: "unproven", Style: table.Badge},
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
		if s := &statuses[i]; s.standing == c.Standing && s.waived == c.Waived {
			return s
		}
	}
	return &statuses[len(statuses)-1]
}
