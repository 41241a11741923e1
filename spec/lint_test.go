package spec

import (
	"slices"
	"testing"

	"example.com/toeline/spec/strict/linttest"
)

// lintTest is a row of the tables of mistakes.
type lintTest linttest.Mistake

// loads loads a contract without the rules of operators.
func loads(data []byte) (loaded bool, err error) {
	doc, err := Load("f", data)
	return doc != nil, err
}

func TestLint(t *testing.T) {
	linttest.Run(t, loads, complete, slices.Concat(lintDocumentTests, lintCaseTests, lintFuzzTests))
	linttest.Run(t, loads, stepped, lintStepTests)
}

func FuzzLoad(f *testing.F) {
	source, err := Source(Default)
	if err != nil {
		f.Fatal(err)
	}
	linttest.Fuzz(f, loads, []string{complete, string(source)},
		slices.Concat(lintDocumentTests, lintCaseTests, lintFuzzTests))
}
