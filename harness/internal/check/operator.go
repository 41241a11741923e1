package check

import "example.com/toeline/spec"

// Operator is a kind of check. Each is declared in a file of its own, with all that the linter,
// the evaluation, the JSON Schema and the documentation need to know of it.
type Operator struct {
	// Key is the key that a check carries.
	Key spec.Operator
	// Usage is how a contract writes it, in Markdown; Text is when it holds.
	Usage, Text string
	// Lint reports what is wrong with a check of this operator; nil: nothing beyond its types.
	Lint func(*spec.Scope, *spec.Check)

	// evaluate judges a response; nil for an operator that compares all responses of a run.
	evaluate func(*judge, *spec.Check, string)
	// unanswered judges an exchange without a response; nil: there is nothing to say.
	unanswered func(*judge, *spec.Check, string)
	// first: it is evaluated before all others, because what it finds explains theirs.
	first bool
	// message: it is about the message as such. The status that a check names does not narrow
	// it, and it breaks its own requirement wherever it is found.
	message bool
}

// Operators returns every operator, in the order of spec.Operators.
func Operators() []Operator {
	return []Operator{
		httpOperator, statusOperator, notStatusOperator, mediaTypeOperator, contentOperator,
		bodyOperator, headerOperator, equalOperator, differOperator, templateOperator,
		uniqueOperator, sameOperator, constOperator, lengthOperator, eachItemOperator,
		someItemOperator, noItemOperator,
	}
}

// byKey is the registry as evaluation needs it.
var byKey = func() map[spec.Operator]*Operator {
	all := map[spec.Operator]*Operator{}
	for _, o := range Operators() {
		all[o.Key] = &o
	}
	return all
}()

// Lint reports what is wrong with a check by the rules of its operators. It is a spec.CheckRule.
func Lint(s *spec.Scope, c *spec.Check) {
	for _, o := range Operators() {
		if o.Lint != nil && c.Has(o.Key) {
			o.Lint(s, c)
		}
	}
}
