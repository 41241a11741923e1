package mock

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec/openapi"
)

// negotiated returns the representation of a response that a request prefers, JSON where it
// prefers none; of none that is accepted the first, and false.
func (c *call) negotiated(response openapi.Response) (openapi.Media, bool) {
	if len(response.Content) == 0 {
		return openapi.Media{}, true
	}
	offered := slices.Clone(response.Content)
	slices.SortStableFunc(offered, func(a, b openapi.Media) int { return rank(a) - rank(b) })
	accepted := strings.Join(c.r.Header.Values("Accept"), ",")
	if strings.TrimSpace(accepted) == "" {
		return offered[0], true
	}
	best, highest := offered[0], 0.0
	for _, media := range offered {
		if q := style.Quality(accepted, style.ContentType(media.Type)); q > highest {
			best, highest = media, q
		}
	}
	return best, highest > 0
}

// rank orders representations: JSON, others, ranges.
func rank(m openapi.Media) int {
	switch {
	case openapi.IsJSON(m.Type):
		return 0
	case strings.Contains(m.Type, "*"):
		return 2
	}
	return 1
}

// elements writes a value as XML: a member is an element, an item of a list one of its name.
func elements(media openapi.Media, value any) []byte {
	var b bytes.Buffer
	name := "root"
	if media.SchemaComponent != "" {
		name = media.SchemaComponent
	}
	element(&b, name, value)
	return b.Bytes()
}

func element(b *bytes.Buffer, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		fmt.Fprintf(b, "<%s>", name)
		for _, member := range slices.Sorted(maps.Keys(v)) {
			if items, ok := v[member].([]any); ok {
				for _, item := range items {
					element(b, member, item)
				}
				continue
			}
			element(b, member, v[member])
		}
		fmt.Fprintf(b, "</%s>", name)
	case []any:
		fmt.Fprintf(b, "<%s>", name)
		for _, item := range v {
			element(b, "item", item)
		}
		fmt.Fprintf(b, "</%s>", name)
	default:
		text, _ := openapi.TextOf(value)
		fmt.Fprintf(b, "<%s>", name)
		_ = xml.EscapeText(b, []byte(text)) // a buffer takes all
		fmt.Fprintf(b, "</%s>", name)
	}
}
