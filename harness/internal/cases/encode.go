package cases

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// parts are a value as texts: one, those of a list, or those of an object with its names in order.
type parts struct {
	one    string
	list   []string
	names  []string // of an object
	object map[string]string
}

func partsOf(value any) parts {
	switch v := value.(type) {
	case []any:
		p := parts{list: []string{}}
		for _, item := range v {
			p.list = append(p.list, textOf(item))
		}
		return p
	case map[string]any:
		p := parts{object: map[string]string{}, names: slices.Sorted(maps.Keys(v))}
		for name, member := range v {
			p.object[name] = textOf(member)
		}
		return p
	}
	return parts{one: textOf(value)}
}

// textOf writes a value as text; an object or list inside of another is JSON.
func textOf(value any) string {
	if value == nil {
		return "null"
	}
	if text, ok := spec.TextOf(value); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// pathValue writes a value in the style of a path parameter: simple, label or matrix.
func pathValue(p spec.Parameter, value any, escape func(string) string) string {
	v := partsOf(value)
	prefix, separator, equals := "", ",", ","
	switch {
	case p.Style == "label":
		prefix = "."
		if p.Explode {
			separator = "."
		}
	case p.Style == "matrix":
		prefix = ";" + escape(p.Name) + "="
		if p.Explode {
			separator = ";"
		}
	}
	if p.Explode {
		equals = "="
	}
	switch {
	case v.object != nil:
		if p.Style == "matrix" && p.Explode {
			prefix = ";"
		}
		return prefix + joinedMembers(v, separator, equals, escape)
	case v.list != nil:
		if p.Style == "matrix" && p.Explode {
			separator = ";" + escape(p.Name) + "="
		}
		return prefix + strings.Join(escapedAll(v.list, escape), separator)
	}
	return prefix + escape(v.one)
}

func joinedMembers(v parts, separator, equals string, escape func(string) string) string {
	all := make([]string, 0, len(v.names))
	for _, name := range v.names {
		all = append(all, escape(name)+equals+escape(v.object[name]))
	}
	return strings.Join(all, separator)
}

func escapedAll(all []string, escape func(string) string) []string {
	made := make([]string, 0, len(all))
	for _, text := range all {
		made = append(made, escape(text))
	}
	return made
}

// delimiters are what stands between the items of a list that is not exploded.
var delimiters = map[string]string{"spaceDelimited": "%20", "pipeDelimited": "%7C"}

// queryPairs writes a value in the style of a query parameter: form, spaceDelimited, pipeDelimited
// or deepObject: "name=value", escaped.
func queryPairs(p spec.Parameter, value any) []string {
	escape := queryEscape
	if p.Reserved {
		escape = reservedEscape
	}
	name, v := queryEscape(p.Name)+"=", partsOf(value)
	var all []string
	switch {
	case p.ContentType != "":
		return []string{name + escape(contentText(p.ContentType, value))}
	case v.object != nil && p.Style == "deepObject":
		return deepObject(queryEscape(p.Name), value, escape)
	case v.object != nil && p.Explode:
		for _, member := range v.names {
			all = append(all, queryEscape(member)+"="+escape(v.object[member]))
		}
		return all
	case v.object != nil:
		return []string{name + joinedMembers(v, delimiter(p), delimiter(p), escape)}
	case v.list != nil && p.Explode:
		for _, item := range v.list {
			all = append(all, name+escape(item))
		}
		return all
	case v.list != nil:
		return []string{name + strings.Join(escapedAll(v.list, escape), delimiter(p))}
	}
	return []string{name + escape(v.one)}
}

func delimiter(p spec.Parameter) string {
	if given := delimiters[p.Style]; given != "" {
		return given
	}
	return ","
}

// deepObject writes where[size]=xl, and a list inside as one pair an item.
func deepObject(name string, value any, escape func(string) string) []string {
	var all []string
	switch v := value.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			inner := name + "%5B" + queryEscape(member) + "%5D"
			all = append(all, deepObject(inner, v[member], escape)...)
		}
	case []any:
		for _, item := range v {
			all = append(all, deepObject(name, item, escape)...)
		}
	default:
		all = []string{name + "=" + escape(textOf(value))}
	}
	return all
}

// queryEscape escapes a name or a value: a space is %20 to every reader, and a plus to those of
// forms alone.
func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// reservedEscape leaves reserved characters as they are, but those that would end the value.
func reservedEscape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; strings.IndexByte(":/?@!$'()*,;[]", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(queryEscape(s[i : i+1]))
		}
	}
	return b.String()
}

// headerValue writes a value in the style of a header: simple.
func headerValue(p spec.Parameter, value any) string {
	if p.ContentType != "" {
		return contentText(p.ContentType, value)
	}
	p.Style = "simple"
	return pathValue(p, value, func(s string) string { return s })
}

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

// boundary stands between the parts of a multipart body; it occurs in no sample.
const boundary = "toeline-7d1f3c5b9e2a4680"

// contentType returns the media type as it is sent.
func contentType(mediaType string) string {
	base, _, _ := strings.Cut(mediaType, ";")
	switch {
	case strings.HasPrefix(mediaType, "multipart/") && !strings.Contains(mediaType, "boundary="):
		return mediaType + "; boundary=" + boundary
	case base == "*/*" || base == "application/*":
		return "application/json"
	case base == "text/*":
		return "text/plain"
	case strings.HasSuffix(base, "/*"):
		return "application/octet-stream"
	}
	return mediaType
}

// encodeBody writes a value as content of a media type.
func encodeBody(mediaType string, value any, encoding map[string]openapi.Encoding) ([]byte, error) {
	base, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	base = strings.TrimSpace(base)
	members, isObject := value.(map[string]any)
	switch {
	case base == "" || openapi.IsJSON(base) || base == "*/*" || base == "application/*":
		return json.Marshal(value)
	case base == "application/x-www-form-urlencoded" && isObject:
		return []byte(form(members, encoding)), nil
	case strings.HasPrefix(base, "multipart/") && isObject:
		return multipartBody(members, encoding)
	case base == "application/x-ndjson" || base == "application/jsonl":
		return lines(value)
	}
	return []byte(contentText(mediaType, value)), nil
}

func form(members map[string]any, encoding map[string]openapi.Encoding) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		e := encoding[name]
		p := spec.Parameter{Name: name, In: "query", Style: cmp.Or(e.Style, "form")}
		p.Explode = e.Explode != "false" && (e.Explode != "" || p.Style == "form")
		if _, nested := members[name].(map[string]any); nested && e.Style == "" {
			p.ContentType = "application/json"
		}
		all = append(all, queryPairs(p, members[name])...)
	}
	return strings.Join(all, "&")
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
	case mediaType == "application/octet-stream" || strings.HasPrefix(mediaType, "image/"):
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
	content := textOf(value)
	if openapi.IsJSON(mediaType) {
		content = contentText(mediaType, value)
	}
	_, err = part.Write([]byte(content))
	return err
}

// lines writes the items of a list as JSON, one a line.
func lines(value any) ([]byte, error) {
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

// basic writes a name and a password as the scheme Basic has them.
func basic(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}
