package spec

import (
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// RequestAuth is how a request presents itself: by all schemes in one way, or by one scheme wrongly
// while the others of its alternative are right. The zero value sends the run's credentials.
type RequestAuth struct {
	Pos strict.Pos
	All Auth
	// Scheme is the one that is wrong; empty: all are presented in the same way.
	Scheme string
}

// OneAuth names the scheme that a request presents wrongly, by the way. Exactly one is set.
type OneAuth struct {
	None       string `yaml:"none"`
	Empty      string `yaml:"empty"`
	EmptyToken string `yaml:"emptyToken"`
	WrongToken string `yaml:"wrongToken"`
}

// UnmarshalStrict reads a way alone, or {WAY: SCHEME}.
func (a *RequestAuth) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	a.Pos = strict.PosOf(n)
	if n.Kind != yaml.MappingNode {
		d.Decode(n, &a.All)
		return
	}
	var one OneAuth
	d.Decode(n, &one)
	for _, way := range []struct {
		auth   Auth
		scheme string
	}{
		{NoAuth, one.None},
		{EmptyAuth, one.Empty},
		{EmptyToken, one.EmptyToken},
		{WrongToken, one.WrongToken},
	} {
		if way.scheme != "" {
			a.All, a.Scheme = way.auth, way.scheme
		}
	}
	if len(n.Content) != 2 || a.Scheme == "" {
		d.Problem(n, "give one way and the scheme that it is for, as {wrongToken: SCHEME}")
		a.Scheme = ""
	}
}

// NeedsToken says whether all of the run's own credentials are sent.
func (a RequestAuth) NeedsToken() bool { return a.All.NeedsToken() }

// Carries says whether some of the run's own credentials are sent.
func (a RequestAuth) Carries() bool { return a.NeedsToken() || a.Scheme != "" }

// String describes it for people: "wrongToken of key".
func (a RequestAuth) String() string {
	switch {
	case a.Scheme != "":
		return string(a.All) + " of " + a.Scheme
	case a.All == "":
		return string(ValidToken)
	}
	return string(a.All)
}

// lintAuth reports a scheme that is no part of what the operation asks for together.
func (l *loader) lintAuth(op *Operation, a RequestAuth, at string) {
	if a.Scheme == "" || len(openapi.Joint(op.Security, a.Scheme)) > 0 {
		return
	}
	var known []string
	for _, way := range op.Security {
		for _, s := range way.Apart() {
			known = append(known, s.Name)
		}
	}
	if len(known) == 0 {
		l.problem(a.Pos, at, "the operation takes no scheme together with another; write auth: "+
			string(a.All), "")
		return
	}
	l.unknownName(a.Pos, at, "scheme that goes with others", a.Scheme, known)
}
