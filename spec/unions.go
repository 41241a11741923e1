package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// Strings is one text or a list of texts.
type Strings []string

// UnmarshalStrict takes a scalar for a list of one.
func (s *Strings) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	*s = decodeOneOrMany[string](d, n)
}

func decodeOneOrMany[T any](d *strict.Decoder, n *yaml.Node) []T {
	if n.Kind == yaml.SequenceNode {
		var many []T
		d.Decode(n, &many)
		return many
	}
	var one T
	d.Decode(n, &one)
	return []T{one}
}

// String joins the texts for people.
func (s Strings) String() string { return strings.Join(s, "; ") }

// StatusMatch is a status code (404) or a class of them (4XX).
type StatusMatch struct {
	Code  int // 100 to 599; 0 when it is a class
	Class int // 1 to 5; 0 when it is a code
}

// String is the match as a document writes it.
func (m StatusMatch) String() string {
	if m.Class != 0 {
		return fmt.Sprintf("%dXX", m.Class)
	}
	return strconv.Itoa(m.Code)
}

// Has says whether a status code matches.
func (m StatusMatch) Has(status int) bool {
	if m.Class != 0 {
		return status/100 == m.Class
	}
	return status == m.Code
}

// UnmarshalStrict reads 404 or 4XX.
func (m *StatusMatch) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	parsed, ok := ParseStatus(n.Value)
	if n.Kind != yaml.ScalarNode || !ok {
		d.Problem(n, "%q is not a status; write a code from 100 to 599, or a class as 4XX", n.Value)
		return
	}
	*m = parsed
}

// ParseStatus reads 404 or 4XX.
func ParseStatus(s string) (StatusMatch, bool) {
	if len(s) != 3 || s[0] < '1' || s[0] > '5' {
		return StatusMatch{}, false
	}
	if strings.EqualFold(s[1:], "xx") {
		return StatusMatch{Class: int(s[0] - '0')}, true
	}
	code, err := strconv.Atoi(s)
	return StatusMatch{Code: code}, err == nil
}

// Statuses is one match or a list of them.
type Statuses []StatusMatch

// UnmarshalStrict takes a scalar for a list of one.
func (s *Statuses) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	*s = decodeOneOrMany[StatusMatch](d, n)
}

// Has says whether any of the matches takes the status code.
func (s Statuses) Has(status int) bool {
	return slices.ContainsFunc(s, func(m StatusMatch) bool { return m.Has(status) })
}

// String lists the matches for people: "405 or 501".
func (s Statuses) String() string {
	names := make([]string, len(s))
	for i, m := range s {
		names[i] = m.String()
	}
	return strings.Join(names, " or ")
}

// RefKind says where a Ref looks.
type RefKind int

// Where a value can come from.
const (
	RefNone RefKind = iota
	// request.NAME: the parameter as sent, decoded; request./POINTER: what the body has there
	RefParameter
	RefProperty      // request.NAME.PROPERTY: of the fixtures' resource that the parameter names
	RefRequestHeader // request.header.NAME
	RefHeader        // header.NAME: of the response
	RefBody          // body./pointer: of the response
	RefSaved         // saved.NAME or saved.NAME/pointer: what an earlier step saved
	RefSent          // sent or sent/pointer: the content that the request sent, or a part of it
)

// Ref names a value of an exchange, or one that an earlier step saved. The zero value names none.
type Ref struct {
	Kind     RefKind
	Name     string // parameter, header, JSON pointer, or that of a saved value
	Property string // of a saved value: a JSON pointer into it
}

// UnmarshalStrict reads the spellings that RefKind lists.
func (r *Ref) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	parsed, ok := parseRef(n.Value)
	if n.Kind != yaml.ScalarNode || !ok {
		d.Problem(n, "%q names no value; write request.PARAMETER, request.PARAMETER.PROPERTY, "+
			"request./POINTER, request.header.NAME, sent/POINTER, header.NAME, body./POINTER or "+
			"saved.NAME", n.Value)
		return
	}
	*r = parsed
}

func parseRef(s string) (Ref, bool) {
	if pointer, ok := strings.CutPrefix(s, "sent"); ok && (pointer == "" || pointer[0] == '/') {
		return Ref{Kind: RefSent, Name: pointer}, true
	}
	kind, rest, _ := strings.Cut(s, ".")
	switch {
	case rest == "":
	case kind == "saved":
		name, pointer, ok := cutSaved(rest)
		return Ref{Kind: RefSaved, Name: name, Property: pointer}, ok
	case kind == "header":
		return Ref{Kind: RefHeader, Name: rest}, true
	case kind == "body":
		return Ref{Kind: RefBody, Name: rest}, strings.HasPrefix(rest, "/")
	case kind == "request" && strings.HasPrefix(rest, "/"):
		return Ref{Kind: RefParameter, Name: rest}, true
	case kind == "request":
		name, property, nested := strings.Cut(rest, ".")
		switch {
		case name == "header" && property != "":
			return Ref{Kind: RefRequestHeader, Name: property}, true
		case nested:
			return Ref{Kind: RefProperty, Name: name, Property: property},
				name != "" && property != ""
		}
		return Ref{Kind: RefParameter, Name: name}, true
	}
	return Ref{}, false
}

// String is the reference as a document writes it.
func (r Ref) String() string {
	switch r.Kind {
	case RefParameter:
		return "request." + r.Name
	case RefProperty:
		return "request." + r.Name + "." + r.Property
	case RefRequestHeader:
		return "request.header." + r.Name
	case RefHeader:
		return "header." + r.Name
	case RefBody:
		return "body." + r.Name
	case RefSaved:
		return "saved." + r.Name + r.Property
	case RefSent:
		return "sent" + r.Name
	}
	return ""
}

// Fill is what replaces a placeholder of a template.
type Fill struct {
	Value Ref  `yaml:"value,required"`
	Fold  bool `yaml:"fold"` // letter case is free
}

// UnmarshalStrict takes a reference alone, or {value, fold}.
func (f *Fill) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		d.Decode(n, &f.Value)
		return
	}
	type plain Fill // without this method
	d.Decode(n, (*plain)(f))
}

// Unseen returns the documented statuses that none of those of responses is of: one that is
// documented itself is not of its range, nor of the default.
func (o *Operation) Unseen(came []int) []string {
	seen := map[string]bool{}
	for _, status := range came {
		exact := strconv.Itoa(status)
		for _, key := range []string{exact, exact[:1] + "XX", "default"} {
			if slices.Contains(o.Statuses, key) {
				seen[key] = true
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(o.Statuses), func(key string) bool { return seen[key] })
}
