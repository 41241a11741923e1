package style

import (
	"cmp"
	"mime"
	"strconv"
	"strings"

	"example.com/toeline/spec/openapi"
)

// Quality is how much an Accept header prefers a media type, by the nearest range (RFC 9110
// 12.5.1); zero: it is not accepted.
func Quality(accepted, mediaType string) float64 {
	found, nearest := 0.0, -2
	for one := range strings.SplitSeq(accepted, ",") {
		within, parameters, err := mime.ParseMediaType(one)
		if err != nil || !openapi.InRange(within, mediaType) {
			continue
		}
		q, err := strconv.ParseFloat(cmp.Or(parameters["q"], "1"), 64)
		if near := len(within) - 2*strings.Count(within, "*"); err == nil && near > nearest {
			found, nearest = q, near
		}
	}
	return found
}
