package compare

import (
	"regexp"
	"slices"
	"strings"
)

// Descriptions returns what the operations of a newer description demand, or allow, that differs
// from an older one. Both are plain JSON values of OpenAPI 3.
func Descriptions(before, after any) []Difference {
	if same(before, after) {
		return nil
	}
	c := newComparer(before, after)
	was, now := operations(c.old), operations(c.new)
	for _, id := range was.order {
		if op, ok := now.by[id]; ok {
			c.operation(was.by[id], op)
			continue
		}
		op := was.by[id]
		c.add(Difference{
			Of: op.name, At: op.at, Gone: true, Text: "the operation is gone", Effect: Less,
		})
	}
	for _, id := range now.order {
		if _, ok := was.by[id]; !ok {
			op := now.by[id]
			c.add(Difference{Of: op.name, At: op.at, Text: "the operation is new", Effect: Other})
		}
	}
	return c.found
}

// operation is a method on a path, with what it inherits from the path.
type operation struct {
	node
	name       string // METHOD PATH
	parameters []node
	security   node
}

type operationList struct {
	order []string
	by    map[string]operation
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

// operations returns the operations of a description. Paths that differ only in the names of
// parameters are the same.
func operations(s *side) operationList {
	all := operationList{by: map[string]operation{}}
	root := node{side: s, value: s.root}
	paths, _ := root.member("paths")
	for _, path := range paths.names() {
		item, _ := paths.member(path)
		item = item.resolve()
		for _, method := range methods {
			n, ok := item.member(method)
			if !ok {
				continue
			}
			op := operation{node: n, name: strings.ToUpper(method) + " " + path}
			op.parameters = parametersOf(n, item)
			op.security, ok = n.member("security")
			if !ok {
				op.security, _ = root.member("security")
			}
			id := method + " " + placeholder.ReplaceAllString(path, "{}")
			if _, twice := all.by[id]; !twice {
				all.order = append(all.order, id)
				all.by[id] = op
			}
		}
	}
	return all
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// parametersOf returns the parameters of an operation, and those of its path that it does not
// replace.
func parametersOf(op, item node) []node {
	var all []node
	for _, from := range []node{op, item} {
		list, _ := from.member("parameters")
		for _, p := range list.items() {
			p = p.resolve()
			known := func(other node) bool { return parameterID(other) == parameterID(p) }
			if !slices.ContainsFunc(all, known) {
				all = append(all, p)
			}
		}
	}
	return all
}

// parameterID identifies a parameter within an operation.
func parameterID(p node) string {
	name := p.text("name")
	if p.text("in") == "header" {
		name = strings.ToLower(name)
	}
	return p.text("in") + " " + name
}

// operation compares two operations.
func (c *comparer) operation(was, now operation) {
	c.parameters(was, now)
	c.body(was, now)
	c.responses(was, now)
	c.security(was, now)
}

// parameters compares what two operations take beside the content.
func (c *comparer) parameters(was, now operation) {
	left := slices.Clone(now.parameters)
	for _, old := range was.parameters {
		i := slices.IndexFunc(left, func(p node) bool { return parameterID(p) == parameterID(old) })
		if i < 0 && old.text("in") == "path" {
			i = c.samePlace(was.name, now.name, old, left)
		}
		of := was.name + " " + old.text("in") + " parameter " + old.text("name")
		if i < 0 {
			c.add(Difference{
				Of: of, At: old.at, Gone: true, Text: "the parameter is gone", Effect: Less,
			})
			continue
		}
		c.parameter(of, old, left[i])
		left = slices.Delete(left, i, i+1)
	}
	for _, p := range left {
		d := Difference{
			Of: now.name + " " + p.text("in") + " parameter " + p.text("name"), At: p.at,
			Text: "the parameter is new", Effect: Other,
		}
		if p.flag("required") {
			d.Text, d.Effect = "the parameter is new, and required: requests without it may be "+
				"refused", Less
		}
		c.add(d)
	}
}

// samePlace returns the index of the parameter at the place of another in the path; -1: no
// parameter is.
func (c *comparer) samePlace(was, now string, old node, all []node) int {
	before, after := placeholder.FindAllString(was, -1), placeholder.FindAllString(now, -1)
	at := slices.Index(before, "{"+old.text("name")+"}")
	if at < 0 || at >= len(after) {
		return -1
	}
	return slices.IndexFunc(all, func(p node) bool {
		return p.text("in") == "path" && "{"+p.text("name")+"}" == after[at]
	})
}

// parameter compares two parameters.
func (c *comparer) parameter(of string, was, now node) {
	switch {
	case !was.flag("required") && now.flag("required"):
		c.add(Difference{
			Of: of, At: now.at, Text: "required, was optional: requests without it may be refused",
			Effect: Less,
		})
	case was.flag("required") && !now.flag("required"):
		c.add(Difference{
			Of: of, At: now.at,
			Text: "optional, was required: requests without it need not be refused", Effect: Laxer,
		})
	}
	for _, keyword := range []string{"style", "explode", "allowReserved"} {
		before, _ := was.member(keyword)
		after, _ := now.member(keyword)
		if styled(was, keyword, before.value) != styled(now, keyword, after.value) {
			c.add(Difference{
				Of: of, At: now.at,
				Text:   keyword + " " + shown(after.value) + ", was " + shown(before.value),
				Effect: Less,
			})
		}
	}
	c.typed(of, request, was, now)
	c.content(of, request, was, now)
}

// styled returns how a parameter is written, with the default for what is left out.
func styled(p node, keyword string, value any) string {
	form := p.text("in") == "query" || p.text("in") == "cookie"
	switch {
	case value != nil:
	case keyword == "style" && form:
		value = "form"
	case keyword == "style":
		value = "simple"
	case keyword == "explode":
		value = styled(p, "style", memberValue(p, "style")) == `"form"`
	default:
		value = false
	}
	return canonical(value)
}

func memberValue(n node, name string) any {
	m, _ := n.member(name)
	return m.value
}

// typed compares the schemas of two places. Without a schema any value is allowed.
func (c *comparer) typed(of string, dir direction, was, now node) {
	before, hadOne := was.member("schema")
	after, hasOne := now.member("schema")
	if !hadOne && !hasOne {
		return
	}
	for _, side := range []struct {
		schema *node
		of     node
		has    bool
	}{{&before, was, hadOne}, {&after, now, hasOne}} {
		if !side.has {
			*side.schema = node{
				side: side.of.side, at: side.of.at, value: map[string]any{}, cut: " any",
			}
		}
	}
	c.schemas(of, dir, before, after)
}

// body compares the contents of requests.
func (c *comparer) body(was, now operation) {
	old, had := was.member("requestBody")
	current, has := now.member("requestBody")
	old, current = old.resolve(), current.resolve()
	of := now.name + " request body"
	switch {
	case !had && !has:
	case !has:
		c.add(Difference{Of: of, At: old.at, Gone: true, Text: "the content is gone", Effect: Less})
	case !had:
		d := Difference{Of: of, At: current.at, Text: "the content is new", Effect: Other}
		if current.flag("required") {
			d.Text, d.Effect = "the content is new, and required: requests without it may be "+
				"refused", Less
		}
		c.add(d)
	default:
		if !old.flag("required") && current.flag("required") {
			c.add(Difference{
				Of: of, At: current.at,
				Text: "required, was optional: requests without it may be refused", Effect: Less,
			})
		} else if old.flag("required") && !current.flag("required") {
			c.add(Difference{
				Of: of, At: current.at,
				Text:   "optional, was required: requests without it need not be refused",
				Effect: Laxer,
			})
		}
		c.content(of, request, old, current)
	}
}
