package xmlvalue

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/xpath"
)

// maxWork bounds how many values are read of one document.
const maxWork = 200_000

// Read reads an XML document as the value that a schema describes, and returns in which ways the
// document is not written as the schema says. Where the schema says nothing, usual ways to write
// XML are taken: lists in an element of their own, and names in other letter cases.
func Read(s *openapi.Schema, document *xpath.Document) (value any, wrong []openapi.Violation) {
	r := &reader{left: maxWork}
	root, x := document.Element(), s.XML()
	if x.Name != "" && !x.Elsewhere && root.Name() != x.Name {
		r.add("", "wrong element: "+root.Name(), "the element "+x.Name)
	}
	r.space(root, x, "")
	if isList(s) {
		value = r.wrapped("", s, x, root, "")
	} else {
		value = r.value(root, s, "")
	}
	return value, r.wrong
}

// Says reports whether the content of a schema can be judged as XML: one that names texts alone
// may mean the document itself.
func Says(s *openapi.Schema) bool {
	return s != nil && (!s.IsScalar() || s.XML().Stated)
}

type reader struct {
	wrong []openapi.Violation
	left  int
}

func (r *reader) add(at, reason, expected string) {
	r.wrong = append(r.wrong, openapi.Violation{Pointer: at, Reason: reason, Expected: expected})
}

// space notes an element that is in another namespace than its schema says.
func (r *reader) space(e xpath.Element, x openapi.XML, at string) {
	if x.Namespace != "" && e.Space() != x.Namespace {
		r.add(at, "wrong namespace: "+e.Space(), "an element in the namespace "+x.Namespace)
	}
}

// value reads an element by its schema; nil: any.
func (r *reader) value(e xpath.Element, s *openapi.Schema, at string) any {
	if r.left--; r.left < 0 || isNil(e) {
		return nil
	}
	elements := e.Elements()
	kinds := s.Types()
	known := membersOf(s)
	isObject := slices.Contains(kinds, "object") || len(known) > 0
	switch {
	case isObject && (len(kinds) < 2 || len(elements)+len(e.Attributes()) > 0):
		return r.object(e, s, known, at)
	case isList(s):
		return r.wrapped(e.Name(), s, s.XML(), e, at)
	case len(elements) > 0:
		return r.object(e, nil, nil, at)
	}
	return scalar(s, e.Text())
}

func isNil(e xpath.Element) bool {
	return slices.ContainsFunc(e.Attributes(), func(a xpath.Attribute) bool {
		return a.Space == schemaSpace && a.Name == "nil" &&
			(a.Value == "true" || a.Value == "1")
	})
}

// object reads the members of an element. What no member is known for is a member of its name.
func (r *reader) object(e xpath.Element, s *openapi.Schema, known []*member, at string) any {
	made := map[string]any{}
	used := map[int]bool{}
	elements := e.Elements()
	for _, m := range known {
		x := m.schema().XML()
		inner := at + "/" + jsonpointer.Escape(m.name)
		var value any
		var there bool
		switch {
		case x.Attribute:
			value, there = attribute(e, m, x)
		case x.Text:
			value, there = scalar(m.schema(), e.Text()), true
		case isList(m.schema()):
			value, there = r.listMember(elements, used, m, x, inner)
		default:
			value, there = r.oneMember(elements, used, m, x, inner)
		}
		switch shape := m.schema().Shape(); {
		case there:
			made[m.name] = value
		case m.required && shape.Nullable: // XML has no other way to write null
			made[m.name] = nil
		}
	}
	additional := s.Shape().Additional
	for i, element := range elements {
		if _, given := made[element.Name()]; !used[i] && !given {
			inner := at + "/" + jsonpointer.Escape(element.Name())
			made[element.Name()] = r.value(element, additional, inner)
		}
	}
	return made
}

func attribute(e xpath.Element, m *member, x openapi.XML) (any, bool) {
	for _, a := range e.Attributes() {
		if contains(names(m.name, x), a.Name, !x.Stated) {
			return scalar(m.schema(), a.Value), true
		}
	}
	return nil, false
}

// found returns the elements of some names that no other member has.
func found(elements []xpath.Element, used map[int]bool, all []string, fold bool) (at []int) {
	for _, anyCase := range []bool{false, true} {
		for i, e := range elements {
			if !used[i] && contains(all, e.Name(), anyCase) {
				at = append(at, i)
			}
		}
		if len(at) > 0 || !fold {
			break
		}
	}
	for _, i := range at {
		used[i] = true
	}
	return at
}

func (r *reader) oneMember(
	elements []xpath.Element, used map[int]bool, m *member, x openapi.XML, at string,
) (any, bool) {
	all := found(elements, used, names(m.name, x), !x.Stated)
	if len(all) == 0 {
		return nil, false
	}
	if len(all) > 1 {
		r.add(at, fmt.Sprintf("the element is there %d times", len(all)), "one element")
	}
	e := elements[all[0]]
	r.space(e, x, at)
	return r.choice(e, m.schemas, at), true
}

// choice reads an element by the first of several schemas that allows what is read.
func (r *reader) choice(e xpath.Element, schemas []*openapi.Schema, at string) any {
	if len(schemas) > 1 {
		for _, s := range schemas {
			try := &reader{left: r.left}
			value := try.value(e, s, at)
			if r.left = try.left; len(try.wrong) == 0 && len(s.Validate(value)) == 0 {
				return value
			}
		}
	}
	return r.value(e, schemas[0], at)
}

func (r *reader) listMember(
	elements []xpath.Element, used map[int]bool, m *member, x openapi.XML, at string,
) (any, bool) {
	s := m.schema()
	inner := listOf(s).Shape().Items.XML()
	stated := x.Stated || inner.Stated
	if x.Wrapped {
		all := found(elements, used, names(m.name, x), false)
		if len(all) == 0 {
			return nil, false
		}
		if len(all) > 1 {
			r.add(at, fmt.Sprintf("the element is there %d times", len(all)), "one element")
		}
		r.space(elements[all[0]], x, at)
		return r.wrapped(m.name, s, x, elements[all[0]], at), true
	}
	all := found(elements, used, itemNames(m.name, x, inner), !stated)
	if len(all) == 1 && !stated && wraps(elements[all[0]], listOf(s).Shape().Items) {
		return r.items(elements[all[0]].Elements(), s, at), true
	}
	if len(all) == 0 && !m.required {
		return nil, false // a list of no items is not there
	}
	items := make([]xpath.Element, len(all))
	for i, at := range all {
		items[i] = elements[at]
	}
	return r.items(items, s, at), true
}

// wraps reports whether an element seems to hold the items of a list, and not to be one.
func wraps(e xpath.Element, items *openapi.Schema) bool {
	inner := e.Elements()
	switch {
	case strings.TrimSpace(e.Text()) != "":
		return false
	case len(inner) == 0:
		return len(e.Attributes()) == 0 && !slices.Contains(items.Types(), "string")
	}
	known := membersOf(items)
	for _, one := range inner {
		if one.Name() != inner[0].Name() || slices.ContainsFunc(known, func(m *member) bool {
			return contains(names(m.name, m.schema().XML()), one.Name(), true)
		}) {
			return false
		}
	}
	return true
}

// wrapped reads the items in an element of their own.
func (r *reader) wrapped(
	name string, s *openapi.Schema, x openapi.XML, e xpath.Element, at string,
) any {
	inner := listOf(s).Shape().Items.XML()
	all := itemNames(name, x, inner)
	elements := e.Elements()
	for i, item := range elements {
		if inner.Name != "" && !contains(all, item.Name(), false) {
			r.add(fmt.Sprintf("%s/%d", at, i), "wrong element: "+item.Name(),
				"the element "+all[0])
		}
	}
	return r.items(elements, s, at)
}

func (r *reader) items(elements []xpath.Element, s *openapi.Schema, at string) any {
	made := []any{}
	shape := listOf(s).Shape()
	for i, e := range elements {
		inner := fmt.Sprintf("%s/%d", at, i)
		r.space(e, shape.Items.XML(), inner)
		made = append(made, r.value(e, shape.Items, inner))
	}
	return made
}

// aNumber matches the numbers of XML Schema that JSON writes in another way.
var aNumber = regexp.MustCompile(`^[+-]?0*(\d+)(\.\d*)?([eE][+-]?\d+)?$`)

// scalar reads a text as the value that it is by its schema.
func scalar(s *openapi.Schema, text string) any {
	if s == nil {
		return text
	}
	kinds, trimmed := s.Types(), strings.TrimSpace(text)
	takes := func(kind string) bool { return slices.Contains(kinds, kind) }
	switch {
	case len(kinds) == 0, takes("string") && len(s.Validate(text)) == 0:
		return text
	case takes("boolean") && (trimmed == "true" || trimmed == "1"):
		return true
	case takes("boolean") && (trimmed == "false" || trimmed == "0"):
		return false
	case takes("integer") || takes("number"):
		if found := aNumber.FindStringSubmatch(trimmed); found != nil {
			number := found[1] + strings.TrimSuffix(found[2], ".") + found[3]
			if strings.HasPrefix(trimmed, "-") {
				number = "-" + number
			}
			return json.Number(number)
		}
	}
	if trimmed == "" && !takes("string") && s.Shape().Nullable {
		return nil
	}
	return text
}
