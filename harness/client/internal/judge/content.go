package judge

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/openapi"
)

// mediaType evaluates whether content has one of the media types that are described.
func (j *judge) mediaType(r *lab.Request, op *openapi.Operation) verdict {
	if j.call.Given.MediaType == "" || len(r.Body) == 0 {
		return untested
	}
	lines := r.Header.Values("Content-Type")
	var described []string
	for _, media := range op.Body.Content {
		described = append(described, media.Type)
	}
	f := result.Finding{
		Where: "header content-type", Expected: strings.Join(described, " or "),
		Got: text.Cut(strings.Join(lines, "; ")),
	}
	switch {
	case len(lines) == 0:
		f.Reason, f.Got = "missing", "no Content-Type"
	case len(lines) > 1:
		f.Reason = "too many lines"
	case !slices.ContainsFunc(described, func(t string) bool { return style.InRange(t, lines[0]) }):
		f.Reason = "another media type"
	default:
		return held
	}
	return j.broke(f)
}

// content compares the content of a request with that of the call.
func (j *judge) content(r *lab.Request, op *openapi.Operation) verdict {
	given := j.call.Given
	f := result.Finding{Where: "content", Expected: "no content"}
	if given.MediaType != "" {
		f.Expected = text.Quote(style.Text(given.Body))
		one := openapi.Media{Type: given.MediaType}
		if at := slices.IndexFunc(op.Body.Content, func(m openapi.Media) bool {
			return m.Type == given.MediaType
		}); at >= 0 {
			one = op.Body.Content[at]
		}
		if written, err := style.Body(one, given.Body); err == nil {
			f.Expected = text.Cut(string(written))
		}
	}
	f.Got = text.Cut(string(r.Body))
	switch {
	case given.MediaType == "" && len(r.Body) == 0:
		return held
	case given.MediaType == "":
		f.Reason = "content"
		return j.broke(f)
	case len(r.Body) == 0 && given.Body != "":
		f.Reason, f.Got = "missing", "no content"
		return j.broke(f)
	}
	sent, _ := r.Header.Get("Content-Type")
	at := slices.IndexFunc(op.Body.Content,
		func(m openapi.Media) bool { return style.InRange(m.Type, sent) })
	media := op.Body.Preferred()
	switch {
	case at >= 0:
		media = op.Body.Content[at]
	case sent != "":
		return untested // the media type is the finding
	default:
		sent = style.ContentType(given.MediaType)
	}
	got, err := style.ReadBody(sent, r.Body, media)
	_, isDocument := given.Body.(string)
	switch {
	case style.IsOpaque(err), err == nil && isDocument && openapi.IsXML(sent):
		return untested
	case err != nil:
		f.Reason, f.Got = "not "+media.Type, fmt.Sprintf("%s (%v)", f.Got, err)
		return j.broke(f)
	}
	if at, reason := differs(given.Body, got, media.Schema, ""); reason != "" {
		f.Reason = reason
		if at != "" {
			f.Where += " at " + at
		}
		return j.broke(f)
	}
	return held
}
