package style

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

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
			p.list = append(p.list, Text(item))
		}
		return p
	case map[string]any:
		p := parts{object: map[string]string{}, names: slices.Sorted(maps.Keys(v))}
		for name, member := range v {
			p.object[name] = Text(member)
		}
		return p
	}
	return parts{one: Text(value)}
}

// Text writes a value as text; an object or list inside of another is JSON.
func Text(value any) string {
	if value == nil {
		return "null"
	}
	if text, ok := openapi.TextOf(value); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// Path writes a value in the style of a path parameter: simple, label or matrix.
func Path(p openapi.Parameter, value any, escape func(string) string) string {
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
	if given := delimiters[p.Style]; given != "" {
		separator = escape(given)
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

// delimiters are what is between the items of a list that is not exploded, where that is not a
// comma. OpenAPI 2.0 has tabs, and each of them in any place.
var delimiters = map[string]string{
	"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t",
}

// Query writes a value in the style of a query parameter: form, spaceDelimited, pipeDelimited
// or deepObject: "name=value", escaped.
func Query(p openapi.Parameter, value any) []string {
	escape := EscapeQuery
	if p.Reserved {
		escape = reservedEscape
	}
	name, v := EscapeQuery(p.Name)+"=", partsOf(value)
	var all []string
	switch {
	case p.ContentType != "":
		return []string{name + escape(contentText(p.ContentType, value))}
	case v.object != nil && p.Style == "deepObject":
		return deepObject(EscapeQuery(p.Name), value, escape)
	case v.object != nil && p.Explode:
		for _, member := range v.names {
			all = append(all, EscapeQuery(member)+"="+escape(v.object[member]))
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

// QueryString writes a value as the whole query: the pairs of a form, else content that is escaped.
func QueryString(p openapi.Parameter, value any) string {
	if object, ok := value.(map[string]any); ok &&
		openapi.InRange("application/x-www-form-urlencoded", p.ContentType) {
		return form(object, nil)
	}
	return EscapeQuery(contentText(p.ContentType, value))
}

func delimiter(p openapi.Parameter) string {
	if given := delimiters[p.Style]; given != "" {
		return EscapeQuery(given)
	}
	return ","
}

// deepObject writes where[size]=xl, and a list inside as one pair an item.
func deepObject(name string, value any, escape func(string) string) []string {
	var all []string
	switch v := value.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			inner := name + "%5B" + EscapeQuery(member) + "%5D"
			all = append(all, deepObject(inner, v[member], escape)...)
		}
	case []any:
		for _, item := range v {
			all = append(all, deepObject(name, item, escape)...)
		}
	default:
		all = []string{name + "=" + escape(Text(value))}
	}
	return all
}

// EscapeQuery escapes a name or a value: a space is %20 to every reader, and a plus to those of
// forms alone.
func EscapeQuery(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// EscapeSegment percent-encodes all but the unreserved characters (RFC 3986
// 2.3), and dots too where they alone would name another path.
func EscapeSegment(s string) string {
	dots := strings.Trim(s, ".") == ""
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' ||
			c == '_' || c == '~' || c == '.' && !dots {
			b.WriteByte(c)
			continue
		}
		b.WriteString(EscapeByte(c))
	}
	return b.String()
}

// EscapeByte percent-encodes a byte.
func EscapeByte(c byte) string { return fmt.Sprintf("%%%02X", c) }

// reservedEscape leaves reserved characters as they are, but those that would end the value.
func reservedEscape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; strings.IndexByte(":/?@!$'()*,;[]", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(EscapeQuery(s[i : i+1]))
		}
	}
	return b.String()
}

// Header writes a value in the style of a header: simple.
func Header(p openapi.Parameter, value any) string {
	if p.ContentType != "" {
		return contentText(p.ContentType, value)
	}
	if delimiters[p.Style] == "" {
		p.Style = "simple"
	}
	return Path(p, value, func(s string) string { return s })
}
