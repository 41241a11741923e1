package style

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
)

// Pair is a name and a value as a query, a form or a cookie has them: escaped.
type Pair struct{ Name, Value string }

// Pairs splits a query or a form; names are unescaped.
func Pairs(query string) []Pair { return pairsOf(query, "&") }

// Cookies splits the values of Cookie headers.
func Cookies(h http.Header) []Pair { return pairsOf(strings.Join(h.Values("Cookie"), ";"), ";") }

func pairsOf(text, separator string) []Pair {
	var all []Pair
	for pair := range strings.SplitSeq(text, separator) {
		if pair = strings.TrimSpace(pair); pair != "" {
			name, value, _ := strings.Cut(pair, "=")
			all = append(all, Pair{unescape(name), value})
		}
	}
	return all
}

// unescape reads a percent-encoded text; a plus is a space. What is encoded wrongly stays.
func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func unescapePath(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// forms are what a value may be, by its schema.
type forms struct{ object, list, one bool }

func formsOf(s *openapi.Schema) forms {
	types := s.Types()
	if len(types) == 0 {
		isObject := len(Members(s)) > 0
		return forms{isObject, false, !isObject}
	}
	f := forms{object: slices.Contains(types, "object"), list: slices.Contains(types, "array")}
	f.one = slices.ContainsFunc(types, func(t string) bool { return t != "object" && t != "array" })
	return f
}

// fitting returns the first value that the schema takes, else the last.
func fitting(s *openapi.Schema, values []any) any {
	var last any
	for _, value := range values {
		last = value
		if s == nil || len(s.ValidateRequest(value)) == 0 {
			break
		}
	}
	return last
}

// scalar is the value of a text.
func scalar(s *openapi.Schema, text string) any {
	if s == nil {
		return text
	}
	return s.FromText(text)
}

// list is the value of the texts of a list.
func list(s *openapi.Schema, texts []string) any {
	items := s.Shape().Items
	all := []any{}
	for _, text := range texts {
		all = append(all, scalar(items, text))
	}
	return all
}

// object is the value of the texts of an object.
func object(s *openapi.Schema, pairs []Pair) any {
	made := map[string]any{}
	for _, pair := range pairs {
		made[pair.Name] = scalar(Member(s, pair.Name), pair.Value)
	}
	return made
}

// alternate makes pairs of a list of names and values in turn.
func alternate(texts []string) (pairs []Pair) {
	for i := 0; i+1 < len(texts); i += 2 {
		pairs = append(pairs, Pair{texts[i], texts[i+1]})
	}
	return pairs
}

// assigned makes pairs of texts as "name=value".
func assigned(texts []string) (pairs []Pair) {
	for _, text := range texts {
		name, value, _ := strings.Cut(text, "=")
		pairs = append(pairs, Pair{name, value})
	}
	return pairs
}

// ReadPath reads a path parameter from its part of a path, which is escaped. It is false where
// that does not begin as the style says.
func ReadPath(p openapi.Parameter, text string) (value any, ok bool) {
	separator, repeated := ",", ""
	switch p.Style {
	case "label":
		text, ok = strings.CutPrefix(text, ".")
		if p.Explode {
			separator = "."
		}
	case "matrix":
		text, ok = strings.CutPrefix(text, ";")
		name := EscapeSegment(p.Name) + "="
		if p.Explode {
			separator, repeated = ";", name
		}
		if formsOf(p.Schema).one || !p.Explode {
			text, ok = strings.CutPrefix(text, name)
		}
	default:
		ok = true
	}
	if !ok {
		return nil, false
	}
	if p.ContentType != "" {
		return readContent(p, unescapePath(text)), true
	}
	if delimiter := delimiters[p.Style]; delimiter != "" {
		separator = EscapeSegment(delimiter)
	}
	texts := strings.Split(text, separator)
	for i := range texts {
		texts[i] = unescapePath(strings.TrimPrefix(texts[i], repeated))
	}
	return simple(p, texts, unescapePath(text)), true
}

// ReadHeader reads a header parameter.
func ReadHeader(p openapi.Parameter, text string) any {
	if p.ContentType != "" {
		return readContent(p, text)
	}
	texts := strings.Split(text, cmp.Or(delimiters[p.Style], ","))
	for i := range texts {
		texts[i] = strings.TrimSpace(texts[i])
	}
	return simple(p, texts, text)
}

// simple reads a value from its texts, or from the whole.
func simple(p openapi.Parameter, texts []string, whole string) any {
	f := formsOf(p.Schema)
	var all []any
	switch {
	case f.object && p.Explode:
		all = append(all, object(p.Schema, assigned(texts)))
	case f.object && len(texts)%2 == 0:
		all = append(all, object(p.Schema, alternate(texts)))
	}
	if f.one {
		all = append(all, scalar(p.Schema, whole))
	}
	if f.list {
		all = append(all, list(p.Schema, texts))
	}
	return fitting(p.Schema, all)
}

// readContent reads a parameter that is described by content; JSON that is none is a text.
func readContent(p openapi.Parameter, text string) any {
	if openapi.IsJSON(p.ContentType) {
		if value, err := openapi.DecodeJSON([]byte(text)); err == nil {
			return value
		}
		return text
	}
	return scalar(p.Schema, text)
}

// ReadQuery reads a parameter of a query, a form or a cookie. Others are the names of the other
// parameters there, which no object has as members. It is false where the parameter is not there.
func ReadQuery(p openapi.Parameter, pairs []Pair, others map[string]bool) (value any, ok bool) {
	var given []string
	for _, pair := range pairs {
		if pair.Name == p.Name {
			given = append(given, pair.Value)
		}
	}
	f := formsOf(p.Schema)
	if f.object && p.ContentType == "" {
		if value, ok := readMembers(p, pairs, others); ok {
			return value, true
		}
	}
	if len(given) == 0 {
		return nil, false
	}
	whole := unescape(given[0])
	if p.ContentType != "" {
		return readContent(p, whole), true
	}
	texts := make([]string, 0, len(given))
	if p.Explode {
		for _, text := range given {
			texts = append(texts, unescape(text))
		}
	} else {
		texts = delimited(p.Style, given[0])
	}
	var all []any
	if f.object && !p.Explode {
		all = append(all, object(p.Schema, alternate(texts)))
	}
	if f.one || !f.list && !f.object {
		all = append(all, scalar(p.Schema, whole))
	}
	if f.list {
		all = append(all, list(p.Schema, texts))
	}
	return fitting(p.Schema, all), true
}

// delimited splits a list that is one value.
func delimited(style, text string) []string {
	if delimiter := delimiters[style]; delimiter != "" {
		return strings.Split(unescape(text), delimiter)
	}
	texts := strings.Split(text, ",")
	for i := range texts {
		texts[i] = unescape(texts[i])
	}
	return texts
}

// readMembers reads an object whose members are pairs of their own: in the style deepObject, or
// in form, exploded.
func readMembers(p openapi.Parameter, pairs []Pair, others map[string]bool) (value any, ok bool) {
	if p.Style == "deepObject" {
		return readDeep(p, pairs)
	}
	if p.Style != "form" || !p.Explode {
		return nil, false
	}
	var mine []Pair
	known := Members(p.Schema)
	for _, pair := range pairs {
		if slices.Contains(known, pair.Name) || !others[pair.Name] {
			mine = append(mine, Pair{pair.Name, unescape(pair.Value)})
		}
	}
	return object(p.Schema, mine), len(mine) > 0
}

// readDeep reads where[size]=xl; a name that is there twice is a list.
func readDeep(p openapi.Parameter, pairs []Pair) (value any, ok bool) {
	made := map[string]any{}
	for _, pair := range pairs {
		rest, mine := strings.CutPrefix(pair.Name, p.Name+"[")
		rest, closed := strings.CutSuffix(rest, "]")
		if !mine || !closed {
			continue
		}
		setDeep(p.Schema, made, strings.Split(rest, "]["), unescape(pair.Value))
	}
	return made, len(made) > 0
}

func setDeep(s *openapi.Schema, into map[string]any, steps []string, text string) {
	for ; len(steps) > 1; steps = steps[1:] {
		inner, isObject := into[steps[0]].(map[string]any)
		if !isObject {
			inner = map[string]any{}
			into[steps[0]] = inner
		}
		into, s = inner, Member(s, steps[0])
	}
	s = Member(s, steps[0])
	f := formsOf(s)
	switch before, there := into[steps[0]]; {
	case f.list && !f.one:
		all, _ := before.([]any)
		into[steps[0]] = append(all, scalar(s.Shape().Items, text))
	case there:
		into[steps[0]] = []any{before, text}
	default:
		into[steps[0]] = scalar(s, text)
	}
}
