package harness_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"
)

// facades are the packages that others import. A package below one that is not
// internal is a facade too.
var facades = []string{"harness/verify", "harness/result", "harness/report", "harness/client"}

// TestNoFacadeNamesAnInternalType: a package outside could not name such a type.
func TestNoFacadeNamesAnInternalType(t *testing.T) {
	all, _ := typed(t)
	seen := 0
	for i := range all {
		p := &all[i]
		isFacade := slices.ContainsFunc(facades, func(name string) bool {
			return p.path == name || strings.HasPrefix(p.path, name+"/")
		})
		if !isFacade || isInternal(p.path) {
			continue
		}
		seen++
		w := exportWalk{named: map[string]bool{}}
		for _, name := range p.types.Scope().Names() {
			if o := p.types.Scope().Lookup(name); o.Exported() {
				w.object(p.path+"."+name, o)
			}
		}
		for what := range w.named {
			t.Error(what)
		}
	}
	if seen < len(facades) {
		t.Errorf("%d facades looked at", seen)
	}
}

func isInternal(path string) bool {
	return strings.Contains("/"+path+"/", "/internal/")
}

// exportWalk notes the internal types that exported declarations name.
type exportWalk struct {
	named map[string]bool // what names which
}

// object walks a declaration of a package: what a user can write or read of it.
func (w *exportWalk) object(at string, o types.Object) {
	name, isType := o.(*types.TypeName)
	if !isType {
		w.walk(at, o.Type())
		return
	}
	if name.IsAlias() {
		w.walk(at, types.Unalias(o.Type()))
		return
	}
	named := o.Type().(*types.Named)
	w.walk(at, named.Underlying())
	for method := range named.Methods() {
		if method.Exported() {
			w.walk(at+"."+method.Name(), method.Type())
		}
	}
}

// walk walks a type down to the names in it.
func (w *exportWalk) walk(at string, t types.Type) {
	t = types.Unalias(t)
	switch t := t.(type) {
	case *types.Named:
		pkg := t.Obj().Pkg()
		if pkg != nil && strings.HasPrefix(pkg.Path(), module) && isInternal(pkg.Path()) {
			w.named[at+" names "+strings.TrimPrefix(t.String(), module)] = true
		}
		for argument := range t.TypeArgs().Types() {
			w.walk(at, argument)
		}
	case *types.Map:
		w.walk(at, t.Key())
		w.walk(at, t.Elem())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		w.walk(at, t.Elem())
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				w.walk(at, v.Type())
			}
		}
	case *types.Struct:
		for field := range t.Fields() {
			if field.Exported() {
				w.walk(at+"."+field.Name(), field.Type())
			}
		}
	case *types.Interface:
		for method := range t.Methods() {
			if method.Exported() {
				w.walk(at+"."+method.Name(), method.Type())
			}
		}
	}
}
