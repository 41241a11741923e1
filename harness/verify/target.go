package verify

import (
	"net/url"

	"example.com/toeline/harness/internal/cases"
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
	target, _, err := runner.NewTarget(runner.Access{URL: t.URL, Token: t.Token, OwnFixtures: true})
	if err != nil {
		return false
	}
	if t.Tokens != nil {
		target.Token = runner.TokenToCome
	}
	for range t.Headers {
		target.Headers = append(target.Headers, target.Headers...)
	}
	return target.InClear() || !target.OnLoopback && len(t.Headers) > 0 && base(t.URL) == "http"
}

func base(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Scheme
}

// CorpusProblems lists what a contract alone does not show: each case whose corpus
// is not there, or that expands to the id of another.
func CorpusProblems(doc *spec.Document) strict.Problems { return cases.CorpusProblems(doc) }
