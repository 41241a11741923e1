package mock

import (
	"slices"
	"sort"
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
	sort.SliceStable(offered, func(i, j int) bool { return rank(offered[i]) < rank(offered[j]) })
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
