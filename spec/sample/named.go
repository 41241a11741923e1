package sample

import (
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
)

// NamedFormat is the format that the name of a text suggests where its schema leaves it open, as
// billing_email does; empty: none.
func NamedFormat(name string, s openapi.Shape) string {
	if s.Type != "string" || s.Format != "" || s.Pattern != "" || len(s.Enum) > 0 {
		return ""
	}
	for _, known := range []struct{ end, format string }{
		{"email", "email"},
		{"emailaddress", "email"},
		{"url", "url"},
		{"uri", "url"},
		{"href", "url"},
		{"website", "url"},
		{"homepage", "url"},
	} {
		if strings.HasSuffix(strings.ToLower(strings.ReplaceAll(name, "_", "")), known.end) {
			return known.format
		}
	}
	return ""
}

// roomy is a sample of a number that bounds how much there may be of something else, so that there
// is room for what later requests add.
const roomy = 50

// isRoom reports whether the name of a number says that it bounds such.
func isRoom(name string, s openapi.Shape) bool {
	return s.Type == "integer" && slices.ContainsFunc(
		[]string{"capacity", "stock", "seats", "inventory", "available", "places", "quota"},
		func(end string) bool { return strings.HasSuffix(strings.ToLower(name), end) })
}

// named returns what the name of a member suggests for its value, where its schema leaves open
// which text or number it is, and else the value.
func (m *maker) named(name string, of *openapi.Schema, value any) any {
	s := of.Shape()
	if like := formatSamples[NamedFormat(name, s)]; like != "" && value == text(s, 0) &&
		m.fits(of, like) {
		return like
	}
	if isRoom(name, s) && openapi.SameJSON(value, number(s, s.Type, 0)) && m.fits(of, roomy) {
		return roomy
	}
	return value
}
