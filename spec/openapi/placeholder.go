package openapi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// placeholder is the name of a parameter in the template of a path.
var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// undeclared adds the parameters that only the path names, and drops those that it lacks, where
// descriptions are read as they are: a request has a value for each place of the path anyway.
func (o *operationReader) undeclared() {
	if o.strict {
		return
	}
	o.op.Parameters = slices.DeleteFunc(o.op.Parameters, func(p Parameter) bool {
		gone := p.In == "path" && !strings.Contains(o.op.Path, "{"+p.Name+"}")
		if gone {
			o.made.Hints = append(o.made.Hints, Note{o.op.Pos, fmt.Sprintf(
				"path parameter %q is not in the path %s: it is not sent", p.Name, o.op.Path)})
		}
		return gone
	})
	for _, name := range placeholder.FindAllStringSubmatch(o.op.Path, -1) {
		if name[1] == "" {
			o.fail("a parameter in the path has no name")
			return
		}
		if slices.ContainsFunc(o.op.Parameters,
			func(p Parameter) bool { return p.In == "path" && p.Name == name[1] }) {
			continue
		}
		o.op.Parameters = append(o.op.Parameters, Parameter{
			Name: name[1], In: "path", Required: true, Style: "simple", Schema: AnySchema(),
		})
		o.made.Hints = append(o.made.Hints, Note{o.op.Pos, fmt.Sprintf(
			"path parameter %q is not declared: it is taken for a text", name[1])})
	}
}
