package spec

import (
	"slices"
	"strings"
	"testing"

	"example.com/toeline/spec/strict"
	"github.com/google/go-cmp/cmp"
)

func TestLint(t *testing.T) {
	for _, test := range slices.Concat(lintDocumentTests, lintCaseTests) {
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

// FuzzLoad: no file makes the loader panic, a document beside an error is
// never returned, and each problem has its file.
func FuzzLoad(f *testing.F) {
	source, err := Source(Default)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(source)
	f.Add([]byte(complete))
	for _, test := range slices.Concat(lintDocumentTests, lintCaseTests) {
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
