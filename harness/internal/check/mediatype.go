package check

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/content"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

var mediaTypeOperator = Operator{
	Key:   spec.OpMediaType,
	Usage: "`mediaType: T`, `mediaType: [T, U]`",
	Text: "the content, where there is some, is of that media type, or of that range of them; " +
		"parameters are free",
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
		wrong("missing", "no Content-Type"+j.notJSONEither(c))
		return
	}
	for _, field := range fields {
		got, _, _ := strings.Cut(field, ";")
		if !slices.ContainsFunc(c.MediaType,
			func(within string) bool { return openapi.InRange(within, got) }) {
			wrong("wrong media type", content.Clip(field)+j.notJSONEither(c))
			return
		}
	}
	j.hold(id)
}

// notJSONEither shows content that is not the JSON that a check demands, whatever its type; empty:
// it is, or the check demands none.
func (j *judge) notJSONEither(c *spec.Check) string {
	raw := j.content.Raw
	demanded := slices.ContainsFunc(c.MediaType, content.IsJSONType)
	if j.content.NotJSON == "" || len(raw) == 0 || !demanded {
		return ""
	}
	return fmt.Sprintf(", %d bytes that are not JSON: %s", len(raw), content.Clip(string(raw)))
}

func containsFold(all []string, one string) bool {
	return slices.ContainsFunc(all, func(s string) bool { return strings.EqualFold(s, one) })
}
