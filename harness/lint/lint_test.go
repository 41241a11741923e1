package lint

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// complete is a valid contract that uses all that one can say. It belongs to package spec.
var complete = func() string {
	text, err := os.ReadFile("../../spec/testdata/complete.yaml")
	if err != nil {
		panic(err)
	}
	return string(text)
}()

func TestCompleteDocument(t *testing.T) {
	doc, err := Load("f", []byte(complete))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range doc.Operations[0].Cases {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"gone", "wrong", "do", "twice"}, ids); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
}

func TestLint(t *testing.T) {
	for _, test := range lintCheckTests {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(complete, test.old, test.new, 1)
			if broken == complete {
				t.Fatalf("the document has no %q", test.old)
			}
			doc, err := Load("f", []byte(broken))
			if err == nil {
				t.Fatal("no problem")
			}
			if doc != nil {
				t.Error("there is a document beside the error")
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTenMistakesAreTenProblems: a user does not have to load a contract ten times.
func TestTenMistakesAreTenProblems(t *testing.T) {
	broken := strings.NewReplacer(
		"version: 1\n", "version: 3\n",
		"repeat: 2", "repeat: -1",
		"equal: /code", "equal: /cod",
		"auth: valid", "auth: token",
		"notStatus: 2XX", "notStatus: 9XX",
		"near: 10m", "near: soon",
		"level: should", "level: ought",
		"parameter: id", "parameter: ids",
		"open: {state: State}", "open: {state: Stat}",
		"remove: [/with]", "remove: [/without]",
	).Replace(complete)
	_, err := Load("f", []byte(broken))
	var problems strict.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("the error is %T", err)
	}
	lines := map[int]bool{}
	for _, p := range problems {
		if p.Line == 0 || p.Column == 0 || p.File != "f" {
			t.Errorf("no place: %s", p)
		}
		lines[p.Line] = true
	}
	// Two checks are left without an assertion, which is said too.
	if len(lines) != 10 ||
		!slices.IsSortedFunc(problems, func(a, b strict.Problem) int { return a.Line - b.Line }) {
		t.Errorf("problems in %d lines, want 10:\n%v", len(lines), err)
	}
}

// TestEmbeddedContracts lints what package spec loads without the rules of operators.
func TestEmbeddedContracts(t *testing.T) {
	for _, name := range spec.Documents() {
		source, err := spec.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load(name+".yaml", source); err != nil {
			t.Error(err)
		}
	}
}

// FuzzLoad: no file makes the loader panic, a document beside an error is
// never returned, and each problem has its file.
func FuzzLoad(f *testing.F) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(source)
	f.Add([]byte(complete))
	for _, test := range lintCheckTests {
		f.Add([]byte(strings.Replace(complete, test.old, test.new, 1)))
	}
	f.Add([]byte(
		"openapi: 3.0.3\nx-conformance: {version: 1, fixtures: {a: {}}, requirements: [{}]}\n",
	))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Load("f", data)
		if (doc == nil) == (err == nil) {
			t.Fatalf("document %v, error %v", doc, err)
		}
		if err == nil {
			return
		}
		problems, ok := err.(strict.Problems)
		if !ok {
			t.Fatalf("the error is %T", err)
		}
		for _, p := range problems {
			if p.File != "f" || p.Message == "" || strings.ContainsAny(p.String(), "\n\r") {
				t.Errorf("problem %+v", p)
			}
		}
	})
}
