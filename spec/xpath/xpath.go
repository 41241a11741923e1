package xpath

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"

	"github.com/antchfx/xpath"
)

// maxExpression bounds an expression, in bytes.
const maxExpression = 2_000

// later are functions of XPath 2.0 that the library has: their results can grow without bound.
var later = regexp.MustCompile(`\b(replace|string-join)\s*\(`)

// Check reports what is wrong with an expression.
func Check(expression string) error {
	compiled, err := compile(expression)
	if err != nil {
		return err
	}
	// What is wrong with the arguments of a function shows in an evaluation.
	empty := &Document{&node{kind: xpath.RootNode}}
	_, err = empty.evaluate(compiled)
	return err
}

func compile(expression string) (made *xpath.Expr, err error) {
	defer recovered(&err)
	if len(expression) > maxExpression {
		return nil, fmt.Errorf("it has more than %d bytes", maxExpression)
	}
	if found := later.FindStringSubmatch(expression); found != nil {
		return nil, fmt.Errorf("%s is no function of XPath 1.0", found[1])
	}
	// With a map, though it is empty, a prefix is an error: it would match nothing.
	return xpath.CompileWithNS(expression, map[string]string{})
}

// recovered makes an error of a panic: the library has one for some expressions.
func recovered(err *error) {
	switch panicked := recover().(type) {
	case nil:
	case tooMuch:
		*err = fmt.Errorf("the document takes more than %d steps of this expression", maxSteps)
	default:
		*err = fmt.Errorf("%v", panicked)
	}
}

// Result is what an expression selects, or what it says.
type Result struct {
	// Items are the texts of the nodes, in the order of the document; of an expression that is not
	// about nodes its value alone.
	Items []any
	// Value is the text of the first node, or the value of the expression: a text, a boolean, or a
	// json.Number. Found is false where it selects no node, or a number is none.
	Value any
	Found bool
}

// Evaluate returns what an expression selects. The error says what is wrong with it, or that the
// document takes too long.
func (d *Document) Evaluate(expression string) (Result, error) {
	compiled, err := compile(expression)
	if err != nil {
		return Result{}, err
	}
	return d.evaluate(compiled)
}

func (d *Document) evaluate(e *xpath.Expr) (r Result, err error) {
	defer recovered(&err)
	steps := maxSteps
	switch value := e.Evaluate(&navigator{d.root, &steps}).(type) {
	case *xpath.NodeIterator:
		for value.MoveNext() {
			r.Items = append(r.Items, value.Current().Value())
		}
	case float64:
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			r.Items = []any{json.Number(strconv.FormatFloat(value, 'f', -1, 64))}
		}
	default:
		r.Items = []any{value}
	}
	if len(r.Items) > 0 {
		r.Value, r.Found = r.Items[0], true
	}
	return r, nil
}
