package xmlvalue

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"example.com/toeline/spec/openapi"
)

// Write writes a value as the XML that the schema of its content describes. The error names a
// member that XML cannot have.
func Write(media openapi.Media, value any) ([]byte, error) {
	w := &writer{}
	x := media.Schema.XML()
	name := cmp.Or(x.Name, media.SchemaComponent, "root")
	if items, ok := value.([]any); ok {
		w.list(name, media.Schema, x, items, true)
	} else {
		w.element(name, media.Schema, value)
	}
	return w.b.Bytes(), w.err
}

type writer struct {
	b   bytes.Buffer
	err error
}

// aName matches the names of elements that every reader of XML takes.
var aName = regexp.MustCompile(`^[\pL_][\pL\pN_.-]*$`)

func (w *writer) name(name string) string {
	if !aName.MatchString(name) && w.err == nil {
		w.err = fmt.Errorf("%.60q cannot be the name of an element", name)
	}
	return name
}

// open writes the beginning of a tag, without its end, and returns the name for the closing tag.
func (w *writer) open(name string, x openapi.XML) string {
	w.name(name)
	if x.Prefix != "" {
		name = w.name(x.Prefix) + ":" + name
	}
	fmt.Fprintf(&w.b, "<%s", name)
	if x.Namespace != "" {
		attribute := "xmlns"
		if x.Prefix != "" {
			attribute += ":" + x.Prefix
		}
		w.attribute(attribute, x.Namespace)
	}
	return name
}

func (w *writer) attribute(name, value string) {
	fmt.Fprintf(&w.b, ` %s="`, name)
	w.text(value)
	w.b.WriteByte('"')
}

func (w *writer) text(text string) {
	_ = xml.EscapeText(&w.b, []byte(text)) // a buffer takes all
}

func (w *writer) element(name string, s *openapi.Schema, value any) {
	tag := w.open(name, s.XML())
	switch v := value.(type) {
	case nil:
		w.attribute("xmlns:xsi", schemaSpace)
		w.attribute("xsi:nil", "true")
		w.b.WriteByte('>')
	case map[string]any:
		w.object(s, v)
	case []any: // a list in a list
		w.b.WriteByte('>')
		w.items("item", s, v)
	default:
		w.b.WriteByte('>')
		text, _ := openapi.TextOf(v)
		w.text(text)
	}
	fmt.Fprintf(&w.b, "</%s>", tag)
}

// object writes the members: attributes, the text, and elements in the order of the schema.
func (w *writer) object(s *openapi.Schema, value map[string]any) {
	known := map[string]*openapi.Schema{}
	var order []string
	for _, m := range membersOf(s) {
		if _, given := value[m.name]; !given {
			continue
		}
		known[m.name] = m.schema()
		x := m.schema().XML()
		text, isText := openapi.TextOf(value[m.name])
		switch {
		case x.Attribute && isText:
			name := w.name(names(m.name, x)[0])
			if x.Prefix != "" && x.Namespace != "" {
				w.attribute("xmlns:"+w.name(x.Prefix), x.Namespace)
				name = x.Prefix + ":" + name
			}
			w.attribute(name, text)
		case !x.Attribute:
			order = append(order, m.name)
		}
	}
	w.b.WriteByte('>')
	for _, name := range slices.Sorted(maps.Keys(value)) {
		if known[name] == nil {
			order = append(order, name)
		}
	}
	for _, name := range order {
		w.member(name, known[name], value[name])
	}
}

func (w *writer) member(name string, s *openapi.Schema, value any) {
	x := s.XML()
	items, isItems := value.([]any)
	switch text, isText := openapi.TextOf(value); {
	case value == nil: // as absent
	case x.Text && isText:
		w.text(text)
	case isItems:
		w.list(name, s, x, items, x.Wrapped)
	default:
		w.element(names(name, x)[0], s, value)
	}
}

func (w *writer) list(name string, s *openapi.Schema, x openapi.XML, items []any, wrapped bool) {
	inner := listOf(s).Shape().Items.XML()
	item := itemNames(name, x, inner)[0]
	if !wrapped {
		w.items(item, s, items)
		return
	}
	tag := w.open(names(name, x)[0], x)
	w.b.WriteByte('>')
	w.items(item, s, items)
	fmt.Fprintf(&w.b, "</%s>", tag)
}

func (w *writer) items(name string, s *openapi.Schema, items []any) {
	shape := listOf(s).Shape()
	for _, item := range items {
		w.element(name, shape.Items, item)
	}
}
