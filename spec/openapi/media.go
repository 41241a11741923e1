package openapi

import (
	"cmp"
	"slices"
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
			if _, known := o.made.schemas[name]; known {
				made.SchemaComponent = name
			}
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
		all = append(all, made)
	}
	slices.SortFunc(all, func(a, b Media) int { return cmp.Compare(a.Type, b.Type) })
	return all
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
	slices.SortFunc(all, func(a, b Example) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
