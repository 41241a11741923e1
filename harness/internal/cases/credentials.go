package cases

import (
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// presented are the credentials of a request, by where they are.
type presented struct {
	header exchange.Header
	query  []string // pairs, escaped
	cookie []string
	// of are those that are the user's, or the documented token.
	of []Presented
	// hidden are the fields of the user that are the credentials which a case leaves out.
	hidden []place
}

// place is where a value of a request is.
type place struct{ in, name string }

func (p place) is(in, name string) bool {
	return p.in == in && (p.name == name || in == "header" && strings.EqualFold(p.name, name))
}

func placeOf(s openapi.Scheme) place {
	in, name := s.Place()
	return place{in, name}
}

func (p *presented) hides(in, name string) bool {
	return slices.ContainsFunc(p.hidden, func(h place) bool { return h.is(in, name) })
}

// replaces reports whether credentials are sent in the place of a parameter.
func (p *presented) replaces(in, name string) bool {
	return slices.ContainsFunc(p.of, func(one Presented) bool {
		return place{one.In, one.Name}.is(in, name)
	})
}

// add puts a value where a scheme has it.
func (p *presented) add(at place, value string) {
	switch at.in {
	case "header":
		p.header = append(p.header, exchange.Field{Name: at.name, Value: value})
	case "cookie":
		p.cookie = append(p.cookie, at.name+"="+value)
	case "query":
		p.query = append(p.query, style.EscapeQuery(at.name)+"="+style.EscapeQuery(value))
	}
}

// credentials are how a request presents itself. Those that are wrong on purpose are made up,
// never derived from the user's. turn chooses among alternatives that all can be presented.
func (o *Options) credentials(
	op *spec.Operation, a spec.RequestAuth, turn int, random *rand.Rand,
) presented {
	made, t := presented{}, &o.Target
	way, _ := o.way(op, turn)
	switch {
	case a.Scheme != "":
		var wrong openapi.Scheme
		wrong, way = o.jointWay(op, a.Scheme)
		made.hide(wrong)
		made.makeUp(wrong, a.All, random)
	case !a.NeedsToken():
		made.wrong(o.ways(op), a.All, random)
		way = nil
	}
	for _, scheme := range way {
		at := placeOf(scheme)
		if at.in == "" || t.supplies(scheme) {
			continue
		}
		value, by := t.value(scheme)
		one := Presented{
			In: at.in, Name: at.name, Scheme: scheme.Name, By: by, Value: value,
			Before: prefixOf(scheme),
		}
		if a.All == spec.LowerCaseScheme {
			one.Before = strings.ToLower(one.Before)
		}
		made.add(at, one.Before+value)
		made.of = append(made.of, one)
	}
	for _, f := range t.Headers {
		if !made.hides("header", f.Name) {
			made.of = append(made.of, Presented{
				In: "header", Name: f.Name, By: ByField, Value: f.Value,
			})
		}
	}
	for _, f := range t.Query {
		if !made.hides("query", f.Name) {
			made.add(place{"query", f.Name}, f.Value)
			made.of = append(made.of, Presented{
				In: "query", Name: f.Name, By: ByField, Value: f.Value,
			})
		}
	}
	return made
}

// wrong makes up what a case sends instead of the credentials of the run, none of which is sent.
func (p *presented) wrong(ways []openapi.Alternative, a spec.Auth, random *rand.Rand) {
	for _, one := range ways {
		for _, scheme := range one {
			p.hide(scheme)
		}
	}
	if a == spec.BasicAuth {
		p.another(ways, random)
		return
	}
	for _, scheme := range usual(ways) {
		p.makeUp(scheme, a, random)
	}
}

// hide leaves out the fields of the user that are the credentials of a scheme: for a cookie the
// whole header, since others of it say nothing alone.
func (p *presented) hide(s openapi.Scheme) {
	at := placeOf(s)
	if p.hidden = append(p.hidden, at); at.in == "cookie" {
		p.hidden = append(p.hidden, place{"header", "Cookie"})
	}
}

// makeUp adds what is sent instead of the credentials of a scheme.
func (p *presented) makeUp(s openapi.Scheme, a spec.Auth, random *rand.Rand) {
	prefix := prefixOf(s)
	switch a {
	case spec.EmptyAuth:
		p.add(placeOf(s), "")
	case spec.EmptyToken:
		p.add(placeOf(s), strings.TrimSuffix(prefix, " "))
	case spec.WrongToken:
		value := "nobody-issued-" + randomGUID(random)
		if s.Basic() {
			value = basic("nobody", value)
		}
		p.add(placeOf(s), prefix+value)
	}
}

// another makes up credentials of a scheme that the operation does not take.
func (p *presented) another(ways []openapi.Alternative, random *rand.Rand) {
	value := "Basic " + basic("nobody", "nothing")
	takesBasic := func(one openapi.Alternative) bool {
		return slices.ContainsFunc(one, openapi.Scheme.Basic)
	}
	if slices.ContainsFunc(ways, takesBasic) {
		value = "Bearer nobody-issued-" + randomGUID(random)
	}
	p.add(place{"header", "Authorization"}, value)
}

// prefixOf returns what is before the credentials of a scheme.
func prefixOf(s openapi.Scheme) string {
	switch {
	case s.Bearer():
		return "Bearer "
	case s.Type == "http" && s.Scheme != "":
		return strings.ToUpper(s.Scheme[:1]) + s.Scheme[1:] + " "
	}
	return ""
}

// ways are the alternatives of an operation's credentials. Where the document says nothing of
// them, what the user gave is sent.
func (o *Options) ways(op *spec.Operation) []openapi.Alternative {
	if len(op.Security) > 0 || o.Contract.Security.Stated {
		return op.Security
	}
	implied := openapi.Alternative{}
	if o.Target.Given {
		implied = append(implied, openapi.Scheme{Type: "http", Scheme: "bearer"})
	}
	if o.Target.Basic != "" {
		implied = append(implied, openapi.Scheme{Type: "http", Scheme: "basic"})
	}
	for _, f := range o.Target.Keys {
		if scheme, ok := o.Contract.Security.Find(f.Name); ok {
			implied = append(implied, scheme)
		}
	}
	if len(implied) == 0 {
		return nil
	}
	return []openapi.Alternative{implied}
}

// way returns the alternative that a request presents, and whether all of it can be: one of which
// the user gave all, in turn where there are several; none where none is needed; else the usual.
func (o *Options) way(op *spec.Operation, turn int) (way openapi.Alternative, whole bool) {
	ways := o.ways(op)
	var complete []openapi.Alternative
	optional := len(ways) == 0
	for _, one := range ways {
		switch {
		case len(one) == 0:
			optional = true
		case !slices.ContainsFunc(one, o.Target.lacks):
			complete = append(complete, one)
		}
	}
	isPlaced := func(one openapi.Alternative) bool {
		return slices.ContainsFunc(one, func(s openapi.Scheme) bool { return placeOf(s).in != "" })
	}
	if slices.ContainsFunc(complete, isPlaced) { // whether there is a certificate is not known
		complete = slices.DeleteFunc(complete, func(one openapi.Alternative) bool {
			return !isPlaced(one)
		})
	}
	switch {
	case len(complete) > 0:
		return complete[turn%len(complete)], true
	case optional:
		return nil, true
	}
	return usual(ways), o.Target.documented()
}

// jointWay returns a scheme that is wrong, and the others of the alternative that it is presented
// with: the first of which the user gave these.
func (o *Options) jointWay(
	op *spec.Operation, name string,
) (wrong openapi.Scheme, rest openapi.Alternative) {
	joint := openapi.Joint(o.ways(op), name)
	if len(joint) == 0 {
		return wrong, nil
	}
	way := joint[0]
	for _, one := range joint {
		if !slices.ContainsFunc(one.Without(name), o.Target.lacks) {
			way = one
			break
		}
	}
	for _, s := range way {
		if s.Name == name {
			wrong = s
		}
	}
	return wrong, way.Without(name)
}

// usual returns the alternative that is presented where nothing was given: the first with a token,
// or else the first that is not empty.
func usual(ways []openapi.Alternative) openapi.Alternative {
	var first openapi.Alternative
	for _, one := range ways {
		if slices.ContainsFunc(one, openapi.Scheme.Bearer) {
			return one
		}
		if len(first) == 0 || slices.ContainsFunc(first, openapi.Scheme.Computed) {
			first = one
		}
	}
	return first
}

// basic writes a name and a password as the scheme Basic has them.
func basic(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}
