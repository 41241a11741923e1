// Package harness_test holds the rules that no single package can hold: which
// way imports go, and that no Go file repeats what the document states.
package harness_test

import (
	"encoding/json"
	"go/ast"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "example.com/toeline/"

// layers are the packages, from those that import nothing of the module to the command. A
// package imports from earlier layers only. A package below another in the tree belongs to its
// layer.
var layers = [][]string{
	{"spec/jsonpointer"},
	{"spec/strict"},
	{
		"harness/internal/exchange", "harness/internal/text",
		"harness/internal/shape", "harness/internal/outfile", "harness/internal/infile",
		"harness/internal/proxy", "harness/internal/markup",
		"harness/reference",
	},
	{"spec/openapi", "spec/pattern", "spec/xpath"},
	{"spec/overlay", "spec/xmlvalue", "harness/internal/content"},
	{"spec/sample"},
	{"spec/random"},
	{"spec"},
	{"spec/changes", "spec/derive", "spec/clients", "fixtures"},
	{"harness/result", "harness/internal/redact"},
	{
		"harness/internal/check", "harness/internal/style", "harness/internal/wire",
		"harness/internal/evidence",
		"harness/internal/sample", "harness/auth",
	},
	{"harness/internal/cases", "harness/lint"},
	{
		"harness/internal/recording", "harness/internal/effects", "harness/internal/diagnose",
		"harness/internal/tally",
		"harness/internal/chain", "harness/internal/throttle", "harness/internal/target",
	},
	{"harness/internal/runner", "harness/internal/reproduce"},
	{"harness/verify", "harness/client", "harness/mock"},
	{"harness/report", "harness/internal/journal", "harness/docs"},
	{"harness/waiver", "harness/fleet", "harness/internal/table"},
	{"harness/compare", "harness/matrix", "harness/history"},
	{"suites", "harness/selftest", "harness/internal/rig"},
	{"harness/cmd"},
}

// servers are the packages that run the reference server.
var servers = []string{"harness/client", "harness/internal/rig", "harness/selftest", "harness/cmd"}

func layerOf(path string) (layer int, name string) {
	for i, names := range layers {
		for _, n := range names {
			if (path == n || strings.HasPrefix(path, n+"/")) && len(n) > len(name) {
				layer, name = i, n
			}
		}
	}
	return layer, name
}

// goPackage is what go list says of a package.
type goPackage struct {
	ImportPath                               string
	Imports, TestImports, XTestImports, Deps []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	fields := "-json=ImportPath,Imports,TestImports,XTestImports,Deps"
	cmd := exec.CommandContext(t.Context(), "go", "list", fields, "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p goPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestImportsGoOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		if path == "harness" {
			continue // this test alone
		}
		layer, name := layerOf(path)
		if name == "" {
			t.Errorf("%s belongs to no layer: give it one here and in the design", path)
			continue
		}
		seen[name] = true
		for _, imported := range p.Imports {
			other, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			otherLayer, otherName := layerOf(other)
			if otherName != name && otherLayer >= layer {
				t.Errorf("%s imports %s, which is not above it", path, other)
			}
			if otherName == "harness/reference" && !slices.Contains(servers, name) {
				t.Errorf("%s imports the reference, which is for what runs it", path)
			}
		}
	}
	for _, names := range layers {
		for _, name := range names {
			if !seen[name] {
				t.Errorf("%s is not there: what held for it is held no longer", name)
			}
		}
	}
}

// TestReferenceIsAReadingOfItsOwn: made from the expectations that it is
// judged by, it would prove nothing.
func TestReferenceIsAReadingOfItsOwn(t *testing.T) {
	found := false
	for _, p := range packages(t) {
		if p.ImportPath != module+"harness/reference" {
			continue
		}
		found = true
		for _, dep := range p.Deps {
			if strings.HasPrefix(dep, module) {
				t.Errorf("the reference depends on %s", dep)
			}
		}
	}
	if !found {
		t.Error("there is no reference")
	}
}

// TestLibrariesHaveOneImporter holds for tests too.
func TestLibrariesHaveOneImporter(t *testing.T) {
	owners := map[string]string{
		"github.com/getkin/kin-openapi": "spec/openapi", "github.com/onsi/ginkgo": "suites",
		"github.com/onsi/gomega": "suites",
	}
	used := map[string]bool{}
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for library, owner := range owners {
				if !strings.HasPrefix(imported, library+"/") && imported != library {
					continue
				}
				used[library] = true
				if path != owner && !strings.HasPrefix(path, owner+"/") {
					t.Errorf("%s imports %s, which is for %s alone", path, imported, owner)
				}
			}
		}
	}
	for library, owner := range owners {
		if !used[library] {
			t.Errorf("nobody imports %s, not even %s", library, owner)
		}
	}
}

// TestCommandStaysSmall: these packages, or what they keep the linker from leaving out, are
// megabytes of the command.
func TestCommandStaysSmall(t *testing.T) {
	all := packages(t)
	at := slices.IndexFunc(all, func(p goPackage) bool {
		return p.ImportPath == module+"harness/cmd/toeline"
	})
	if at < 0 {
		t.Fatal("there is no command")
	}
	for _, heavy := range []string{"github.com/onsi/ginkgo/v2", "go/types", "encoding/gob"} {
		if slices.Contains(all[at].Deps, heavy) {
			t.Errorf("the command links %s: make size says what it costs", heavy)
		}
	}
	for _, p := range all {
		if !slices.Contains(all[at].Deps, p.ImportPath) {
			continue
		}
		for _, engine := range []string{"html/template", "text/template"} {
			if slices.Contains(p.Imports, engine) {
				t.Errorf("%s imports %s: package markup is for templates of the command",
					p.ImportPath, engine)
			}
		}
	}
}

// TestCheckIsPure: no I/O, no clock, no random source.
func TestCheckIsPure(t *testing.T) {
	files := 0
	for file, tree := range sources(t) {
		if !strings.HasPrefix(file, "harness/internal/check/") {
			continue
		}
		files++
		for _, spec := range tree.Imports {
			switch path, _ := strconv.Unquote(spec.Path.Value); path {
			case "os", "net", "io/fs", "log", "context", "sync", "math/rand", "math/rand/v2",
				"crypto/rand":
				t.Errorf("%s imports %s", file, path)
			}
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Now" {
				t.Errorf("%s reads a clock", file)
			}
			return true
		})
	}
	if files < 5 {
		t.Errorf("%d files looked at", files)
	}
}
