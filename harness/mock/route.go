package mock

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"example.com/toeline/spec/openapi"
)

// route is an operation and the paths that it is at.
type route struct {
	op      *openapi.Operation
	pattern *regexp.Regexp
	names   []string // of the path parameters, in order
	fixed   int      // characters of the template that are no parameter
}

var placeholder = regexp.MustCompile(`\{([^{}]+)\}`)

// routesOf makes the routes, what is fixed before what is a parameter.
func routesOf(operations []openapi.Operation) []route {
	var all []route
	for i := range operations {
		op := &operations[i]
		r := route{op: op}
		var b strings.Builder
		path, _, _ := strings.Cut(op.Path, "?")
		end := 0
		for _, at := range placeholder.FindAllStringSubmatchIndex(path, -1) {
			b.WriteString(regexp.QuoteMeta(path[end:at[0]]) + "([^/]+?)")
			r.names = append(r.names, path[at[2]:at[3]])
			r.fixed += at[0] - end
			end = at[1]
		}
		b.WriteString(regexp.QuoteMeta(path[end:]))
		r.fixed += len(path) - end
		r.pattern = regexp.MustCompile("^" + b.String() + "$")
		all = append(all, r)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].fixed > all[j].fixed })
	return all
}

// route finds the operation; where there is none, the methods that the path has.
func (c *call) route() (allowed []string) {
	path := c.r.URL.EscapedPath()
	for _, path := range []string{strings.TrimPrefix(path, c.base), path} {
		for _, r := range c.routes {
			found := r.pattern.FindStringSubmatchIndex(path)
			if found == nil {
				continue
			}
			if r.op.Method != c.r.Method {
				allowed = append(allowed, r.op.Method)
				continue
			}
			if first := *c; c.op == nil {
				c.take(r, path, found)
			} else if r.fixed == first.fixed && c.parameters() != "" {
				c.take(r, path, found)
				if c.parameters() != "" {
					*c = first
				}
			}
		}
		if c.op != nil {
			return nil
		}
	}
	slices.Sort(allowed)
	return slices.Compact(allowed)
}

// take makes a route that of the request. Of several at one path, which differ in what follows a #
// in the description, it is the first whose parameters fit.
func (c *call) take(r route, path string, found []int) {
	c.op, c.fixed, c.at = r.op, r.fixed, path
	c.path, c.until, c.ids = map[string]string{}, map[string]string{}, map[string][]string{}
	for i, name := range r.names {
		end := found[2*i+3]
		c.path[name], c.until[name] = path[found[2*i+2]:end], path[:end]
	}
}
