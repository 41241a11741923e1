package suites

import (
	"cmp"
	"errors"
	"net/url"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// config is what verify is asked for, for a base URL.
func (o Options) config(base string, seed uint64) verify.Config {
	c := verify.Config{
		Contract: o.Document, Fixtures: o.Fixtures, Profile: o.Profile, Strict: o.Strict,
		Only: o.Only, Skip: o.Skip, Seed: seed, Budget: o.budget,
		Invocation: result.Invocation{Target: base, Test: true, Gone: !o.dialed()},
		Target: verify.Target{
			URL: base, Token: o.Token, AllowEffects: o.AllowEffects, Timeout: o.Timeout, TLS: o.TLS,
			RoundTripper: o.RoundTripper,
			Advice: verify.Advice{
				Token:   "set Options.Token",
				Effects: "give Options.AllowEffects and Options.Fixtures",
			},
		},
	}
	if o.RoundTripper != nil {
		c.Concurrency = 1 // stubs share lists that are not safe for more
	}
	if stubs := o.isolated(); stubs != nil {
		c.Target.RoundTripper, c.Target.Isolated = stubs, true
	}
	if o.Waivers != nil {
		c.Waivers = o.Waivers.Rules()
	}
	return c
}

// outline is a run that can send nothing: it says which specs there are.
func (o Options) outline(seed uint64) (result.Planned, error) {
	s, err := verify.Outline(o.config(o.address(), seed))
	if err != nil {
		return result.Planned{}, worded(err)
	}
	return s.Planned(), nil
}

// open prepares the run that is sent. The target is reached by name here first.
func (o Options) open(seed uint64) (s *verify.Session, stop func(), err error) {
	base, closeServer := o.address(), func() {}
	switch {
	case o.URLFunc != nil:
		base = o.URLFunc()
	case o.Handler != nil:
		server, err := serve(o.Handler)
		if err != nil {
			return nil, nil, err
		}
		base, closeServer = server.url+o.prefix(), server.close
	}
	s, err = verify.Prepare(o.config(base, seed))
	if err != nil {
		closeServer()
		return nil, nil, worded(err)
	}
	return s, func() { s.Close(); closeServer() }, nil
}

// worded puts typed errors into the words of this package's options.
func worded(err error) error {
	var option *verify.OptionError
	var target *verify.TargetError
	switch {
	case errors.Is(err, verify.ErrNoCase):
		return errors.New("no case is left after Options.Only and Options.Skip")
	case errors.As(err, &option):
		return errors.New("Options." + option.Error())
	case !errors.As(err, &target):
		return err
	}
	switch target.Kind {
	case verify.HasCredentials:
		return errors.New("Options.URL holds a user name or password: give credentials by " +
			"Options.Token, they would be logged here")
	case verify.NeedsFixtures:
		return errors.New("Options.AllowEffects at " + target.Target + ", which is not on " +
			"loopback: give Options.Fixtures too, so that actions are carried out on items that " +
			"you named")
	}
	return errors.New("Options.URL " + strings.TrimPrefix(err.Error(), "the target "))
}

// dialed reports whether the target is somewhere that may not be up.
func (o Options) dialed() bool { return o.Handler == nil && o.RoundTripper == nil }

// prefix is what the paths of a Handler begin with.
func (o Options) prefix() string {
	base, err := url.Parse(cmp.Or(o.URL, o.Document.Server))
	if err != nil {
		return "" // refused by Prepare
	}
	return strings.TrimRight(base.EscapedPath(), "/")
}
