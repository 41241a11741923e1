package openapi

import (
	"cmp"
	"slices"
	"strings"
)

// XML is how the value of a schema is written in XML, as far as the schema says. What it does not
// say is empty.
type XML struct {
	Name, Namespace, Prefix string
	// Attribute reports whether the value is an attribute of the element around it, Text whether
	// it is the text of it, and Wrapped whether the items of a list are in an element of their own.
	Attribute, Text, Wrapped bool
	// Stated reports whether the schema says anything of XML.
	Stated bool
	// Component is the name of the schema that is referred to; empty: none is.
	Component string
	// Elsewhere reports whether Name is said by a schema that is referred to.
	Elsewhere bool
}

// XML returns what the schema says of XML, itself before what it refers to.
func (s *Schema) XML() XML {
	var made XML
	for hops := 0; s != nil && hops < maxHops; hops++ {
		k := s.said()
		if k.ref == nil || s.tree.siblings {
			s.addXML(&made, hops > 0)
		}
		made.Component = cmp.Or(made.Component, k.refName)
		s = k.ref
	}
	return made
}

func (s *Schema) addXML(made *XML, elsewhere bool) {
	own, ok := s.at.get("xml")
	if !ok {
		return
	}
	made.Stated = true
	if name := own.text("name"); made.Name == "" && name != "" {
		if _, local, ok := strings.Cut(name, ":"); ok { // the prefix is of no matter
			name = local
		}
		made.Name, made.Elsewhere = name, elsewhere
	}
	if made.Namespace == "" {
		made.Namespace, made.Prefix = own.text("namespace"), own.text("prefix")
	}
	node := own.text("nodeType")
	made.Attribute = made.Attribute || own.flag("attribute") || node == "attribute"
	made.Text = made.Text || node == "text" || node == "cdata"
	isList := s.said().types == kindArray
	made.Wrapped = made.Wrapped || own.flag("wrapped") || isList && node == "element"
}

// InOrder returns the names of the members that the schema knows, in the order of the file.
func (s *Schema) InOrder() []string { return slices.Clone(s.target().said().order) }

// IsXML reports whether a media type is XML: application/xml, text/xml or a +xml type.
func IsXML(mediaType string) bool {
	base, _, _ := strings.Cut(mediaType, ";")
	base = strings.ToLower(strings.TrimSpace(base))
	return strings.HasSuffix(base, "/xml") || strings.HasSuffix(base, "+xml")
}
