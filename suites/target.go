package suites

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"

	"example.com/toeline/harness/exchange"
	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/wire"
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
	target.Sender = nowhere{}
	p, err := plan.New(o.planOptions(target, seed))
	if err != nil {
		return nil, inGo(err)
	}
	return p, nil
}

// nowhere is a sender for plans that are only looked at.
type nowhere struct{}

func (nowhere) Send(_ context.Context, r exchange.Request) *exchange.Exchange {
	return &exchange.Exchange{Request: r, Fault: &exchange.Fault{Kind: exchange.Canceled, Detail: "not sent"}}
}

func (nowhere) Close() {}

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
		target.Sender, err = o.sender(parsed)
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

func (o Options) sender(base *url.URL) (wire.Sender, error) {
	limits := wire.Options{Timeout: o.Timeout, TLS: o.TLS}
	if o.RoundTripper != nil {
		return wire.NewRoundTripper(base, o.RoundTripper, limits)
	}
	return wire.New(base, limits)
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
