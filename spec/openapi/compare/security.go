package compare

import (
	"slices"
	"strings"
)

// security compares the credentials that two operations take.
func (c *comparer) security(was, now operation) {
	before, after := ways(was.security), ways(now.security)
	of := now.name + " security"
	at := now.security.at
	if at == "" || now.security.value == nil {
		at = now.at
	}
	switch {
	case demands(before) && !demands(after):
		c.add(Difference{
			Of: of, At: at, Text: "credentials are not demanded any longer", Effect: Less,
		})
		return
	case !demands(before) && demands(after):
		c.add(Difference{
			Of: of, At: at,
			Text:   "credentials are demanded, and were not: requests without them may be refused",
			Effect: Less,
		})
		return
	}
	for _, old := range before {
		if !slices.ContainsFunc(after, func(w way) bool { return w.within(old) }) {
			c.add(Difference{
				Of: of, At: at, Text: "requests with " + old.String() + " may be refused",
				Effect: Less,
			})
		}
	}
	for _, current := range after {
		if !slices.ContainsFunc(before, func(w way) bool { return w.within(current) }) {
			c.add(Difference{
				Of: of, At: at, Text: "requests with " + current.String() + " need not be refused",
				Effect: Laxer,
			})
		}
	}
	c.schemes(of, before, after)
}

// way is one alternative of credentials: names of schemes with their scopes.
type way struct {
	node
	scopes map[string][]string
}

// ways returns the alternatives; empty: no credentials are described.
func ways(security node) []way {
	var all []way
	for _, n := range security.items() {
		w := way{n, map[string][]string{}}
		for _, name := range n.names() {
			w.scopes[name] = []string{}
			list, _ := n.member(name)
			for _, item := range list.items() {
				if scope, ok := item.value.(string); ok {
					w.scopes[name] = append(w.scopes[name], scope)
				}
			}
		}
		all = append(all, w)
	}
	return all
}

// demands reports whether no request is taken without credentials.
func demands(all []way) bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(w way) bool { return len(w.scopes) == 0 })
}

// within reports whether what satisfies other satisfies the way.
func (w way) within(other way) bool {
	for name, scopes := range w.scopes {
		given, ok := other.scopes[name]
		if !ok {
			return false
		}
		for _, scope := range scopes {
			if !slices.Contains(given, scope) {
				return false
			}
		}
	}
	return true
}

// String returns the schemes of a way, with their scopes.
func (w way) String() string {
	var all []string
	for _, name := range w.names() {
		text := name
		if len(w.scopes[name]) > 0 {
			text += " (" + strings.Join(w.scopes[name], " ") + ")"
		}
		all = append(all, text)
	}
	if len(all) == 0 {
		return "no credentials"
	}
	return strings.Join(all, " and ")
}

// schemes compares the schemes behind the names.
func (c *comparer) schemes(of string, before, after []way) {
	for _, w := range before {
		for _, name := range w.names() {
			was, known := scheme(c.old, name)
			now, stays := scheme(c.new, name)
			used := slices.ContainsFunc(after,
				func(w way) bool { _, ok := w.scopes[name]; return ok })
			if !known || !stays || !used {
				continue
			}
			for _, keyword := range []string{"type", "scheme", "in", "name", "openIdConnectUrl"} {
				x, y := memberValue(was, keyword), memberValue(now, keyword)
				if !same(x, y) {
					c.add(Difference{Of: of, At: now.at, Text: "scheme " + name + ": " + keyword +
						" " + shown(y) + ", was " + shown(x), Effect: Less})
				}
			}
		}
	}
}

// scheme returns a security scheme of the components.
func scheme(s *side, name string) (node, bool) {
	root := node{side: s, value: s.root}
	components, _ := root.member("components")
	schemes, _ := components.member("securitySchemes")
	n, ok := schemes.member(name)
	return n.resolve(), ok
}
