package openapi

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

var errMore = errors.New("more than one value")

// read reads the keywords of the schema. What is not a keyword, or has no sense, says nothing.
func (s *Schema) read() *keywords {
	k := &keywords{}
	n := s.at.node
	if n.Kind == yaml.ScalarNode {
		k.never = n.Value == "false" && n.Tag == "!!bool"
		return k
	}
	r := schemaReader{s, k}
	if ref := s.at.text("$ref"); ref != "" && !s.tree.siblings {
		r.reference(ref) // before OpenAPI 3.1 a reference is all that counts
		r.beside()
		return k
	}
	for key, value := range s.at.members() {
		if read := keywordReaders[key]; read != nil {
			read(r, value)
		} else {
			r.unknown(key, value)
		}
	}
	r.unnamed()
	if k.exclusiveMin {
		k.above, k.minimum = k.minimum, nil
	}
	if k.exclusMax {
		k.below, k.maximum = k.maximum, nil
	}
	return k
}

// schemaReader is a schema whose keywords are being read.
type schemaReader struct {
	s *Schema
	k *keywords
}

// keywordReaders are the keywords of all versions: those of JSON Schema 2020-12, and what
// OpenAPI adds to them.
var keywordReaders map[string]func(schemaReader, part)

func init() {
	keywordReaders = map[string]func(schemaReader, part){
		"$ref":           func(r schemaReader, v part) { r.reference(v.node.Value) },
		"$dynamicRef":    func(r schemaReader, v part) { r.dynamic(v.node.Value) },
		"$dynamicAnchor": func(r schemaReader, v part) { r.anchor(v.node.Value, r.s.at) },
		"$defs":          schemaReader.definitions,

		"type":     schemaReader.types,
		"nullable": func(r schemaReader, v part) { r.k.nullable = v.node.Value == "true" },
		"enum":     schemaReader.enum,
		"const":    func(r schemaReader, v part) { r.k.constant = instanceOf(v.value()) },

		"minimum": func(r schemaReader, v part) { r.k.minimum = r.number(v) },
		"maximum": func(r schemaReader, v part) { r.k.maximum = r.number(v) },
		"exclusiveMinimum": func(r schemaReader, v part) {
			r.exclusive(v, &r.k.exclusiveMin, &r.k.above)
		},
		"exclusiveMaximum": func(r schemaReader, v part) {
			r.exclusive(v, &r.k.exclusMax, &r.k.below)
		},
		"multipleOf": func(r schemaReader, v part) { r.k.multipleOf = r.number(v) },

		"minLength": func(r schemaReader, v part) { r.k.minLength = r.count(v) },
		"maxLength": func(r schemaReader, v part) { r.k.maxLength = r.count(v) },
		"pattern": func(r schemaReader, v part) {
			r.k.pattern, r.k.matcher = v.node.Value, r.pattern(v.node)
		},
		"format": schemaReader.format,

		"items":            schemaReader.items,
		"prefixItems":      func(r schemaReader, v part) { r.k.prefix = r.list(v) },
		"contains":         func(r schemaReader, v part) { r.k.contains = r.schema("", v) },
		"minItems":         func(r schemaReader, v part) { r.k.minItems = r.count(v) },
		"maxItems":         func(r schemaReader, v part) { r.k.maxItems = r.count(v) },
		"minContains":      func(r schemaReader, v part) { r.k.minContains = r.count(v) },
		"maxContains":      func(r schemaReader, v part) { r.k.maxContains = r.count(v) },
		"uniqueItems":      func(r schemaReader, v part) { r.k.unique = v.node.Value == "true" },
		"unevaluatedItems": func(r schemaReader, v part) { r.k.unevaluatedItems = r.schema("", v) },

		"properties":           schemaReader.properties,
		"patternProperties":    schemaReader.patternProperties,
		"additionalProperties": func(r schemaReader, v part) { r.k.additional = r.schema("", v) },
		"propertyNames":        func(r schemaReader, v part) { r.k.names = r.schema("", v) },
		"required":             schemaReader.required,
		"minProperties":        func(r schemaReader, v part) { r.k.minMembers = r.count(v) },
		"maxProperties":        func(r schemaReader, v part) { r.k.maxMembers = r.count(v) },
		"dependentRequired":    schemaReader.dependentRequired,
		"dependentSchemas":     schemaReader.dependentSchemas,
		"unevaluatedProperties": func(r schemaReader, v part) {
			r.k.unevaluatedProperties = r.schema("", v)
		},

		"allOf": func(r schemaReader, v part) { r.k.allOf = r.list(v) },
		"anyOf": func(r schemaReader, v part) { r.k.anyOf = r.list(v) },
		"oneOf": func(r schemaReader, v part) { r.k.oneOf = r.list(v) },
		"not":   func(r schemaReader, v part) { r.k.not = r.schema("", v) },
		"if":    func(r schemaReader, v part) { r.k.onlyIf = r.schema("", v) },
		"then":  func(r schemaReader, v part) { r.k.then = r.schema("", v) },
		"else":  func(r schemaReader, v part) { r.k.other = r.schema("", v) },

		"discriminator": schemaReader.discriminator,
		"readOnly":      func(r schemaReader, v part) { r.k.readOnly = v.node.Value == "true" },
		"writeOnly":     func(r schemaReader, v part) { r.k.writeOnly = v.node.Value == "true" },
		"example":       func(r schemaReader, v part) { r.k.example = v.value() },
		"examples":      schemaReader.examples,
		"default":       func(r schemaReader, v part) { r.k.fallback = v.value() },
	}
}

func (r schemaReader) schema(name string, at part) *Schema {
	if at.node.Kind == yaml.MappingNode || at.node.Tag == "!!bool" {
		return r.s.tree.schemaAt(name, at)
	}
	return nil
}

func (r schemaReader) list(v part) []*Schema {
	var all []*Schema
	for _, item := range v.items() {
		if made := r.schema("", item); made != nil {
			all = append(all, made)
		}
	}
	return all
}

func (r schemaReader) reference(ref string) {
	found, ok := r.s.tree.resolveSchema(r.s.at, ref)
	if !ok {
		r.k.lost = r.s.tree.nowhere(r.s.at.file, ref)
		r.s.tree.note(r.s.at.node, r.k.lost+": what is there is not judged")
		return
	}
	r.k.refName = path.Base(ref)
	r.k.ref = r.schema(r.k.refName, found)
}

// dynamic reads a $dynamicRef: the schema that it leads to regardless of how it was reached, and
// the name by which a schema on the way there may replace it.
func (r schemaReader) dynamic(ref string) {
	r.reference(ref)
	_, name, _ := strings.Cut(ref, "#")
	if r.k.ref != nil && r.k.ref.at.text("$dynamicAnchor") == name {
		r.k.dynamicRef = name // else it is a $ref
	}
}

// definitions finds the dynamic anchors that the schema itself brings.
func (r schemaReader) definitions(v part) {
	for _, at := range v.members() {
		name := at.text("$dynamicAnchor")
		if name != "" && at.text("$id") == "" && r.s.at.text("$dynamicAnchor") != name {
			r.anchor(name, at)
		}
	}
}

func (r schemaReader) anchor(name string, at part) {
	if r.k.anchors == nil {
		r.k.anchors = map[string]*Schema{}
	}
	r.k.anchors[name] = r.schema(name, at)
}

func (r schemaReader) types(v part) {
	named := []string{v.node.Value}
	if v.node.Kind == yaml.SequenceNode {
		named = texts(v)
	}
	for _, name := range named {
		for _, known := range kindNames {
			if known.name == name {
				r.k.types |= known.kind
			}
		}
		if name == "file" { // OpenAPI 2.0
			r.k.types |= kindString
		} else if !slices.ContainsFunc(kindNames, func(k kindName) bool {
			return k.name == name
		}) {
			r.s.tree.note(v.node, fmt.Sprintf("the type %s is not known, and not judged: a type "+
				"is string, integer, number, boolean, array, object or null", cut(name)))
		}
	}
}

func (r schemaReader) enum(v part) {
	for _, item := range v.items() {
		value := item.value()
		r.k.plainEnum = append(r.k.plainEnum, value)
		r.k.enum = append(r.k.enum, instanceOf(value))
	}
}

func (r schemaReader) number(v part) *decimal {
	made, ok := parseDecimal(numberText(v.node))
	if !ok {
		r.noNumber(v)
		return nil
	}
	return &made
}

func (r schemaReader) exclusive(v part, flag *bool, bound **decimal) {
	if v.node.Tag == "!!bool" {
		*flag = v.node.Value == "true"
		return
	}
	*bound = r.number(v)
}

// count reads a length; a number with a fraction of zero is one.
func (r schemaReader) count(v part) *int {
	n, err := strconv.ParseFloat(numberText(v.node), 64)
	if err != nil || n < 0 || n != float64(int(n)) {
		r.noNumber(v)
		return nil
	}
	made := int(n)
	return &made
}

func (r schemaReader) pattern(n *yaml.Node) *pattern {
	made, err := compilePattern(n.Value)
	if err != nil {
		r.s.tree.note(n, fmt.Sprintf("the pattern %s is not judged: %s", cut(n.Value), err))
	}
	return made
}

// format notes the formats that are not checked.
func (r schemaReader) format(v part) {
	r.k.format = v.node.Value
	_, ofNumbers := integerFormats[r.k.format]
	if formats[r.k.format] == nil && !ofNumbers && !silentFormats[r.k.format] {
		r.s.tree.note(v.node, fmt.Sprintf("the format %s is not checked%s", cut(r.k.format),
			meant(r.k.format, formatNames)))
	}
}

func (r schemaReader) items(v part) {
	if v.node.Kind == yaml.SequenceNode { // JSON Schema before 2020-12
		r.k.prefix = r.list(v)
		return
	}
	r.k.items = r.schema("", v)
}

func (r schemaReader) properties(v part) {
	r.k.properties = map[string]*Schema{}
	for name, at := range v.members() {
		if made := r.schema(r.s.Name+"."+name, at); made != nil {
			r.k.properties[name] = made
			r.k.order = append(r.k.order, name)
		}
	}
}

func (r schemaReader) patternProperties(v part) {
	for text, at := range v.members() {
		named := &yaml.Node{
			Kind: yaml.ScalarNode, Value: text, Line: at.node.Line, Column: at.node.Column,
		}
		if matcher, made := r.pattern(named), r.schema("", at); matcher != nil && made != nil {
			r.k.patterns = append(r.k.patterns, patternProperty{text, matcher, made})
		}
	}
}

func (r schemaReader) dependentRequired(v part) {
	r.k.dependents = map[string][]string{}
	for name, list := range v.members() {
		r.k.dependents[name] = texts(list)
	}
}

func (r schemaReader) dependentSchemas(v part) {
	r.k.dependentSchemas = map[string]*Schema{}
	for name, at := range v.members() {
		if made := r.schema("", at); made != nil {
			r.k.dependentSchemas[name] = made
		}
	}
}

func (r schemaReader) discriminator(v part) {
	property := v.text("propertyName")
	if v.node.Kind == yaml.ScalarNode { // OpenAPI 2.0
		property = v.node.Value
	}
	if property == "" {
		if v.node.Kind == yaml.MappingNode {
			r.s.tree.note(v.node, "the discriminator has no propertyName, and is not judged")
		}
		return
	}
	r.k.discriminator = &discriminator{property: property, mapping: map[string]string{}}
	if mapping, ok := v.get("mapping"); ok {
		for value, ref := range mapping.members() {
			r.k.discriminator.mapping[value] = ref.node.Value
		}
	}
}

// examples are a list since 3.1; the first of them is shown.
func (r schemaReader) examples(v part) {
	for _, item := range v.items() {
		if r.k.example == nil {
			r.k.example = item.value()
		}
	}
}

// texts returns the texts of a list.
func texts(v part) []string {
	var all []string
	for _, item := range v.items() {
		if item.node.Kind == yaml.ScalarNode {
			all = append(all, item.node.Value)
		}
	}
	return all
}
