package style

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/xmlvalue"
)

// contentText writes a value as content of a media type; JSON but for texts of other types.
func contentText(mediaType string, value any) string {
	if text, ok := value.(string); ok && !openapi.IsJSON(mediaType) {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// boundary is between the parts of a multipart body; it occurs in no sample.
const boundary = "toeline-7d1f3c5b9e2a4680"

// ContentType returns the media type as it is sent.
func ContentType(mediaType string) string {
	base, _, _ := strings.Cut(mediaType, ";")
	switch {
	case strings.HasPrefix(mediaType, "multipart/") && !strings.Contains(mediaType, "boundary="):
		return mediaType + "; boundary=" + boundary
	case base == "*/*" || base == "application/*":
		return "application/json"
	case base == "text/*":
		return "text/plain"
	case base == "image/*":
		return "image/png"
	case strings.HasSuffix(base, "/*"):
		return strings.TrimSuffix(base, "*") + "x-sample"
	}
	return mediaType
}

// Body writes a value as content of a documented representation.
func Body(media openapi.Media, value any) ([]byte, error) {
	base, _, _ := strings.Cut(strings.ToLower(media.Type), ";")
	base = strings.TrimSpace(base)
	members, isObject := value.(map[string]any)
	switch {
	case base == "" || openapi.IsJSON(base) || base == "*/*" || base == "application/*":
		return json.Marshal(value)
	case base == "application/x-www-form-urlencoded" && isObject:
		return []byte(form(members, media.Encoding)), nil
	case strings.HasPrefix(base, "multipart/") && isObject:
		return multipartBody(members, media.Encoding)
	case base == "application/x-ndjson" || base == "application/jsonl":
		return lines(value)
	}
	if _, isText := value.(string); openapi.IsXML(base) && (!isText || media.Schema.XML().Stated) {
		return markup(media, value)
	}
	return []byte(contentText(media.Type, value)), nil
}

// markup writes a value as XML. A text that is a document is sent as it is.
func markup(media openapi.Media, value any) ([]byte, error) {
	if text, ok := value.(string); ok && strings.HasPrefix(strings.TrimSpace(text), "<") {
		return []byte(text), nil
	}
	return xmlvalue.Write(media, value)
}

func form(members map[string]any, encoding map[string]openapi.Encoding) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		e := encoding[name]
		p := formParameter(name, e)
		if _, nested := members[name].(map[string]any); nested && e.Style == "" {
			p.ContentType = "application/json"
		}
		all = append(all, Query(p, members[name])...)
	}
	return strings.Join(all, "&")
}

// formParameter is a member of a form as the parameter of a query that it is written as.
func formParameter(name string, e openapi.Encoding) openapi.Parameter {
	p := openapi.Parameter{Name: name, In: "query", Style: cmp.Or(e.Style, "form")}
	p.Explode = e.Explode != "false" && (e.Explode != "" || p.Style == "form")
	return p
}

func multipartBody(members map[string]any, encoding map[string]openapi.Encoding) ([]byte, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.SetBoundary(boundary); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		items, isList := members[name].([]any)
		if !isList {
			items = []any{members[name]}
		}
		for _, item := range items {
			if err := onePart(w, name, item, encoding[name].ContentType); err != nil {
				return nil, err
			}
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

func onePart(w *multipart.Writer, name string, value any, mediaType string) error {
	mediaType, _, _ = strings.Cut(mediaType, ",")
	disposition := fmt.Sprintf("form-data; name=%q", name)
	_, isObject := value.(map[string]any)
	switch {
	case mediaType == "" && isObject:
		mediaType = "application/json"
	case mediaType != "" && !strings.HasPrefix(mediaType, "text/") && !openapi.IsJSON(mediaType):
		disposition += fmt.Sprintf("; filename=%q", name+".bin")
	}
	header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
	if mediaType != "" {
		header.Set("Content-Type", strings.TrimSpace(mediaType))
	}
	part, err := w.CreatePart(header)
	if err != nil {
		return err
	}
	content := Text(value)
	if openapi.IsJSON(mediaType) {
		content = contentText(mediaType, value)
	}
	_, err = part.Write([]byte(content))
	return err
}

// lines writes the items of a list as JSON, one a line; a text is the lines themselves.
func lines(value any) ([]byte, error) {
	if text, ok := value.(string); ok {
		return []byte(text), nil // as the lines are written
	}
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	for _, item := range items {
		if err := encoder.Encode(item); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
