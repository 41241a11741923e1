package verify

import (
	"cmp"
	"errors"
	"net/url"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/target"
	"example.com/toeline/harness/internal/wire"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// ParseTarget reads a base URL, and reports whether it is that of this machine.
// The error is a *TargetError.
func ParseTarget(text string) (base *url.URL, onLoopback bool, err error) {
	to, base, err := target.New(target.Access{URL: text})
	if err != nil {
		return nil, false, typed(err)
	}
	return base, to.OnLoopback, nil
}

// IsLoopback reports whether a base URL is that of this machine.
func IsLoopback(text string) bool {
	_, onLoopback, err := ParseTarget(text)
	return err == nil && onLoopback
}

// InClear reports whether secrets of the target leave this machine unencrypted.
func (t *Target) InClear() bool {
	a := target.Access{URL: t.URL, Credentials: t.credentials()}
	if t.Tokens != nil {
		a.Tokens = t.Tokens
	}
	to, _, err := target.New(a)
	return err == nil && to.InClear()
}

func (t *Target) credentials() cases.Credentials {
	made := cases.Credentials{
		Token: t.Token, Keys: fields(t.Keys), Headers: fields(t.Headers), Query: fields(t.Query),
		Advice: cases.Advice{
			Token: cmp.Or(t.Advice.Token, "set Target.Token"),
			Basic: cmp.Or(t.Advice.Basic, "set Target.Basic"),
			Key:   cmp.Or(t.Advice.Key, "give Target.Keys one named {scheme}"),
		},
	}
	if t.Basic != (Basic{}) {
		made.Basic = t.Basic.User + ":" + t.Basic.Password
	}
	return made
}

func fields(all []result.Field) exchange.Header {
	var h exchange.Header
	for _, f := range all {
		h = append(h, exchange.Field(f))
	}
	return h
}

func (c *Config) access() target.Access {
	a := target.Access{
		URL: c.Target.URL, Credentials: c.Target.credentials(),
		AllowEffects: c.Target.AllowEffects, NoEffects: c.Target.NoEffects,
		Resolving: wire.Resolving{RoundTripper: c.Target.RoundTripper != nil},
		Isolated:  c.Target.RoundTripper != nil && c.Target.Isolated,
		OwnFixtures: len(c.Contract.Kinds) == 0 || // cases name what they made themselves
			!c.Fixtures.Embedded && (c.Fixtures.File != "" || c.Fixtures.Len() > 0),
		HowEffects: cmp.Or(c.Target.Advice.Effects,
			"set Target.AllowEffects, and Fixtures of your own"),
	}
	if c.Target.Tokens != nil {
		a.Tokens = c.Target.Tokens
	}
	return a
}

// named adds the variable of a token that is not used to the error.
func (c *Config) named(err error) error {
	var option *cases.OptionError
	if name := c.Invocation.TokenEnv; errors.As(err, &option) && option.Option == "Token" &&
		c.Target.Tokens == nil && name != "" {
		option.Value = "of " + name
	}
	return err
}

// CorpusProblems returns the mistakes of a contract that its text alone does not show: cases
// whose corpus does not exist, and cases that expand to the id of another.
func CorpusProblems(doc *spec.Contract) strict.Problems { return cases.CorpusProblems(doc) }
