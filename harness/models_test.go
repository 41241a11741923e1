package harness_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// modelled are the types of package result that no other struct repeats.
var modelled = []string{"Finding", "Case", "Requirement"}

// repetition is from how many fields on a struct or a literal repeats a model.
const repetition = 4

// otherThings are structs with like fields that are no copy of a result, each
// with the reason.
var otherThings = map[string]string{
	"spec.Requirement":            "what the contract says, which results are reported against",
	"spec.Case":                   "a case as a contract says it, with its checks",
	"harness/internal/cases.Case": "a case before it is sent, with its requests",
	"harness/compare.Change":      "what differs between two results, a row of a format of its own",
	"harness/matrix.Cell":         "the sum over the reports of a target, of a format of its own",

	"harness/internal/recording.Recorded": "a request of a recording, by which it is found again",
}

// TestOneModelOfResults: no struct repeats the fields of the model, and no
// literal copies them one by one.
func TestOneModelOfResults(t *testing.T) {
	all, fset := typed(t)
	models := modelFields(t, all)
	seen := map[string]bool{}
	for i := range all {
		p := &all[i]
		if p.path == "harness/result" {
			continue
		}
		for _, file := range p.files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.TypeSpec:
					name := p.path + "." + n.Name.Name
					if otherThings[name] != "" {
						seen[name] = true
						return false
					}
				case *ast.StructType:
					for model, fields := range models {
						if same := shared(n, fields); len(same) >= repetition {
							t.Errorf("%s: a struct repeats %s of result.%s",
								place(fset, n), strings.Join(same, ", "), model)
						}
					}
				case *ast.CompositeLit:
					for _, same := range copied(p.info, n) {
						t.Errorf("%s: a literal copies %s", place(fset, n),
							strings.Join(same, ", "))
					}
				}
				return true
			})
		}
	}
	for name := range otherThings {
		if !seen[name] {
			t.Errorf("%s does not exist: remove it from the list", name)
		}
	}
}

// modelFields returns the names of the fields of each model.
func modelFields(t *testing.T, all []typedPackage) map[string][]string {
	t.Helper()
	models := map[string][]string{}
	for i := range all {
		if all[i].path != "harness/result" {
			continue
		}
		for _, name := range modelled {
			made, ok := all[i].types.Scope().Lookup(name).Type().Underlying().(*types.Struct)
			if !ok {
				t.Fatalf("result.%s is not a struct", name)
			}
			for field := range made.Fields() {
				models[name] = append(models[name], field.Name())
			}
		}
	}
	if len(models) != len(modelled) {
		t.Fatal("there is no package result")
	}
	return models
}

// shared returns the fields of a struct that a model has too.
func shared(n *ast.StructType, model []string) []string {
	var same []string
	for _, field := range n.Fields.List {
		for _, name := range field.Names {
			if slices.Contains(model, name.Name) {
				same = append(same, name.Name)
			}
		}
	}
	return same
}

// copied returns the fields that a literal copies from values of a model, by
// value, where they are too many.
func copied(info *types.Info, n *ast.CompositeLit) [][]string {
	from := map[string][]string{}
	for _, element := range n.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, isName := pair.Key.(*ast.Ident)
		value, isField := pair.Value.(*ast.SelectorExpr)
		if isName && isField && key.Name == value.Sel.Name && isModel(info.TypeOf(value.X)) {
			text := types.ExprString(value.X)
			from[text] = append(from[text], text+"."+key.Name)
		}
	}
	var all [][]string
	for _, same := range from {
		if len(same) >= repetition {
			all = append(all, same)
		}
	}
	return all
}

func isModel(t types.Type) bool {
	if pointer, ok := types.Unalias(t).(*types.Pointer); ok {
		t = pointer.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == module+"harness/result" &&
		slices.Contains(modelled, named.Obj().Name())
}

// place is where a node begins, from the module's root.
func place(fset *token.FileSet, n ast.Node) string {
	root, _ := filepath.Abs("..")
	at := fset.Position(n.Pos())
	if name, err := filepath.Rel(root, at.Filename); err == nil {
		at.Filename = filepath.ToSlash(name)
	}
	return at.String()
}
