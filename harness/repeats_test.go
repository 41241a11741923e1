package harness_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

// sources are the Go files that may not repeat the document, by their path.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	all := map[string]*ast.File{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel("..", path)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			exempt := slices.Contains([]string{
				"harness/reference", "harness/selftest", "harness/client", "fixtures/clients",
			}, name)
			if exempt || entry.Name() == "testdata" ||
				len(name) > 1 && strings.HasPrefix(entry.Name(), ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		all[name], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 60 {
		t.Fatalf("%d Go files found: this looks in the wrong place", len(all))
	}
	return all
}

// texts are the texts and comments of a file: where it could repeat something.
func texts(tree *ast.File) []string {
	var all []string
	ast.Inspect(tree, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				all = append(all, text)
			}
		}
		return true
	})
	for _, group := range tree.Comments {
		all = append(all, group.Text())
	}
	return all
}

var requirementID = regexp.MustCompile(`ER[AC]-[A-Z]+-\d+`)

// shown are texts of the document that a file may have, because it shows users
// what to write. Each must be in the file, and in the document, still.
var shown = map[string]string{
	"suites/doc.go":   "ERA-NF-3",
	"fixtures/doc.go": "isolateDevice",
}

func TestWhatIsShownIsStillThere(t *testing.T) {
	all := sources(t)
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range shown {
		tree, ok := all[file]
		if !ok || !strings.Contains(strings.Join(texts(tree), "\n"), text) ||
			!strings.Contains(string(source), text) {
			t.Errorf("%s shows %s no longer: take it out of the list", file, text)
		}
	}
}

func TestNoGoFileRepeatsARequirementID(t *testing.T) {
	doc := document(t)
	for file, tree := range sources(t) {
		for _, text := range texts(tree) {
			for _, id := range requirementID.FindAllString(text, -1) {
				_, known := doc.Requirement(id)
				if !known || shown[file] != id {
					t.Errorf("%s repeats %s (known: %t)", file, id, known)
				}
			}
		}
	}
}

func TestNoGoFileRepeatsWhatTheDocumentStates(t *testing.T) {
	forbidden := stated(t)
	if len(forbidden) < 25 {
		t.Fatalf("only %d texts are looked for: %q", len(forbidden), forbidden)
	}
	pattern := regexp.MustCompile(`(^|[^A-Za-z])(` + strings.Join(forbidden, "|") +
		`)($|[^A-Za-z])`)
	for file, tree := range sources(t) {
		for _, text := range texts(tree) {
			if m := pattern.FindStringSubmatch(text); m != nil && m[2] != shown[file] {
				t.Errorf("%s repeats %q of the document", file, m[2])
			}
		}
	}
}

// stated are the action types, the codes, the beginnings of messages, the correlation header,
// the variable of the token and the titles of situations that the document has. Words that mean
// something elsewhere too are left out.
func stated(t *testing.T) []string {
	t.Helper()
	doc := document(t)
	everyday := []string{"text"} // an action type, and a format of reports
	var all []string
	for _, kind := range doc.Kinds {
		for _, property := range kind.Properties() {
			for _, value := range kind.Enum(property) {
				if !slices.Contains(everyday, value) {
					all = append(all, regexp.QuoteMeta(value))
				}
			}
		}
	}
	for _, name := range []string{
		"unsupportedActionType", "invalidTaskId", "taskNotFound", "invalidAuthenticationToken",
	} {
		example, ok := doc.Example(name)
		if !ok {
			t.Fatalf("no example %s", name)
		}
		code, _ := jsonpointer.Lookup(example, "/error/code")
		message, _ := jsonpointer.Lookup(example, "/error/message")
		beginning, _, _ := strings.Cut(message.(string), "{")
		all = append(all, regexp.QuoteMeta(code.(string)),
			regexp.QuoteMeta(strings.TrimRight(beginning, " '")))
	}
	for _, r := range doc.Requirements {
		all = append(all, regexp.QuoteMeta(r.Text))
	}
	for _, title := range doc.Situations.Entries {
		all = append(all, regexp.QuoteMeta(title.Value))
	}
	// The header of responses is left out: the journal has a word like it for any contract.
	for _, word := range []string{doc.Correlation.Request, doc.TokenEnv} {
		if word == "" {
			t.Fatalf("%+v, %q: the contract names them", doc.Correlation, doc.TokenEnv)
		}
		all = append(all, regexp.QuoteMeta(word))
	}
	return all
}

func document(t *testing.T) *spec.Contract {
	t.Helper()
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
