package openapi

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec/strict"
)

// Security is what a description says of credentials.
type Security struct {
	// Stated reports whether it says anything: a description without "security" leaves open which
	// credentials are needed.
	Stated bool
	// Declared are the schemes that the description declares, in its order.
	Declared []Scheme
	// Asked are the schemes that an operation asks for, those that are left out included.
	Asked []Scheme
}

func (s *Security) names() []string {
	var all []string
	for _, one := range s.Declared {
		all = append(all, one.Name)
	}
	return all
}

// Find returns the scheme of a name.
func (s *Security) Find(name string) (Scheme, bool) {
	for _, one := range s.Declared {
		if one.Name == name {
			return one, true
		}
	}
	return Scheme{}, false
}

// Asks reports whether an operation asks for the scheme of a name.
func (s *Security) Asks(name string) bool {
	return slices.ContainsFunc(s.Asked, func(one Scheme) bool { return one.Name == name })
}

// Alternative is a set of credentials that are given together; empty: none are needed.
type Alternative []Scheme

// Scheme is one kind of credentials.
type Scheme struct {
	Name string
	// Type is apiKey, http, oauth2, openIdConnect or mutualTLS; empty: it is not described.
	Type string
	// Scheme is that of http, in lower case: "basic".
	Scheme string
	// In and Parameter say where an apiKey is: query, header or cookie, and its name there.
	In, Parameter string
}

// Bearer reports whether the credentials are a token in the header Authorization.
func (s Scheme) Bearer() bool {
	return s.Type == "oauth2" || s.Type == "openIdConnect" ||
		s.Type == "http" && s.Scheme == "bearer"
}

// Basic reports whether the credentials are a user name and a password.
func (s Scheme) Basic() bool { return s.Type == "http" && s.Scheme == "basic" }

// computed are the schemes of HTTP whose credentials are made anew for each request, of a
// challenge, a signature or a handshake, and are no text that is given once.
var computed = []string{
	"digest", "hoba", "mutual", "negotiate", "ntlm", "kerberos", "dpop", "vapid", "hawk", "oauth",
	"scram-sha-1", "scram-sha-256", "aws4-hmac-sha256", "signature", "privatetoken", "concealed",
}

// Computed reports whether the credentials are made anew for each request, so that none can be
// given.
func (s Scheme) Computed() bool { return s.Type == "http" && slices.Contains(computed, s.Scheme) }

// Key reports whether the credentials are a key, in a place that the scheme names.
func (s Scheme) Key() bool { return s.Type == "apiKey" }

// Place returns where the credentials are in a request, and the name there; empty: nowhere.
func (s Scheme) Place() (in, name string) {
	switch {
	case s.Key():
		return s.In, s.Parameter
	case s.Bearer(), s.Type == "http":
		return "header", "Authorization"
	}
	return "", ""
}

// SamePlace reports whether the credentials of both are at one place of a request.
func (s Scheme) SamePlace(other Scheme) bool {
	in, name := s.Place()
	otherIn, otherName := other.Place()
	return in != "" && in == otherIn &&
		(name == otherName || in == "header" && strings.EqualFold(name, otherName))
}

// Joint returns the alternatives that take a scheme together with others, each at a place of its
// own in a request, so that one can be wrong while the others are right.
func Joint(ways []Alternative, name string) []Alternative {
	var joint []Alternative
	for _, way := range ways {
		if slices.ContainsFunc(way.Apart(), func(s Scheme) bool { return s.Name == name }) {
			joint = append(joint, way)
		}
	}
	return joint
}

// Apart returns the schemes that can be wrong one by one: those with a place in a request, where
// there are several and none shares its place.
func (a Alternative) Apart() []Scheme {
	var placed []Scheme
	for _, s := range a {
		if in, _ := s.Place(); in == "" {
			continue
		}
		if slices.ContainsFunc(placed, s.SamePlace) {
			return nil
		}
		placed = append(placed, s)
	}
	if len(placed) == 1 {
		return nil
	}
	return placed
}

// Without returns the schemes but the one of a name.
func (a Alternative) Without(name string) Alternative {
	return slices.DeleteFunc(slices.Clone(a), func(s Scheme) bool { return s.Name == name })
}

// String describes the scheme for people: "key (header X-Api-Key)".
func (s Scheme) String() string {
	switch {
	case s.Key():
		return s.Name + " (" + s.In + " " + s.Parameter + ")"
	case s.Type == "http":
		return s.Name + " (" + strings.TrimSpace("http "+s.Scheme) + ")"
	case s.Type == "":
		return s.Name
	}
	return s.Name + " (" + s.Type + ")"
}

// Presents reports whether a request of the operation can do without its credentials: those of
// mutual TLS belong to the connection.
func (o *Operation) Presents() bool {
	return slices.ContainsFunc(o.Security, func(way Alternative) bool {
		return slices.ContainsFunc(way, func(s Scheme) bool {
			in, _ := s.Place()
			return in != ""
		})
	})
}

// declared reads the schemes of the components.
func (d *describer) declared() {
	schemes, _ := d.made.components.get("securitySchemes")
	for name, at := range schemes.members() {
		d.made.Security.Declared = append(d.made.Security.Declared, d.scheme(name, at))
	}
	_, d.made.Security.Stated = d.root.get("security")
}

func (d *describer) scheme(name string, at part) Scheme {
	scheme := Scheme{Name: name}
	found, _, ok := d.follow(at)
	if !ok {
		return scheme
	}
	scheme.Type, scheme.In = found.text("type"), found.text("in")
	if said := strings.ToLower(found.text("scheme")); scheme.Type == "http" {
		if near := meant(said, append([]string{"basic", "bearer"}, computed...)); near != "" {
			d.tree.slip(strict.PosOf(found.node), fmt.Sprintf("%s is not a scheme of HTTP that is "+
				"known%s", cut(said), near))
		}
	}
	scheme.Parameter, scheme.Scheme = found.text("name"), strings.ToLower(found.text("scheme"))
	return scheme
}

// security returns the alternatives that an operation takes, each with all its schemes.
func (d *describer) security(operation part) []Alternative {
	given, ok := operation.get("security")
	if ok {
		d.made.Security.Stated = true
	} else {
		given, _ = d.root.get("security")
	}
	all := []Alternative{}
	for _, way := range given.items() {
		alternative := Alternative{}
		for name := range way.members() {
			scheme, ok := d.made.Security.Find(name)
			if !ok {
				scheme = Scheme{Name: name}
				d.tree.slip(strict.PosOf(way.node), fmt.Sprintf("the security scheme %s is not "+
					"declared%s", cut(name), meant(name, d.made.Security.names())))
			}
			alternative = append(alternative, scheme)
			if !d.made.Security.Asks(name) {
				d.made.Security.Asked = append(d.made.Security.Asked, scheme)
			}
		}
		all = append(all, alternative)
	}
	return all
}
