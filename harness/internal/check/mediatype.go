package check

import (
	"slices"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var mediaTypeOperator = Operator{
	Key:      spec.OpMediaType,
	Usage:    "`mediaType: T`, `mediaType: [T, U]`",
	Text:     "the content, where there is some, is of that media type; parameters are free",
	evaluate: mediaType,
}

// mediaType compares type and subtype; parameters are free (RFC 9110 8.3.1).
func mediaType(j *judge, c *spec.Check, id string) {
	e := j.in.Exchange
	fields := e.Response.Header.Values("Content-Type")
	if j.isHead() || len(fields) == 0 && len(e.Response.Body) == 0 {
		return // no content, so no type of it
	}
	wrong := func(reason, got string) {
		j.found(result.Finding{
			Requirement: id, Reason: reason, Where: whereHeader("Content-Type"),
			Expected: strings.Join(c.MediaType, " or "), Got: got,
		})
	}
	if len(fields) == 0 {
		wrong("missing", "no Content-Type")
		return
	}
	for _, field := range fields {
		got, _, _ := strings.Cut(field, ";")
		if !containsFold(c.MediaType, strings.TrimSpace(got)) {
			got = clip(field)
			if j.content.json != "" {
				got += j.content.sample()
			}
			wrong("wrong media type", got)
			return
		}
	}
	j.hold(id)
}

func containsFold(all []string, one string) bool {
	return slices.ContainsFunc(all, func(s string) bool { return strings.EqualFold(s, one) })
}
