package swagger

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// parameters are those of an operation or of a path.
type parameters struct {
	c   *converter
	all []parameter
}

// parameter is one, and where it was written.
type parameter struct {
	at   scope
	node *yaml.Node
	// lost reports that it is a reference that leads nowhere.
	lost bool
}

func (p parameter) in() string { return text(find(p.node, "in")) }

// of returns "body" for what is sent as content, of which there is one.
func (p parameter) key() string {
	if p.in() == "body" {
		return "body"
	}
	return p.in() + " " + text(find(p.node, "name"))
}

// parameters reads a list of parameters, and follows its references.
func (c *converter) parameters(at scope, from *yaml.Node) parameters {
	made := parameters{c: c}
	if from == nil || from.Kind != yaml.SequenceNode {
		return made
	}
	for _, one := range from.Content {
		in, found := c.follow(at, one)
		if found == nil {
			made.all = append(made.all, parameter{at, one, true})
			continue
		}
		made.all = append(made.all, parameter{in, found, false})
	}
	return made
}

// over returns the parameters of an operation with those of its path that it does not override.
func (p parameters) over(shared parameters) parameters {
	made := parameters{c: p.c, all: slices.Clone(p.all)}
	for _, other := range shared.all {
		if !slices.ContainsFunc(p.all, func(own parameter) bool {
			return own.key() == other.key()
		}) {
			made.all = append(made.all, other)
		}
	}
	return made
}

// plain returns the list of those that are not content.
func (p parameters) plain(from *yaml.Node) *yaml.Node {
	made := list(from)
	for _, one := range p.all {
		switch in := one.in(); {
		case one.lost:
			made.Content = append(made.Content, p.c.schema(one.at, one.node))
		case in != "body" && in != "formData":
			made.Content = append(made.Content, p.c.valued(one.at, one.node))
		}
	}
	return made
}

// ofValue are the keywords of a parameter or a header that are those of a schema in 3.0.
var ofValue = map[string]bool{
	"type": true, "format": true, "items": true, "default": true, "maximum": true,
	"exclusiveMaximum": true, "minimum": true, "exclusiveMinimum": true, "maxLength": true,
	"minLength": true, "pattern": true, "maxItems": true, "minItems": true, "uniqueItems": true,
	"enum": true, "multipleOf": true, "x-nullable": true,
}

// valued converts a parameter or a header that is not content: its keywords become a schema.
func (c *converter) valued(at scope, from *yaml.Node) *yaml.Node {
	if from.Kind != yaml.MappingNode || find(from, "$ref") != nil {
		return c.schema(at, from)
	}
	if known := c.values[from]; known != nil {
		return known
	}
	made, schema := object(from), c.valueSchema(at, from)
	c.values[from] = made
	at.place(made)
	for key, value := range members(from) {
		switch name := key.Value; {
		case ofValue[name], name == "collectionFormat", name == "schema":
		case name == "x-example":
			set(made, named(at.copied(key), "example"), at.copied(value))
		default:
			set(made, at.copied(key), at.copied(value))
		}
	}
	if given := find(from, "schema"); given != nil { // as 3.0 has it: a common mistake
		schema = c.schema(at, given)
	}
	set(made, named(from, "schema"), schema)
	if text(find(from, "type")) == "array" {
		style, explode := styleOf(text(find(from, "in")), text(find(from, "collectionFormat")))
		if style != "" {
			set(made, named(from, "style"), scalar(from, style))
		}
		set(made, named(from, "explode"), boolean(from, explode))
	}
	return made
}

// valueSchema returns the schema that the keywords of a parameter, a header or items are.
func (c *converter) valueSchema(at scope, from *yaml.Node) *yaml.Node {
	made := object(from)
	at.place(made)
	for key, value := range members(from) {
		switch {
		case key.Value == "items" && value.Kind == yaml.MappingNode:
			set(made, at.copied(key), c.valueSchema(at, value))
		case ofValue[key.Value]:
			set(made, at.copied(key), at.copied(value))
		}
	}
	return c.schema(scope{converter: c}, made) // what it refers to was resolved above
}

// styleOf returns the style of a list, empty for that of its place, and whether it is exploded.
func styleOf(in, format string) (style string, explode bool) {
	switch format {
	case "multi":
		return "", in == "query" || in == "formData"
	case "ssv":
		return "spaceDelimited", false
	case "pipes":
		return "pipeDelimited", false
	case "tsv":
		return "tabDelimited", false
	}
	return "", false
}

// Media types of forms.
const (
	urlencoded = "application/x-www-form-urlencoded"
	multipart  = "multipart/form-data"
)

func isForm(mediaType string) bool {
	base, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	return base == urlencoded || strings.HasPrefix(base, "multipart/")
}

// body returns the request body; nil: there is none.
func (p parameters) body(consumes []string) *yaml.Node {
	var form []parameter
	for _, one := range p.all {
		switch one.in() {
		case "body":
			return p.c.wholeBody(one, consumes)
		case "formData":
			form = append(form, one)
		}
	}
	if len(form) == 0 {
		return nil
	}
	return p.c.form(form, consumes)
}

// wholeBody is the body that one parameter describes.
func (c *converter) wholeBody(p parameter, consumes []string) *yaml.Node {
	made, media := object(p.node), object(p.node)
	p.at.place(made)
	for key, value := range members(p.node) {
		switch name := key.Value; {
		case name == "schema":
			set(media, p.at.copied(key), c.shared(p.at, value))
		case name == "x-example":
			set(media, named(p.at.copied(key), "example"), p.at.copied(value))
		case name == "description", name == "required":
			set(made, p.at.copied(key), p.at.copied(value))
		}
	}
	types := slices.DeleteFunc(slices.Clone(consumes), isForm)
	if len(types) == 0 {
		types = []string{"application/json"}
	}
	content := object(p.node)
	for _, name := range types {
		set(content, named(p.node, name), media)
	}
	set(made, named(p.node, "content"), content)
	return made
}

// form is the body of several parameters, each a member of a form.
func (c *converter) form(all []parameter, consumes []string) *yaml.Node {
	first := all[0].node
	properties, required, encoding := object(first), list(first), object(first)
	usual := urlencoded
	for _, p := range all {
		name := text(find(p.node, "name"))
		key := named(p.node, name)
		p.at.place(key)
		schema := c.valueSchema(p.at, p.node)
		for _, word := range []string{"description", "x-example"} {
			if given := find(p.node, word); given != nil {
				set(schema, named(given, strings.TrimPrefix(word, "x-")), p.at.copied(given))
			}
		}
		set(properties, key, schema)
		if text(find(p.node, "required")) == "true" {
			required.Content = append(required.Content, scalar(p.node, name))
		}
		how := object(p.node)
		switch text(find(p.node, "type")) {
		case "file":
			usual = multipart
			set(how, named(p.node, "contentType"), scalar(p.node, "application/octet-stream"))
		case "array":
			style, explode := styleOf("formData", text(find(p.node, "collectionFormat")))
			if style == "" {
				style = "form"
			}
			set(how, named(p.node, "style"), scalar(p.node, style))
			set(how, named(p.node, "explode"), boolean(p.node, explode))
		default:
			continue
		}
		set(encoding, key, how)
	}
	schema := object(first)
	set(schema, named(first, "type"), scalar(first, "object"))
	set(schema, named(first, "properties"), properties)
	if len(required.Content) > 0 {
		set(schema, named(first, "required"), required)
	}
	types := slices.DeleteFunc(slices.Clone(consumes), func(t string) bool { return !isForm(t) })
	if len(types) == 0 {
		types = []string{usual}
	}
	content := object(first)
	for _, name := range types {
		media := object(first)
		set(media, named(first, "schema"), schema)
		if len(encoding.Content) > 0 {
			set(media, named(first, "encoding"), encoding)
		}
		set(content, named(first, name), media)
	}
	made := object(first)
	all[0].at.place(made)
	if len(required.Content) > 0 {
		set(made, named(first, "required"), boolean(first, true))
	}
	set(made, named(first, "content"), content)
	return made
}
