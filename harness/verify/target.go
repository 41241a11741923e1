package verify

import (
	"net/url"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/runner"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// ParseTarget reads a base URL, and reports whether it is that of this machine.
// The error is a *TargetError.
func ParseTarget(text string) (base *url.URL, onLoopback bool, err error) {
	target, base, err := runner.NewTarget(runner.Access{URL: text})
	if err != nil {
		return nil, false, typed(err)
	}
	return base, target.OnLoopback, nil
}

// IsLoopback reports whether a base URL is that of this machine.
func IsLoopback(text string) bool {
	_, onLoopback, err := ParseTarget(text)
	return err == nil && onLoopback
}

// InClear reports whether secrets of the target leave this machine unencrypted.
func (t *Target) InClear() bool {
	a := runner.Access{URL: t.URL, Token: t.Token, Headers: t.header()}
	if t.Tokens != nil {
		a.Tokens = t.Tokens
	}
	target, _, err := runner.NewTarget(a)
	return err == nil && target.InClear()
}

func (t *Target) header() exchange.Header {
	var h exchange.Header
	for _, f := range t.Headers {
		h = append(h, exchange.Field(f))
	}
	return h
}

// CorpusProblems returns the mistakes of a contract that its text alone does not show: cases
// whose corpus does not exist, and cases that expand to the id of another.
func CorpusProblems(doc *spec.Contract) strict.Problems { return cases.CorpusProblems(doc) }
