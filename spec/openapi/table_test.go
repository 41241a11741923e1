package openapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// handled returns the keywords that the code of this package reads.
func handled(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for key := range keywordReaders {
		keys[key] = true
	}
	for _, key := range slices.Concat(methods, exampleKeys) {
		keys[key] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				for _, key := range keysRead(call) {
					keys[key] = true
				}
			}
			return true
		})
	}
	return keys
}

// keysRead returns the keys that a call reads of an object of the description.
func keysRead(call *ast.CallExpr) (keys []string) {
	name := ""
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	case *ast.Ident:
		name = fun.Name
	}
	if !slices.Contains([]string{"get", "text", "flag", "keysOf"}, name) {
		return nil
	}
	for _, arg := range call.Args {
		if literal, ok := arg.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if key, err := strconv.Unquote(literal.Value); err == nil {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// marked returns the part of spec/README.md between two comments.
func marked(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(data), "<!-- begin: "+name+" -->")
	part, _, ended := strings.Cut(rest, "<!-- end -->")
	if !found || !ended {
		t.Fatalf("spec/README.md has no part %s", name)
	}
	return part
}

var inBackticks = regexp.MustCompile("`([^`]+)`")

func namesIn(text string) (names []string) {
	for _, m := range inBackticks.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}

// TestKeywordTable holds that the table of spec/README.md says of exactly those keywords that they
// are read which the code reads, and that it has each keyword of OpenAPI once.
func TestKeywordTable(t *testing.T) {
	inCode, inTable := handled(t), map[string]bool{}
	for line := range strings.Lines(marked(t, "keywords")) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || strings.HasPrefix(cells[1], "-") || cells[1] == " keyword " {
			continue
		}
		read := strings.HasPrefix(strings.TrimSpace(cells[2]), "yes")
		for _, name := range namesIn(cells[1]) {
			if _, twice := inTable[name]; twice {
				t.Errorf("%s is in two rows", name)
			}
			inTable[name] = read
			if read != inCode[name] {
				t.Errorf("%s: the table says read: %v, the code %v", name, read, inCode[name])
			}
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(inCode)), openAPIKeys) {
		if _, ok := inTable[name]; !ok {
			t.Errorf("%s is in no row of the table", name)
		}
	}
}

// TestFormatLists holds that spec/README.md names the formats that are checked, and those that
// demand nothing.
func TestFormatLists(t *testing.T) {
	for part, known := range map[string][]string{
		"formats": slices.Concat(sortedKeys(formats), sortedKeys(integerFormats)),
		"silent":  sortedKeys(silentFormats),
	} {
		slices.Sort(known)
		known = slices.DeleteFunc(known, func(name string) bool { return name == "" })
		if diff := cmp.Diff(known, namesIn(marked(t, part))); diff != "" {
			t.Errorf("%s (-code +README):\n%s", part, diff)
		}
	}
}
