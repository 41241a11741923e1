package style

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/xmlvalue"
	"example.com/toeline/spec/xpath"
)

// maxParts bounds the parts of a multipart body.
const maxParts = 1000

// errOpaque is returned for content that is not a JSON value of its own: XML, bytes.
var errOpaque = errors.New("content that no schema judges")

// IsOpaque reports whether ReadBody could read content, and it is nothing that a schema judges.
func IsOpaque(err error) bool { return errors.Is(err, errOpaque) }

// ReadBody reads content of a media type, which has its parameters, as the JSON value that the
// schema of a documented representation judges. For other content IsOpaque reports the error.
func ReadBody(mediaType string, data []byte, media openapi.Media) (any, error) {
	base, parameters, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return nil, fmt.Errorf("the media type %.60q: %w", mediaType, err)
	}
	switch {
	case openapi.IsJSON(base):
		return openapi.DecodeJSON(data)
	case base == "application/x-www-form-urlencoded":
		return readForm(data, media), nil
	case strings.HasPrefix(base, "multipart/"):
		return readMultipart(data, parameters["boundary"], media)
	case openapi.IsXML(base):
		return readXML(data, media)
	case strings.HasPrefix(base, "text/"):
		return scalar(media.Schema, string(data)), nil
	}
	return nil, errOpaque
}

// readXML reads a document as its schema says, where that says something.
func readXML(data []byte, media openapi.Media) (any, error) {
	document, err := xpath.Parse(data)
	switch {
	case err != nil:
		return nil, err
	case !xmlvalue.Says(media.Schema):
		return nil, errOpaque
	}
	value, wrong := xmlvalue.Read(media.Schema, document)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("at %q: %s", wrong[0].Pointer, wrong[0])
	}
	return value, nil
}

// readForm reads the members that the schema knows in their style, and the others as texts.
func readForm(data []byte, media openapi.Media) map[string]any {
	pairs := Pairs(string(data))
	made := map[string]any{}
	for _, pair := range pairs {
		made[pair.Name] = unescape(pair.Value)
	}
	if media.Schema == nil {
		return made
	}
	others := map[string]bool{}
	for name := range made {
		others[name] = true
	}
	for _, name := range Members(media.Schema) {
		p := formParameter(name, media.Encoding[name])
		p.Schema = Member(media.Schema, name)
		f := formsOf(p.Schema)
		if f.object && media.Encoding[name].Style == "" {
			p.ContentType = "application/json"
		}
		value, ok := ReadQuery(p, pairs, others)
		if !ok {
			continue
		}
		if p.Style == "deepObject" {
			maps.DeleteFunc(made, func(other string, _ any) bool {
				return strings.HasPrefix(other, name+"[")
			})
		}
		made[name] = value
	}
	return made
}

// Members returns the names of the members that a schema knows, itself or by its parts.
func Members(s *openapi.Schema) []string {
	var all []string
	within(s, map[*openapi.Schema]bool{}, func(part *openapi.Schema) bool {
		all = append(all, part.Properties()...)
		return false
	})
	return all
}

// Member returns the schema of a member, of the schema itself or of one of its parts; nil: it is
// not known.
func Member(s *openapi.Schema, name string) (found *openapi.Schema) {
	within(s, map[*openapi.Schema]bool{}, func(part *openapi.Schema) bool {
		found, _ = part.Property(name)
		return found != nil
	})
	return found
}

// within visits a schema and its parts, each once, until one is what is looked for.
func within(
	s *openapi.Schema, seen map[*openapi.Schema]bool, visit func(*openapi.Schema) bool,
) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	if visit(s) {
		return true
	}
	shape := s.Shape()
	return slices.ContainsFunc(slices.Concat(shape.AllOf, shape.AnyOf, shape.OneOf),
		func(part *openapi.Schema) bool { return within(part, seen, visit) })
}

// readMultipart reads parts by their names; one that is there twice, or whose schema is a list, is
// a list.
func readMultipart(data []byte, boundary string, media openapi.Media) (any, error) {
	if boundary == "" {
		return nil, errors.New("the media type has no boundary")
	}
	made := map[string]any{}
	reader := multipart.NewReader(bytes.NewReader(data), boundary)
	for range maxParts {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return made, nil
		}
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(io.LimitReader(part, int64(len(data))))
		if err != nil {
			return nil, err
		}
		s := Member(media.Schema, part.FormName())
		f := formsOf(s)
		if f.list && !f.one {
			all, _ := made[part.FormName()].([]any)
			made[part.FormName()] = append(all, partValue(part, s.Shape().Items, string(text)))
			continue
		}
		made[part.FormName()] = partValue(part, s, string(text))
	}
	return nil, fmt.Errorf("more than %d parts", maxParts)
}

func partValue(part *multipart.Part, s *openapi.Schema, text string) any {
	if openapi.IsJSON(part.Header.Get("Content-Type")) {
		if value, err := openapi.DecodeJSON([]byte(text)); err == nil {
			return value
		}
		return text
	}
	return scalar(s, text)
}
