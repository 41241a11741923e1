package markup

import (
	"reflect"
	"text/template/parse"
)

// truth reports whether a value counts as true: it is not zero, and not empty.
func truth(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}

// plain returns what an interface holds.
func plain(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// pipe returns the value of a pipeline, and declares its variables.
func (s *state) pipe(dot reflect.Value, n *parse.PipeNode) reflect.Value {
	if len(n.Cmds) != 1 || n.IsAssign {
		fail("%s: a pipeline is one command here, and no variable is set again", n)
	}
	v := s.command(dot, n.Cmds[0].Args)
	for _, declared := range n.Decl {
		s.variables = append(s.variables, variable{declared.Ident[0], v})
	}
	return v
}

// command returns the value of words: of the first, or what it returns for the others.
func (s *state) command(dot reflect.Value, words []parse.Node) reflect.Value {
	function, ok := words[0].(*parse.IdentifierNode)
	if !ok {
		if len(words) > 1 {
			fail("%s is no function", words[0])
		}
		return s.word(dot, words[0])
	}
	f := reflect.ValueOf(s.funcs[function.Ident])
	var given []reflect.Value
	for i, word := range words[1:] {
		given = append(given, argument(f.Type(), i, s.word(dot, word)))
	}
	return plain(f.Call(given)[0])
}

// argument makes a value the i-th argument of a function.
func argument(f reflect.Type, i int, v reflect.Value) reflect.Value {
	var wanted reflect.Type
	if f.IsVariadic() && i >= f.NumIn()-1 {
		wanted = f.In(f.NumIn() - 1).Elem()
	} else {
		wanted = f.In(i)
	}
	switch {
	case wanted == reflect.TypeFor[reflect.Value]():
		return reflect.ValueOf(v)
	case v.IsValid() && wanted.Kind() == reflect.Interface:
		return v
	case !v.IsValid() || !v.CanConvert(wanted) || v.Kind() != wanted.Kind():
		fail("argument %d is %v, and not a %s", i, v, wanted)
	}
	return v.Convert(wanted)
}

// word returns the value of a word.
func (s *state) word(dot reflect.Value, node parse.Node) reflect.Value {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return fields(dot, n.Ident)
	case *parse.VariableNode:
		for i := len(s.variables) - 1; i >= 0; i-- {
			if s.variables[i].name == n.Ident[0] {
				return fields(s.variables[i].value, n.Ident[1:])
			}
		}
	case *parse.IdentifierNode:
		return s.command(dot, []parse.Node{n})
	case *parse.PipeNode:
		return s.pipe(dot, n)
	case *parse.StringNode:
		return reflect.ValueOf(n.Text)
	case *parse.NumberNode:
		return reflect.ValueOf(int(n.Int64))
	}
	fail("%s is not supported", node)
	return reflect.Value{}
}

// fields returns the field that names lead to. A nil pointer has none, which is a mistake.
func fields(v reflect.Value, names []string) reflect.Value {
	for _, name := range names {
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Map:
			v = v.MapIndex(reflect.ValueOf(name))
		case reflect.Struct:
			v = v.FieldByName(name)
		default:
			v = reflect.Value{}
		}
		if v = plain(v); !v.IsValid() {
			fail("there is no field %s", name)
		}
	}
	return v
}
