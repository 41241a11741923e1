package xpath

import (
	"strings"

	"github.com/antchfx/xpath"
)

// Element is an element of a document.
type Element struct{ n *node }

// Attribute is an attribute of an element, by its local name and its namespace.
type Attribute struct{ Name, Space, Value string }

// Element returns the element that the document is.
func (d *Document) Element() Element {
	for _, c := range d.root.children {
		if c.kind == xpath.ElementNode {
			return Element{c}
		}
	}
	return Element{&node{kind: xpath.ElementNode}} // Parse refuses such a document
}

// Name returns the local name.
func (e Element) Name() string { return e.n.name }

// Space returns the namespace; empty: it is in none.
func (e Element) Space() string { return e.n.space }

// Elements returns the elements in this one, in their order.
func (e Element) Elements() []Element {
	var all []Element
	for _, c := range e.n.children {
		if c.kind == xpath.ElementNode {
			all = append(all, Element{c})
		}
	}
	return all
}

// Attributes returns those that declare no namespace.
func (e Element) Attributes() []Attribute {
	all := make([]Attribute, len(e.n.attributes))
	for i, a := range e.n.attributes {
		all[i] = Attribute{a.name, a.space, a.text}
	}
	return all
}

// Text returns the text in the element itself, and not in the elements in it.
func (e Element) Text() string {
	var b strings.Builder
	for _, c := range e.n.children {
		if c.kind == xpath.TextNode {
			b.WriteString(c.text)
		}
	}
	return b.String()
}
