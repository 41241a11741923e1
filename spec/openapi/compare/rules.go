package compare

import (
	"maps"
	"slices"
	"strings"
)

// ruleTable returns the rules by keyword.
func ruleTable() map[string]rule {
	table := map[string]rule{
		"type": typed, "enum": enumerated, "const": enumerated,
		"minimum": atLeast, "exclusiveMinimum": atLeast, "maximum": atMost,
		"exclusiveMaximum": atMost,
		"multipleOf":       multiples,
		"minLength": counted("minLength", typeString,
			true), "maxLength": counted("maxLength", typeString, false),
		"minItems":      counted("minItems", typeArray, true),
		"maxItems":      counted("maxItems", typeArray, false),
		"minProperties": counted("minProperties", typeObject, true),
		"maxProperties": counted("maxProperties", typeObject, false),
		"pattern":       equalText("pattern", typeString), "format": equalText("format", everyType),
		"uniqueItems": unique,
		"required":    required, "properties": properties, "patternProperties": patternProperties,
		"additionalProperties": additional, "unevaluatedProperties": additional,
		"items": items, "prefixItems": prefixItems,
		"anyOf": oneOfSeveral("anyOf"), "oneOf": oneOfSeveral("oneOf"), "not": not,
		"propertyNames": unchanged("propertyNames", typeObject),
	}
	for keyword, of := range map[string]types{
		"contains": typeArray, "minContains": typeArray, "maxContains": typeArray,
		"unevaluatedItems":  typeArray,
		"dependentRequired": typeObject, "dependentSchemas": typeObject, "dependencies": typeObject,
		"if": everyType, "then": everyType, "else": everyType,
		"contentEncoding": typeString, "contentMediaType": typeString, "contentSchema": typeString,
	} {
		table[keyword] = unchanged(keyword, of)
	}
	return table
}

// typed is the rule of type and nullable.
func typed(_ *comparer, inner *schema, of, value node) []gap {
	got, wanted := inner.types(), typesOf(of)
	if got&^wanted == 0 {
		return nil
	}
	return []gap{{
		keyword: "type", inner: inner.place("type"), outer: value,
		innerValue: got.String(), outerValue: wanted.String(),
	}}
}

// String returns the types as a text has them.
func (t types) String() string {
	if t == everyType {
		return "any"
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(typeNames)) {
		one := typeNames[name]
		if name == "file" || t&one != one || name == "integer" && t&typeNumber == typeNumber {
			continue
		}
		all = append(all, name)
	}
	return strings.Join(all, " or ")
}

// enumerated is the rule of enum and const where inner is not an enumeration.
func enumerated(_ *comparer, inner *schema, of, value node) []gap {
	wanted := enumeration(of)
	if wanted == nil {
		return nil
	}
	if t := inner.types(); t&^(typeNull|typeBoolean) == 0 {
		covered := (t&typeNull == 0 || wanted.has(nil)) &&
			(t&typeBoolean == 0 || wanted.has(true) && wanted.has(false))
		if covered {
			return nil
		}
	}
	if got, finite := inner.values(); finite &&
		!slices.ContainsFunc(got, func(v any) bool { return !wanted.has(v) }) {
		return nil
	}
	return []gap{
		{keyword: "enum", inner: inner.place("enum"), outer: value, outerValue: shown(wanted.list)},
	}
}

// narrowerFormats are formats whose values another format takes too.
var narrowerFormats = map[string][]string{
	"int64": {"int32"}, "double": {"float"}, "uri-reference": {"uri"}, "iri": {"uri"},
	"idn-email":     {"email"},
	"iri-reference": {"uri", "uri-reference", "iri"}, "idn-hostname": {"hostname"},
}

// equalText is the rule of a keyword that inner must have with the same value: what a pattern
// matches is not compared.
func equalText(keyword string, of types) rule {
	return func(_ *comparer, inner *schema, n, value node) []gap {
		wanted := n.text(keyword)
		if wanted == "" || inner.types()&of == 0 {
			return nil
		}
		g := gap{
			keyword: keyword, inner: inner.place(keyword), outer: value, outerValue: shown(wanted),
		}
		for _, m := range inner.with(keyword) {
			got, _ := m.value.(string)
			if got == wanted ||
				keyword == "format" && slices.Contains(narrowerFormats[wanted], got) {
				return nil
			}
			g.innerValue = shown(got)
		}
		return []gap{g}
	}
}

// unique is the rule of uniqueItems.
func unique(_ *comparer, inner *schema, _, value node) []gap {
	if value.value != true || inner.types()&typeArray == 0 {
		return nil
	}
	for _, m := range inner.with("uniqueItems") {
		if m.value == true {
			return nil
		}
	}
	return []gap{{
		keyword: "uniqueItems", inner: inner.place("uniqueItems"), outer: value,
		innerValue: "false", outerValue: "true",
	}}
}

// unchanged returns the rule of a keyword that inner must have unchanged.
func unchanged(keyword string, of types) rule {
	return func(_ *comparer, inner *schema, _, value node) []gap {
		if inner.types()&of == 0 || value.value == true && keyword != "uniqueItems" {
			return nil
		}
		g := gap{
			keyword: keyword, inner: inner.place(keyword), outer: value,
			outerValue: shown(value.value),
		}
		for _, m := range inner.with(keyword) {
			if same(m.value, value.value) {
				return nil
			}
			g.innerValue = shown(m.value)
		}
		return []gap{g}
	}
}

// items is the rule of items.
func items(c *comparer, inner *schema, of, value node) []gap {
	if _, isList := value.value.([]any); isList {
		return unchanged("items", typeArray)(c, inner, of, value)
	}
	if inner.types()&typeArray == 0 {
		return nil
	}
	mine, _ := of.member("prefixItems")
	from := len(mine.items())
	longest := from
	for _, p := range inner.with("prefixItems") {
		longest = max(longest, min(len(p.items()), maxTuple))
	}
	var gaps []gap
	for i := from; i <= longest; i++ {
		gaps = append(gaps,
			c.subset(inner.dir, c.anchored(inner.elements(i), inner, "items"), []node{value})...)
	}
	return gaps
}

// maxTuple bounds how many members of a tuple are compared.
const maxTuple = 100

// prefixItems is the rule of prefixItems.
func prefixItems(c *comparer, inner *schema, _, value node) []gap {
	if inner.types()&typeArray == 0 {
		return nil
	}
	var gaps []gap
	for i, wanted := range value.items()[:min(len(value.items()), maxTuple)] {
		gaps = append(gaps, c.subset(inner.dir, c.anchored(inner.elements(i), inner, "prefixItems"),
			[]node{wanted})...)
	}
	return gaps
}

// anchored returns schemas, or the schema that any value satisfies at the place where a keyword
// would be.
func (c *comparer) anchored(all []node, inner *schema, keyword string) []node {
	if len(all) > 0 {
		return all
	}
	at := inner.place(keyword)
	return []node{{side: at.side, at: at.at, value: map[string]any{}, cut: " any"}}
}
