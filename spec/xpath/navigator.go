package xpath

import "github.com/antchfx/xpath"

// maxSteps bounds how often an evaluation moves from node to node, with bytesAStep bytes of text
// as one more.
const (
	maxSteps   = 2_000_000
	bytesAStep = 8
)

// tooMuch is the panic of an evaluation that takes too long.
type tooMuch struct{}

// navigator is a place in a document, as the library moves it.
type navigator struct {
	at    *node
	steps *int // left, shared by all of an evaluation
}

func (n *navigator) NodeType() xpath.NodeType { return n.at.kind }
func (n *navigator) LocalName() string        { return n.at.name }
func (n *navigator) NamespaceURL() string     { return n.at.space }

// Prefix is empty: a name without a prefix matches in every namespace.
func (n *navigator) Prefix() string { return "" }

func (n *navigator) Value() string {
	text := n.at.value()
	*n.steps -= len(text) / bytesAStep
	n.step()
	return text
}

func (n *navigator) Copy() xpath.NodeNavigator {
	other := *n
	return &other
}

// step counts a movement.
func (n *navigator) step() {
	if *n.steps--; *n.steps < 0 {
		panic(tooMuch{})
	}
}

// to moves to a node, if there is one.
func (n *navigator) to(node *node) bool {
	n.step()
	if node == nil {
		return false
	}
	n.at = node
	return true
}

func (n *navigator) MoveToRoot() {
	for n.at.parent != nil {
		n.step()
		n.at = n.at.parent
	}
}

func (n *navigator) MoveToParent() bool { return n.to(n.at.parent) }

func (n *navigator) MoveToNextAttribute() bool {
	if n.at.kind == xpath.AttributeNode {
		return n.to(item(n.at.parent.attributes, n.at.index+1))
	}
	return n.to(item(n.at.attributes, 0))
}

func (n *navigator) MoveToChild() bool { return n.to(item(n.at.children, 0)) }

func (n *navigator) MoveToFirst() bool { return n.toSibling(0) }

func (n *navigator) MoveToNext() bool { return n.toSibling(n.at.index + 1) }

func (n *navigator) MoveToPrevious() bool { return n.toSibling(n.at.index - 1) }

func (n *navigator) toSibling(index int) bool {
	if n.at.kind == xpath.AttributeNode || n.at.parent == nil {
		return false
	}
	return n.to(item(n.at.parent.children, index))
}

func (n *navigator) MoveTo(to xpath.NodeNavigator) bool {
	other, ok := to.(*navigator)
	return ok && n.to(other.at)
}

func item(nodes []*node, index int) *node {
	if index < 0 || index >= len(nodes) {
		return nil
	}
	return nodes[index]
}
