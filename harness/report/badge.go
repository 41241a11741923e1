package report

import (
	"fmt"
	"io"
	"unicode/utf8"

	"example.com/toeline/harness/internal/markup"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// Badge is a report in two words, for a README.
type Badge struct {
	// Label is on the left; empty: "contract".
	Label string
}

// endpoint is what shields.io reads (https://shields.io/badges/endpoint-badge).
type endpoint struct {
	SchemaVersion int    `json:"schemaVersion"`
	Label         string `json:"label"`
	Message       string `json:"message"`
	Color         string `json:"color"`
	IsError       bool   `json:"isError,omitempty"`
}

// colors are those of shields.io, by the state of a verdict.
var colors = map[string]struct{ name, hex string }{
	result.Passed:       {"brightgreen", "#2a7d2e"},
	result.Failed:       {"red", "#b93226"},
	result.Inconclusive: {"yellow", "#7d5f00"},
}

func (b Badge) of(r *result.Report) endpoint {
	label := b.Label
	if label == "" {
		label = "contract"
	}
	state := summary.VerdictOf(r).State
	made := endpoint{
		SchemaVersion: 1, Label: label, Message: state, Color: colors[state].name,
		IsError: state == result.Inconclusive,
	}
	s := r.Totals.Requirements
	switch {
	case state == result.Inconclusive:
	case s.Passed == s.All():
		made.Message = fmt.Sprintf("%d of %d passed", s.Passed, s.All())
	case s.Failed > 0:
		made.Message = fmt.Sprintf("%d of %d passed, %d failed", s.Passed, s.All(), s.Failed)
	default:
		made.Message = fmt.Sprintf("%d of %d passed, %d untested", s.Passed, s.All(), s.Untested)
	}
	return made
}

// WriteJSON writes what shields.io shows as a badge.
func (b Badge) WriteJSON(w io.Writer, r *result.Report) error { return EncodeJSON(w, b.of(r)) }

// WriteSVG writes the badge as a picture, which loads nothing.
func (b Badge) WriteSVG(w io.Writer, r *result.Report) error {
	made := b.of(r)
	const letter, margin = 7, 10 // pixels, of Verdana at 11
	left := letter*utf8.RuneCountInString(made.Label) + margin
	right := letter*utf8.RuneCountInString(made.Message) + margin
	return badgeSVG.Execute(w, map[string]any{
		"Label": made.Label, "Message": made.Message,
		"Color": colors[summary.VerdictOf(r).State].hex,
		"Left":  left, "Right": right, "Width": left + right,
		"LabelAt": left / 2, "MessageAt": left + right/2,
	})
}

var badgeSVG = markup.HTML(nil,
	`<svg xmlns="http://www.w3.org/2000/svg" width="{{.Width}}" height="20" role="img"`+
		` aria-label="{{.Label}}: {{.Message}}"><title>{{.Label}}: {{.Message}}</title>`+
		`<rect width="{{.Left}}" height="20" fill="#555"/>`+
		`<rect x="{{.Left}}" width="{{.Right}}" height="20" fill="{{.Color}}"/>`+
		`<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif"`+
		` font-size="11"><text x="{{.LabelAt}}" y="14">{{.Label}}</text>`+
		`<text x="{{.MessageAt}}" y="14">{{.Message}}</text></g></svg>
`)
