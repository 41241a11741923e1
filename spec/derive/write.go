package derive

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
	"example.com/toeline/spec/sample"
)

// rootText is the x-conformance of the root, as YAML with that key.
func (s *skeleton) rootText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n  version: %d\n", spec.Extension, spec.FormatVersion)
	if len(s.order) > 0 {
		b.WriteString("  fixtures:\n")
	}
	for _, name := range s.order {
		fmt.Fprintf(&b, "    %s:\n      role: %s\n      schema: %s\n      id: id\n      absent: "+
			"%s\n", kindName(name), quoted(names.Word(name)), itemSchema(name),
			quoted(absentPattern(s.absentShape(name))))
		if id := s.shown[name]; id != "" {
			fmt.Fprintf(&b, "      example: %s\n", quoted(id))
		}
		b.WriteString("      roles:\n        known: {}\n")
	}
	b.WriteString("  requirements:\n    - {id: HTTP-1, level: must, basis: stated, " +
		"text: \"Every response is well-formed HTTP and ends within the limits of a run.\", " +
		"source: RFC 9112}\n")
	for _, part := range s.parts {
		for _, r := range part.requirements {
			b.WriteString("    " + r + "\n")
		}
	}
	b.WriteString("  rules:\n    - {id: HTTP-1, http: wellFormed}\n")
	return b.String()
}

// joined are the values of a request, of which more ones replace those of the same names.
func joined(values []string, body string, more ...string) string {
	key := func(value string) string {
		name, _, _ := strings.Cut(value, `": `)
		return name
	}
	values = slices.DeleteFunc(values, func(value string) bool {
		return slices.ContainsFunc(more, func(m string) bool { return key(m) == key(value) })
	})
	if body != "" {
		values = append(values, body)
	}
	return strings.Join(append(values, more...), ", ")
}

// absentShape is what ids that name nothing look like: where their parameter leaves that open, as
// responses have them.
func (s *skeleton) absentShape(name string) openapi.Shape {
	if shape, known := s.absents[name]; known {
		return shape
	}
	return s.kinds[name]
}

// named gives a schema at a place of the description a name, since checks name schemas.
func (s *skeleton) named(name string, at []string, schema *openapi.Schema) string {
	if !s.hasSchema[name] {
		s.hasSchema[name] = true
		s.schemas = append(s.schemas, namedSchema{name, at, schema})
	}
	return name
}

// itemSchemaText is the schema of what a target holds, as YAML with its name as the key.
func (s *skeleton) itemSchemaText(name string) string {
	return fmt.Sprintf("%s:\n  type: object\n  description: What a target holds, by its id.\n"+
		"  required: [id]\n  additionalProperties: false\n  properties:\n"+
		"    id: {type: string, pattern: %s}\n", itemSchema(name), quoted(idPattern(s.kinds[name])))
}

// kind returns the kind of what a path parameter names. Parameters of one name are of one kind,
// but where the name says little, as id does, and they follow another part of the path, or their
// schemas differ: /users/{id} and /orders/{id} are two.
func (s *skeleton) kind(op *openapi.Operation, p openapi.Parameter) string {
	name := s.kindOf(op, p)
	if value, good := sample.Parameter(p); s.shown[name] == "" && good && !isGuess(p) {
		if text, ok := spec.TextOf(value); ok {
			s.shown[name] = text
		}
	}
	return name
}

func (s *skeleton) kindOf(op *openapi.Operation, p openapi.Parameter) string {
	collection, shape := collectionOf(op.Path, p.Name), p.Schema.Shape()
	if shape.Items != nil {
		shape = shape.Items.Shape()
	}
	for _, name := range []string{p.Name, collection + "_" + p.Name} {
		known, ok := s.kinds[name]
		general := names.General[strings.ToLower(p.Name)]
		if of, named := s.before[name]; !ok && named && general && of != collection {
			continue // the name is another's
		}
		if !ok {
			s.kinds[name], s.collections[name] = shape, collection
			if r := s.resources[idKey(op, p)]; r != nil && isFree(p) &&
				r.idSchema != nil && r.idSchema.Shape().Type == "string" {
				s.absents[name] = r.idSchema.Shape()
			}
			s.order = append(s.order, name)
			return name
		}
		sameForm := known.Type == shape.Type && known.Format == shape.Format &&
			known.Pattern == shape.Pattern
		if sameForm &&
			(!general || s.collections[name] == collection) {
			s.kinds[name] = narrower(known, shape)
			return name
		}
	}
	return collection + "_" + p.Name
}

// narrower returns a shape with the bounds that both have.
func narrower(a, b openapi.Shape) openapi.Shape {
	if b.Min != nil && (a.Min == nil || *b.Min > *a.Min) {
		a.Min = b.Min
	}
	if b.Max != nil && (a.Max == nil || *b.Max < *a.Max) {
		a.Max = b.Max
	}
	return a
}

// collectionOf returns the last fixed segment of a path before a parameter.
func collectionOf(path, parameter string) string {
	before, _, _ := strings.Cut(path, "{"+parameter+"}")
	last := ""
	for segment := range strings.SplitSeq(before, "/") {
		if segment != "" && !strings.Contains(segment, "{") {
			last = segment
		}
	}
	return last
}

func kindName(parameter string) string   { return names.Word(parameter) + "s" }
func itemSchema(parameter string) string { return OwnSchemas + names.Word(parameter) }

const guidPattern = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

// idPattern is a rule for ids as texts, as far as the schema gives one.
func idPattern(s openapi.Shape) string {
	switch {
	case s.Pattern != "" && pattern.Compiles(s.Pattern):
		return s.Pattern
	case s.Format == "uuid":
		return "^" + guidPattern + "$"
	case s.Type == "integer":
		return "^-?[0-9]+$"
	}
	return "."
}

// absentPattern makes ids that most likely name nothing.
func absentPattern(s openapi.Shape) string {
	switch {
	case s.Pattern != "" && pattern.Compiles(s.Pattern):
		return strings.TrimSuffix(strings.TrimPrefix(s.Pattern, "^"), "$")
	case s.Format == "uuid":
		return "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
	case s.Type == "integer" && s.Max != nil && *s.Max < 9e8 && *s.Max >= 0:
		return strconv.Itoa(int(*s.Max))
	case s.Type == "integer":
		return "9[0-9]{8}"
	}
	return "[a-z]{24}"
}
