package spec

import (
	"fmt"

	"example.com/toeline/spec/strict"
	"example.com/toeline/spec/xpath"
)

// XPathProblem returns what is wrong with an XPath expression; empty: nothing, or there is none.
func XPathProblem(expression string) string {
	if expression == "" {
		return ""
	}
	if err := xpath.Check(expression); err != nil {
		return fmt.Sprintf("%q is not a valid XPath expression: %s", expression, err)
	}
	return ""
}

func (l *loader) lintXPath(pos strict.Pos, at, expression string) {
	if problem := XPathProblem(expression); problem != "" {
		l.problem(pos, at+".xpath", problem, "")
	}
}
