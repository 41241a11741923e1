package lint

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
	"example.com/toeline/spec/strict"
	"example.com/toeline/spec/strict/linttest"
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

// lintTest is a row of the tables of mistakes.
type lintTest linttest.Mistake

// load loads a contract with the rules of operators.
func load(data []byte) (loaded bool, err error) {
	doc, err := Load("f", data)
	return doc != nil, err
}

func TestLint(t *testing.T) { linttest.Run(t, load, complete, lintCheckTests) }

// TestTenMistakesAreTenProblems: a user does not have to load a contract ten times.
func TestTenMistakesAreTenProblems(t *testing.T) {
	broken := strings.NewReplacer("version: 1\n", "version: 3\n", "repeat: 2", "repeat: -1",
		"equal: /code", "equal: /cod", "auth: valid", "auth: token", "notStatus: 2XX",
		"notStatus: 9XX", "near: 10m", "near: soon", "level: should", "level: ought",
		"parameter: id", "parameter: ids", "open: {state: State}", "open: {state: Stat}",
		"remove: [/with]", "remove: [/without]").Replace(complete)
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

func FuzzLoad(f *testing.F) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		f.Fatal(err)
	}
	linttest.Fuzz(f, load, []string{complete, stepped, string(source)}, lintCheckTests)
}

// TestBlemishes holds that a key that is there twice and a tag that is not known are hints in a
// plain description, of which the first key counts, and errors where somebody wrote cases.
func TestBlemishes(t *testing.T) {
	const plain = "openapi: 3.0.3\ninfo: {title: T, title: !Sub U, version: \"1\"}\npaths:\n" +
		"  /a:\n    get: {responses: {\"200\": {description: d}}}\n" +
		"  /a:\n    get: {responses: {\"201\": {description: d}}}\n"
	doc, err := Load("plain.yaml", []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Operations[0].Statuses; len(doc.Operations) != 1 || got[0] != "200" {
		t.Errorf("%d operations, the first with %v", len(doc.Operations), got)
	}
	hints := doc.Hints().Error()
	for _, want := range []string{
		"2:18: info: duplicate key", "2:25: info.title: a tag that is not known here",
		"6:3: paths: duplicate key",
		"7:10: GET /a: left out, without a case: the method is described twice",
	} {
		if !strings.Contains(hints, want) {
			t.Errorf("no hint %q in:\n%s", want, hints)
		}
	}
	if _, err := Load("plain.yaml", []byte(plain+"x-conformance: {version: 1}\n")); err == nil ||
		!strings.Contains(err.Error(), "6:3: paths: duplicate key") {
		t.Errorf("with x-conformance: %v", err)
	}
}

// TestOverlaysThatCannotBeApplied: the problem is that of the overlay, in its file.
func TestOverlaysThatCannotBeApplied(t *testing.T) {
	_, err := LoadSource(openapi.Source{File: "f", Data: []byte(complete)},
		overlay.Text{File: "o", Data: []byte("overlay: 1.0.0\n")})
	if err == nil || !strings.HasPrefix(err.Error(), "o:1:") {
		t.Errorf("error %v", err)
	}
}
