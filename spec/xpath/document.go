package xpath

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/antchfx/xpath"
)

// The bounds of a document.
const (
	maxNodes = 100_000
	maxDepth = 1_000
)

// Document is an XML document.
type Document struct{ root *node }

// node is the document, an element, an attribute, a text or a comment.
type node struct {
	kind        xpath.NodeType
	name, space string // of an element or an attribute: its local name and its namespace
	text        string // of an attribute, a text or a comment
	parent      *node
	index       int // among the children of parent, or among its attributes
	children    []*node
	attributes  []*node
}

// Parse reads a document. The error says why the text is not well-formed XML in UTF-8, or is too
// large.
func Parse(text []byte) (*Document, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := reader{decoder: xml.NewDecoder(bytes.NewReader(text))}
	r.decoder.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("its encoding is %s, and only UTF-8 is read", charset)
	}
	root := &node{kind: xpath.RootNode}
	r.at = root
	for {
		token, err := r.decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return r.end(root)
		case err != nil:
			return nil, err
		}
		if err := r.add(token); err != nil {
			return nil, err
		}
	}
}

// reader makes nodes of tokens.
type reader struct {
	decoder *xml.Decoder
	at      *node // whose children come
	nodes   int
	depth   int
	element bool // the element of the document has begun
}

func (r *reader) end(root *node) (*Document, error) {
	if !r.element {
		return nil, errors.New("it has no element")
	}
	return &Document{root}, nil
}

func (r *reader) add(token xml.Token) error {
	if r.nodes > maxNodes || r.depth > maxDepth {
		return fmt.Errorf("it has more than %d nodes, or elements deeper than %d", maxNodes,
			maxDepth)
	}
	switch t := token.(type) {
	case xml.StartElement:
		if r.depth == 0 && r.element {
			return errors.New("it has a second element after the first")
		}
		r.element = true
		r.at = r.child(&node{
			kind: xpath.ElementNode, name: t.Name.Local, space: t.Name.Space,
		})
		r.depth++
		for _, a := range t.Attr {
			if a.Name.Space != "xmlns" && (a.Name.Space != "" || a.Name.Local != "xmlns") {
				r.attribute(a)
			}
		}
	case xml.EndElement:
		r.at = r.at.parent
		r.depth--
	case xml.CharData:
		if r.depth > 0 {
			r.text(string(t))
		} else if strings.TrimSpace(string(t)) != "" {
			return errors.New("it has text outside of its element")
		}
	case xml.Comment:
		r.child(&node{kind: xpath.CommentNode, text: string(t)})
	}
	return nil
}

func (r *reader) child(n *node) *node {
	n.parent, n.index = r.at, len(r.at.children)
	r.at.children = append(r.at.children, n)
	r.nodes++
	return n
}

func (r *reader) attribute(a xml.Attr) {
	r.at.attributes = append(r.at.attributes, &node{
		kind: xpath.AttributeNode, name: a.Name.Local, space: a.Name.Space, text: a.Value,
		parent: r.at, index: len(r.at.attributes),
	})
	r.nodes++
}

// text adds to the text before it: a CDATA section is no node of its own.
func (r *reader) text(text string) {
	if n := len(r.at.children); n > 0 && r.at.children[n-1].kind == xpath.TextNode {
		r.at.children[n-1].text += text
		return
	}
	r.child(&node{kind: xpath.TextNode, text: text})
}

// value is the string-value of a node (XPath 1.0, 5).
func (n *node) value() string {
	if n.kind != xpath.ElementNode && n.kind != xpath.RootNode {
		return n.text
	}
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	for _, c := range n.children {
		switch c.kind {
		case xpath.TextNode:
			b.WriteString(c.text)
		case xpath.ElementNode:
			c.write(b)
		}
	}
}
