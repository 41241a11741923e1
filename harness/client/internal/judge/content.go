package judge

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/internal/content"
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
	case !slices.ContainsFunc(described,
		func(t string) bool { return openapi.InRange(t, lines[0]) }):
		f.Reason = "another media type"
	default:
		return held
	}
	return j.broke(f)
}

// content compares the content of a request with that of the call.
func (j *judge) content(r *lab.Request, op *openapi.Operation) verdict {
	given := j.call.Given
	f := result.Finding{Where: "content", Expected: "no content", Got: text.Cut(string(r.Body))}
	sent, _ := r.Header.Get("Content-Type")
	media, described := mediaOf(op, sent)
	if r.Early {
		return untested // it was answered before
	}
	if given.MediaType == "" {
		if len(r.Body) == 0 {
			return held
		}
		f.Reason = "content"
		return j.broke(f)
	}
	want, _ := mediaOf(op, given.MediaType)
	written, err := style.Body(want, given.Body)
	f.Expected = text.Quote(style.Text(given.Body))
	if err == nil {
		f.Expected = text.Cut(string(written))
	}
	switch {
	case len(r.Body) == 0 && err == nil && len(written) == 0:
		return held
	case len(r.Body) == 0:
		f.Reason, f.Got = "missing", "no content"
		return j.broke(f)
	case !described && sent != "":
		return untested // the media type is the finding
	case !described:
		sent = style.ContentType(given.MediaType)
	}
	body := r.Content()
	if body == nil && len(r.Body) > 0 {
		coding, _ := r.Header.Get("Content-Encoding")
		f.Reason, f.Got = "not in its coding", "Content-Encoding: "+text.Cut(coding)
		return j.broke(f)
	}
	got, err := style.ReadBody(sent, body, media)
	_, isText := given.Body.(string)
	if style.IsOpaque(err) && isText && !openapi.IsXML(sent) {
		got, err = string(body), nil // bytes are given as the text that they are
	}
	base, _, _ := strings.Cut(strings.ToLower(sent), ";")
	isMultipart := strings.HasPrefix(base, "multipart/")
	switch {
	case style.IsOpaque(err), err == nil && isText && openapi.IsXML(sent),
		isMultipart && strings.TrimSpace(base) != "multipart/form-data":
		return untested // it has parts without names, or what no schema says anything of
	case err != nil:
		f.Reason, f.Got = "not "+media.Type, fmt.Sprintf("%s (%v)", f.Got, err)
		return j.broke(f)
	}
	if name, twice := content.DuplicateName(body); twice && openapi.IsJSON(sent) {
		f.Reason, f.Where = "a name twice", "content at "+name
		return j.broke(f)
	}
	value := given.Body
	if !openapi.IsJSON(sent) {
		value, got = withoutEmpty(value), withoutEmpty(got)
	}
	if isMultipart { // forms of browsers, and what is made like them, end lines by CRLF
		value, got = withPlainLines(value, media.Schema), withPlainLines(got, media.Schema)
	}
	d := differing{nulls: op.Method == http.MethodPatch}
	if at, reason := d.differs(value, got, media.Schema, ""); reason != "" {
		f.Reason = reason
		if at != "" {
			f.Where += " at " + at
		}
		return j.broke(f)
	}
	return held
}

// mediaOf is the described representation of a media type; of none that is described, the one that
// is sent unless another is named, and false.
func mediaOf(op *openapi.Operation, mediaType string) (openapi.Media, bool) {
	for _, media := range op.Body.Content {
		if openapi.InRange(media.Type, mediaType) {
			return media, true
		}
	}
	return op.Body.Preferred(), false
}

// withoutEmpty leaves out the members that only JSON can write: lists and objects without any, and
// null.
func withoutEmpty(value any) any {
	members, ok := value.(map[string]any)
	if !ok {
		return value
	}
	made := map[string]any{}
	for name, member := range members {
		member = withoutEmpty(member)
		list, isList := member.([]any)
		object, isObject := member.(map[string]any)
		if member != nil && (!isList || len(list) > 0) && (!isObject || len(object) > 0) {
			made[name] = member
		}
	}
	return made
}

// withPlainLines has line feeds alone in the texts of members that are no files.
func withPlainLines(value any, schema *openapi.Schema) any {
	members, ok := value.(map[string]any)
	if !ok {
		return value
	}
	made := map[string]any{}
	for name, member := range members {
		of := style.Member(schema, name)
		isFile := of != nil && (of.Shape().Format == "binary" || of.Shape().Format == "byte")
		if text, ok := member.(string); ok && !isFile {
			member = strings.ReplaceAll(text, "\r\n", "\n")
		}
		made[name] = member
	}
	return made
}
