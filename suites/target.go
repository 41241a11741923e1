package suites

import (
	"cmp"
	"errors"
	"net/url"
	"strings"

	"example.com/toeline/harness/plan"
)

// access applies the rules of safety to the target at a base URL.
func (o Options) access(base string) (plan.Target, *url.URL, error) {
	target, parsed, err := plan.NewTarget(plan.Access{
		URL: base, Token: o.Token, TokenFrom: "Options.Token",
		AllowEffects: o.AllowEffects, OwnFixtures: !o.Fixtures.Embedded,
	})
	if err != nil {
		return target, parsed, inGo(err)
	}
	target.NoEffects = goWords.Replace(target.NoEffects)
	return target, parsed, nil
}

// goWords turns the command line's words into those of this package.
var goWords = strings.NewReplacer(
	"--target", "Options.URL", "--allow-effects", "Options.AllowEffects", "--fixtures", "Options.Fixtures",
	"--token-env", "Options.Token", "--only", "Options.Only", "--skip", "Options.Skip", "--level", "",
)

func inGo(err error) error { return errors.New(goWords.Replace(err.Error())) }

// outline is a plan that can send nothing: it says which specs there are.
func (o Options) outline(seed uint64) (*plan.Plan, error) {
	target, _, err := o.access(o.address())
	if err != nil {
		return nil, err
	}
	target.Sender = plan.NoSender()
	p, err := plan.New(o.planOptions(target, seed))
	if err != nil {
		return nil, inGo(err)
	}
	return p, nil
}

// opened is a plan with a way to its target.
type opened struct {
	plan  *plan.Plan
	close func()
}

// open makes the plan that is sent. The target is reached by name here first.
func (o Options) open(seed uint64) (*opened, error) {
	base, stop := o.address(), func() {}
	switch {
	case o.URLFunc != nil:
		base = o.URLFunc()
	case o.Handler != nil:
		server, err := serve(o.Handler)
		if err != nil {
			return nil, err
		}
		base, stop = server.url+o.prefix(), server.close
	}
	target, parsed, err := o.access(base)
	if err == nil {
		target.Sender, err = plan.NewSender(parsed, o.RoundTripper, o.Timeout, o.TLS)
	}
	if err != nil {
		stop()
		return nil, err
	}
	p, err := plan.New(o.planOptions(target, seed))
	if err != nil {
		stop()
		return nil, inGo(err)
	}
	return &opened{plan: p, close: func() { target.Sender.Close(); stop() }}, nil
}

// dialed says whether the target is somewhere that may not be up.
func (o Options) dialed() bool { return o.Handler == nil && o.RoundTripper == nil }

// prefix is what a Handler's paths begin with.
func (o Options) prefix() string {
	base, err := url.Parse(cmp.Or(o.URL, DefaultURL))
	if err != nil {
		return "" // refused by access
	}
	return strings.TrimRight(base.EscapedPath(), "/")
}
