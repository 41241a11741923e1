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

// later are samples of the ends of a time, after those of its beginning.
var later = map[string]string{"date": "2026-01-03", "date-time": "2026-01-03T03:04:05Z"}

// isEnd reports whether the name of a time says that another is before it.
func isEnd(name string) bool {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
	for _, what := range []string{"datetime", "timestamp", "date", "time", "at", "on"} {
		name = strings.TrimSuffix(name, what)
	}
	return slices.ContainsFunc([]string{
		"end", "ends", "until", "to", "through", "finish", "finishes", "expires", "expiry", "due",
		"checkout", "deadline",
	}, func(end string) bool { return strings.HasSuffix(name, end) })
}

// named returns what the name of a member suggests for its value, where its schema leaves open
// which text or number it is, and else the value.
func (m *maker) named(name string, of *openapi.Schema, value any) any {
	s := of.Shape()
	if like := formatSamples[NamedFormat(name, s)]; like != "" && value == text(s, 0) &&
		m.fits(of, like) {
		return like
	}
	if end := later[s.Format]; end != "" && isEnd(name) && value == text(s, 0) &&
		m.fits(of, end) {
		return end
	}
	if isRoom(name, s) && openapi.SameJSON(value, number(s, s.Type, 0)) && m.fits(of, roomy) {
		return roomy
	}
	return value
}
