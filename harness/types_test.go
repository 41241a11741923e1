package harness_test

import (
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// typedPackage is a package of the module with its types, without its tests.
type typedPackage struct {
	path  string // below the module
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// listed is what go list says of a package, and where its export data are.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Standard                bool
}

// typed type-checks the packages of the module. Positions are those of fset.
func typed(t *testing.T) (all []typedPackage, fset *token.FileSet) {
	t.Helper()
	fields := "-json=ImportPath,Dir,Export,GoFiles,Standard"
	cmd := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", fields, "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var own []listed
	exports := map[string]string{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if strings.HasPrefix(p.ImportPath, module) {
			own = append(own, p)
		}
	}
	fset = token.NewFileSet()
	config := types.Config{Importer: importer.ForCompiler(fset, "gc",
		func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
	for _, p := range own {
		all = append(all, checked(t, fset, &config, p))
	}
	if len(all) < 30 {
		t.Fatalf("%d packages found: this looks in the wrong place", len(all))
	}
	return all, fset
}

func checked(t *testing.T, fset *token.FileSet, config *types.Config, p listed) typedPackage {
	t.Helper()
	made := typedPackage{
		path: strings.TrimPrefix(p.ImportPath, module),
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}},
	}
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		made.files = append(made.files, file)
	}
	var err error
	if made.types, err = config.Check(p.ImportPath, fset, made.files, made.info); err != nil {
		t.Fatal(err)
	}
	return made
}
