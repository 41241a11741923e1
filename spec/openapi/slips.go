package openapi

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// annotations are the keywords of schemas that say nothing of values.
var annotations = strings.Fields("title description deprecated xml externalDocs $schema $id " +
	"$anchor $comment $vocabulary contentMediaType contentEncoding contentSchema definitions " +
	"dependencies additionalItems summary name in style explode collectionFormat allowEmptyValue " +
	"enumNames typeName")

// unknown notes a key of a schema that is nearly a keyword.
func (r schemaReader) unknown(key string, at part) {
	if strings.HasPrefix(key, "x-") || slices.Contains(annotations, key) {
		return
	}
	if near := meant(key, sortedKeys(keywordReaders)); near != "" {
		r.s.tree.note(at.node, fmt.Sprintf("the keyword %s is not known, and not judged%s",
			cut(key), near))
	}
}

// beside notes the keywords beside a reference, where a reference is all that counts.
func (r schemaReader) beside() {
	for key, at := range r.s.at.members() {
		if key != "$ref" && keywordReaders[key] != nil && !saysNothing[key] {
			r.s.tree.slip(strict.PosOf(at.node),
				cut(key)+" is ignored beside a $ref in OpenAPI 3.0: put both into an allOf")
		}
	}
}

// saysNothing are keywords that are often beside a reference, and that nothing is judged by.
var saysNothing = map[string]bool{"example": true, "default": true, "examples": true, "$defs": true}

// required reads the names of members that an object must have.
func (r schemaReader) required(v part) {
	if v.node.Kind != yaml.SequenceNode {
		r.s.tree.note(v.node, "required is not a list of names here, and not judged")
	}
	r.k.required = texts(v)
}

// formatNames are the names of formats that are likely meant by one that is nearly theirs, and
// those of others that are near to these.
var formatNames = append(append(sortedKeys(formats), sortedKeys(integerFormats)...),
	"float", "double", "binary", "password", "iri", "iri-reference", "idn-email", "idn-hostname",
	"uint8", "uint16", "uint32", "uint64", "int8", "int16", "uri-template", "base64", "base64url")

// meant asks whether the nearest of some names is meant; empty: none is near, or it is one.
func meant(name string, known []string) string {
	near := strict.Suggest(name, known)
	if near == "" || slices.Contains(known, name) {
		return ""
	}
	return ": did you mean " + near + "?"
}

func (r schemaReader) noNumber(at part) {
	r.s.tree.note(at.node, fmt.Sprintf("%s is not a number that a bound can be, and not judged",
		cut(fmt.Sprintf("%q", at.node.Value))))
}

// unnamed notes the members that an object of known members must have, and that are none of these.
func (r schemaReader) unnamed() {
	k, pos := r.k, strict.PosOf(r.s.at.node)
	for _, name := range k.required {
		if k.properties == nil || k.properties[name] != nil || len(k.patterns) > 0 {
			continue
		}
		near := strict.Suggest(name, k.order)
		switch {
		case near != "" && !slices.Contains(k.required, near):
			r.s.tree.slip(pos, fmt.Sprintf("%s is required and none of the properties: did you "+
				"mean %s?", cut(name), near))
		case k.additional != nil && k.additional.said().never:
			r.s.tree.slip(pos, fmt.Sprintf("%s is required and none of the properties, beside "+
				"which additionalProperties allows none", cut(name)))
		}
	}
}

// slip keeps a mistake that changes nothing of what is sent or judged.
func (t *tree) slip(pos strict.Pos, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slips = append(t.slips, Note{pos, text})
}

// Slips are mistakes of the description that change nothing of what is sent or judged, as far as
// it was read.
func (d *Description) Slips() []Note {
	d.tree.misspell()
	d.tree.mu.Lock()
	defer d.tree.mu.Unlock()
	return slices.Clone(d.tree.slips)
}

// repeated notes the operations that have one operationId.
func (d *describer) repeated() {
	first := map[string]*Operation{}
	for i := range d.made.Operations {
		op := &d.made.Operations[i]
		switch known := first[op.ID]; {
		case op.ID == "", known != nil && known.Pos == op.Pos: // by a reference
		case known == nil:
			first[op.ID] = op
		default:
			d.tree.slip(op.Pos, fmt.Sprintf("the operationId %s is that of %s %s too: each has "+
				"one of its own", cut(op.ID), known.Method, known.Key))
		}
	}
}
