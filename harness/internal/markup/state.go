package markup

import (
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"
)

// state is an execution.
type state struct {
	*Template
	out       *strings.Builder
	variables []variable
}

type variable struct {
	name  string
	value reflect.Value
}

// walk executes a node; dot is what {{.}} shows.
func (s *state) walk(dot reflect.Value, node parse.Node) {
	held := len(s.variables)
	switch n := node.(type) {
	case *parse.ListNode:
		for _, one := range n.Nodes {
			s.walk(dot, one)
		}
		return
	case *parse.TextNode:
		s.out.Write(n.Text)
	case *parse.ActionNode:
		if v := s.pipe(dot, n.Pipe); len(n.Pipe.Decl) == 0 {
			s.show(v)
		} else {
			return // the variable is for what follows
		}
	case *parse.IfNode:
		s.branch(dot, &n.BranchNode, false)
	case *parse.WithNode:
		s.branch(dot, &n.BranchNode, true)
	case *parse.RangeNode:
		s.loop(dot, n)
	case *parse.TemplateNode:
		s.call(dot, n)
	default:
		fail("%s is not supported", n)
	}
	s.variables = s.variables[:held]
}

// show writes a value.
func (s *state) show(v reflect.Value) {
	if !v.IsValid() {
		return
	}
	switch shown := v.Interface().(type) {
	case Raw:
		s.out.WriteString(string(shown))
	case string:
		s.out.WriteString(s.escape(shown))
	default:
		s.out.WriteString(s.escape(fmt.Sprint(shown)))
	}
}

// branch executes an if or a with, whose dot is the value.
func (s *state) branch(dot reflect.Value, n *parse.BranchNode, with bool) {
	v := s.pipe(dot, n.Pipe)
	switch {
	case truth(v) && with:
		s.walk(v, n.List)
	case truth(v):
		s.walk(dot, n.List)
	case n.ElseList != nil:
		s.walk(dot, n.ElseList)
	}
}

// loop executes a range over a slice.
func (s *state) loop(dot reflect.Value, n *parse.RangeNode) {
	held := len(s.variables)
	all := s.pipe(dot, n.Pipe)
	s.variables = s.variables[:held]
	if !truth(all) {
		if n.ElseList != nil {
			s.walk(dot, n.ElseList)
		}
		return
	}
	if all.Kind() != reflect.Slice {
		fail("%s is a %s, and no slice", n.Pipe, all.Type())
	}
	for i := range all.Len() {
		item := plain(all.Index(i))
		values := []reflect.Value{reflect.ValueOf(i), item}
		for j, declared := range n.Pipe.Decl {
			value := values[j+2-len(n.Pipe.Decl)]
			s.variables = append(s.variables, variable{declared.Ident[0], value})
		}
		s.walk(item, n.List)
		s.variables = s.variables[:held]
	}
}

// call executes another template.
func (s *state) call(dot reflect.Value, n *parse.TemplateNode) {
	tree, ok := s.trees[n.Name]
	if !ok {
		fail("there is no template %q", n.Name)
	}
	var given reflect.Value
	if n.Pipe != nil {
		given = s.pipe(dot, n.Pipe)
	}
	inner := &state{Template: s.Template, out: s.out, variables: []variable{{"$", given}}}
	inner.walk(given, tree.Root)
}
