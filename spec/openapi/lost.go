package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// nowhere says of a reference in a file, which leads to nothing, why.
func (t *tree) nowhere(from *file, ref string) string {
	text := fmt.Sprintf("$ref %q leads to nothing", t.written(ref))
	where, _, _ := strings.Cut(ref, "#")
	if where == "" {
		return text
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.failed[from.locate(where)]; err != nil {
		return text + ": " + oneLine(err)
	}
	return text
}

// known leaves the operation out where no value of a schema can be made.
func (o *operationReader) known(what string, s *Schema) {
	if o.strict {
		return // each is an error
	}
	if why := s.unknown(map[*Schema]bool{}); why != "" {
		o.fail("%s: %s", what, why)
	}
}

// unknown says why no value of the schema can be made: a part that each needs refers to nothing;
// empty: it can.
func (s *Schema) unknown(seen map[*Schema]bool) string {
	if s == nil || seen[s] {
		return ""
	}
	seen[s] = true
	k := s.said()
	if k.lost != "" || k.example != nil {
		return k.lost
	}
	parts := append(slices.Clone(k.allOf), k.ref)
	for _, name := range k.required {
		parts = append(parts, k.properties[name])
	}
	if k.minItems != nil && *k.minItems > 0 {
		parts = append(parts, k.items)
	}
	for _, part := range parts {
		if why := part.unknown(seen); why != "" {
			return why
		}
	}
	return ""
}
