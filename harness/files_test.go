package harness_test

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"
)

// TestFilesAreReadWithinABound: a file that never ends must not take all memory.
func TestFilesAreReadWithinABound(t *testing.T) {
	exempt := map[string]string{
		"spec/strict/schemafile/schemafile.go": "reads its own schema, for tests",
	}
	for file, tree := range sources(t) {
		if exempt[file] != "" || strings.HasPrefix(file, "harness/internal/infile/") {
			continue
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch name := types.ExprString(call.Fun); {
			case name == "os.ReadFile":
				t.Errorf("%s reads a file without a bound: use infile.Read", file)
			case name == "io.ReadAll" &&
				!strings.Contains(types.ExprString(call.Args[0]), "Limit") &&
				!strings.Contains(types.ExprString(call.Args[0]), "bytes.NewReader"):
				t.Errorf("%s reads a stream without a bound: use infile.All", file)
			}
			return true
		})
	}
}
