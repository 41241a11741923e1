package start

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
)

// TestSkeletonOfPublicDocuments makes skeletons of documents from a Go module that was not made
// for this test, and checks that each can be used unchanged.
func TestSkeletonOfPublicDocuments(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}",
		"github.com/getkin/kin-openapi").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file                string
		operations, require int // at least
	}{
		{"openapi3/testdata/lxkns.yaml", 3, 7},
		{"openapi3/testdata/link-example.yaml", 5, 10},
		{"openapi3/testdata/issue796.yml", 100, 200},
		{"openapi3/testdata/Test_param_override.yml", 1, 3},
		{"openapi3filter/testdata/fixtures/petstore.json", 13, 30},
	} {
		t.Run(filepath.Base(test.file), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), test.file))
			if err != nil {
				t.Fatal(err)
			}
			doc := skeletonOf(t, data)
			if len(doc.Operations) < test.operations || len(doc.Requirements) < test.require {
				t.Errorf("%d operations and %d requirements, want at least %d and %d",
					len(doc.Operations), len(doc.Requirements), test.operations, test.require)
			}
		})
	}
}

// started makes a start of a description.
func started(data []byte, form Form) (*Start, error) {
	source, err := overlay.Effective(openapi.Source{File: "plain.yaml", Data: data})
	if err != nil {
		return nil, err
	}
	return New(source, form)
}

// judgedBy returns a description with an overlay as a contract.
func judgedBy(t *testing.T, data, changes []byte) (*spec.Contract, error) {
	t.Helper()
	source, err := overlay.Effective(openapi.Source{File: "plain.yaml", Data: data},
		overlay.Text{File: "made.overlay.yaml", Data: changes})
	if err != nil {
		return nil, err
	}
	return spec.LoadLinted(source, nil)
}

// skeletonOf returns the contract of a start, which is the same as an overlay, as a whole document,
// and in memory.
func skeletonOf(t *testing.T, data []byte) *spec.Contract {
	t.Helper()
	plain, err := overlay.Effective(openapi.Source{File: "plain.yaml", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	derived, err := derive.Contract(plain, nil)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := started(data, Form{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := spec.Load("made.yaml", whole.Text)
	if err != nil {
		t.Fatalf("the whole document is invalid: %v", err)
	}
	made, err := started(data, Form{})
	if err != nil {
		t.Fatal(err)
	}
	beside, err := judgedBy(t, data, made.Text)
	if err != nil {
		t.Fatalf("the overlay is invalid: %v", err)
	}
	for name, other := range map[string]*spec.Contract{"overlay": beside, "whole": doc} {
		if diff := cmp.Diff(outline(derived), outline(other)); diff != "" {
			t.Errorf("%s (-derived +%s)\n%s", name, name, diff)
		}
	}
	return doc
}

// outline lists the requirements and the cases of a contract with their checks.
func outline(doc *spec.Contract) (all []string) {
	for _, r := range doc.Requirements {
		all = append(all, fmt.Sprint(r.ID, " ", r.Level, " ", r.Text))
	}
	for i := range doc.Operations {
		op := &doc.Operations[i]
		for j := range op.Cases {
			c := &op.Cases[j]
			line := op.Method + " " + op.Path + " " + c.ID + " " + c.Text
			for _, check := range c.Checks {
				line += fmt.Sprint(" ", check.ID, check.Status, check.MediaType)
			}
			all = append(all, line)
		}
	}
	for _, kind := range doc.Kinds {
		all = append(all, kind.Name)
	}
	return all
}

// TestSkeletonOfOurOwn takes the conformance out of the first document, and
// holds that the skeleton finds what the plain part documents.
func TestSkeletonOfOurOwn(t *testing.T) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(source, &root); err != nil {
		t.Fatal(err)
	}
	drop(&root, spec.Extension)
	plain, err := yaml.Marshal(&root)
	if err != nil {
		t.Fatal(err)
	}
	doc := skeletonOf(t, plain)
	for _, id := range []string{
		"HTTP-1", "executeResponseAction-OK", "executeResponseAction-ANSWER",
		"executeResponseAction-AUTH", "executeResponseAction-NF",
		"executeResponseAction-PARAM-incidentTaskId",
	} {
		if _, ok := doc.Requirement(id); !ok {
			t.Errorf("no requirement %s", id)
		}
	}
	if kind, ok := doc.Kind("incidentTaskId"); !ok || kind.Name != "incidentTaskIds" {
		t.Errorf("kinds %+v", doc.Kinds)
	}
}

func drop(n *yaml.Node, key string) {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = append(n.Content[:i], n.Content[i+2:]...)
			break
		}
	}
	for _, c := range n.Content {
		drop(c, key)
	}
}

func TestSkeletonRefuses(t *testing.T) {
	source, err := spec.Source(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		string(source): "plain.yaml: has x-conformance already; edit that",
		"openapi: 4.0.0\ninfo: {title: T, version: v}\npaths: {}\n": "plain.yaml:1:10: openapi: " +
			"version 4.0.0 is not known",
		"openapi: 3.0.3\ninfo: {title: T, version: v}\npaths: {}\n": "plain.yaml:1:1: " +
			"describes no " +
			"operation: there is none under paths to make cases for",
		"openapi: 3.0.3\ninfo: {title: T, version: v}\npathes: {}\n": "plain.yaml:3:1: pathes: " +
			"describes no operation: there is none under paths to make cases for (did you mean " +
			`"paths"?)`,
		"a: [":   "plain.yaml:",
		"a: b\n": "plain.yaml:1:1: no OpenAPI document: it has no key openapi or swagger",
	} {
		_, err := started([]byte(text), Form{})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.20q…: error %v, want %s", text, err, want)
		}
	}
}
