package openapi

import "strings"

// FromText returns the JSON value that a text in a path, a query or a header is: a number where
// the schema names numbers, a list or an object where it names these, in the style simple or as
// JSON, and else the text.
func (s *Schema) FromText(text string) any { return s.fromText(text, 0) }

// maxTextDepth is how deep lists and objects of a text may be in each other.
const maxTextDepth = 3

func (s *Schema) fromText(text string, depth int) any {
	kinds := s.kinds(map[*Schema]bool{})
	if depth > maxTextDepth || kinds&^(kindString|kindNull) == 0 ||
		kinds&kindString != 0 && len(s.Validate(text)) == 0 {
		return text
	}
	value, err := DecodeJSON([]byte(text))
	switch value.(type) {
	case string:
		return text // quotes are part of it
	case []any:
		if kinds&kindArray != 0 {
			return value
		}
	case map[string]any:
		if kinds&kindObject != 0 {
			return value
		}
	}
	switch {
	case kinds&kindArray != 0:
		return s.listFromText(text, depth+1)
	case kinds&kindObject != 0:
		if object := s.objectFromText(text, depth+1); object != nil {
			return object
		}
	case err == nil:
		return value
	}
	return text
}

func (s *Schema) listFromText(text string, depth int) []any {
	items := s.target().said().items
	list := []any{}
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); items != nil {
			list = append(list, items.fromText(item, depth))
		} else {
			list = append(list, item)
		}
	}
	return list
}

// objectFromText reads R=100,G=200 or R,100,G,200; nil: it is neither.
func (s *Schema) objectFromText(text string, depth int) map[string]any {
	parts := strings.Split(text, ",")
	object := map[string]any{}
	member := func(name, value string) {
		object[strings.TrimSpace(name)] = strings.TrimSpace(value)
		if schema, ok := s.Property(strings.TrimSpace(name)); ok {
			object[strings.TrimSpace(name)] = schema.fromText(strings.TrimSpace(value), depth)
		}
	}
	if strings.Count(text, "=") >= len(parts) {
		for _, pair := range parts {
			name, value, _ := strings.Cut(pair, "=")
			member(name, value)
		}
		return object
	}
	if len(parts)%2 != 0 {
		return nil
	}
	for i := 0; i < len(parts); i += 2 {
		member(parts[i], parts[i+1])
	}
	return object
}
