package openapi

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"example.com/toeline/spec/strict"
)

// media describes content by media type, sorted.
func (o *operationReader) media(content part) []Media {
	var all []Media
	for mediaType, given := range content.members() {
		at, _, ok := o.found(given, "the content "+mediaType)
		if !ok {
			continue
		}
		made := Media{Type: mediaType, Examples: o.examples(at)}
		if schema, ok := at.get("schema"); ok {
			made.Schema = o.schemaAt("", schema)
			name := component(schema.text("$ref"), "schemas")
			if _, known := o.made.schemas[name]; known && !(o.siblings && saysMore(schema)) {
				made.SchemaComponent = name
			}
		}
		if items, ok := at.get("itemSchema"); ok && IsSequence(mediaType) {
			made.Items = o.schemaAt("", items)
		} else if ok {
			o.made.NotJudged(strict.PosOf(items.node), "the items of "+mediaType+" of "+
				o.op.Method+" "+o.op.Key+" are not judged by their itemSchema")
		}
		if example, ok := at.get("example"); ok {
			made.Example = example.value()
		}
		if encoding, ok := at.get("encoding"); ok {
			made.Encoding = map[string]Encoding{}
			for name, e := range encoding.members() {
				made.Encoding[name] = Encoding{
					ContentType: e.text("contentType"), Style: e.text("style"),
					Explode: e.text("explode"),
				}
			}
		}
		made.encodeFiles()
		all = append(all, made)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Type < all[j].Type })
	return all
}

// saysMore reports whether a schema has keywords beside its reference.
func saysMore(schema part) bool {
	for key := range schema.members() {
		if key != "$ref" && key != "summary" && key != "description" {
			return true
		}
	}
	return false
}

// encodeFiles gives the parts of a multipart form that are bytes their media type, as OpenAPI says,
// unless the description does.
func (m *Media) encodeFiles() {
	if !strings.HasPrefix(strings.ToLower(m.Type), "multipart/") || m.Schema == nil {
		return
	}
	for _, name := range m.Schema.Properties() {
		p, _ := m.Schema.Property(name)
		if items := p.Shape().Items; items != nil {
			p = items
		}
		mediaType, isFile := p.fileType()
		if !isFile || m.Encoding[name].ContentType != "" {
			continue
		}
		if m.Encoding == nil {
			m.Encoding = map[string]Encoding{}
		}
		encoding := m.Encoding[name]
		encoding.ContentType = mediaType
		m.Encoding[name] = encoding
	}
}

// fileType returns the media type of a schema of bytes: format binary, or contentMediaType without
// a contentEncoding. Of alternatives the first that is one counts.
func (s *Schema) fileType() (string, bool) {
	at := s.target().at
	mediaType := at.text("contentMediaType")
	switch {
	case at.text("format") == "binary", mediaType != "" && at.text("contentEncoding") == "":
		return cmp.Or(mediaType, "application/octet-stream"), true
	}
	for _, choice := range slices.Concat(s.Shape().AnyOf, s.Shape().OneOf) {
		if mediaType, ok := choice.fileType(); ok && choice != s {
			return mediaType, true
		}
	}
	return "", false
}

// exampleKeys hold the value of an example, the first that is there.
var exampleKeys = []string{"value", "dataValue", "serializedValue"}

// examples describes named examples, sorted. One whose value is elsewhere is left out.
func (o *operationReader) examples(under part) []Example {
	var all []Example
	list, _ := under.get("examples")
	for name, given := range list.members() {
		at, ref, ok := o.follow(given)
		if !ok {
			continue
		}
		for _, key := range exampleKeys {
			if value, ok := at.get(key); ok {
				all = append(all, Example{
					Name: name, Component: component(ref, "examples"), Value: value.value(),
				})
				break
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}
