package openapi

import (
	"slices"
	"strings"

	"example.com/toeline/spec/jsonpointer"
)

// Link is what a response says of a request that can be made with its values.
type Link struct {
	Name string
	// Parameters are values for parameters of the operation that the link leads to, by name or by
	// "in.name", and Body is its content; nil: none is given. A text that begins with $ is a
	// runtime expression.
	Parameters map[string]any
	Body       any

	id, method, path string // of the operation
}

// links reads those of a response. One that leads nowhere, or to another document, is left out.
func (o *operationReader) links(response part) []Link {
	var all []Link
	list, _ := response.get("links")
	for name, given := range list.members() {
		at, _, ok := o.follow(given)
		if !ok {
			continue
		}
		made := Link{
			Name: name, id: at.text("operationId"), Parameters: map[string]any{},
		}
		if path, ok := strings.CutPrefix(at.text("operationRef"), "#/paths/"); ok {
			if steps := jsonpointer.Split("/" + path); len(steps) == 2 {
				made.path, made.method = steps[0], strings.ToUpper(steps[1])
			}
		}
		parameters, _ := at.get("parameters")
		for key, value := range parameters.members() {
			made.Parameters[key] = value.value()
		}
		if body, ok := at.get("requestBody"); ok {
			made.Body = body.value()
		}
		if made.id != "" || made.path != "" {
			all = append(all, made)
		}
	}
	return all
}

// Linked returns the operation that a link leads to; nil: the description has none that can be
// used.
func (d *Description) Linked(l Link) *Operation {
	at := slices.IndexFunc(d.Operations, func(op Operation) bool {
		return l.id != "" && op.ID == l.id || l.path != "" && op.Key == l.path &&
			op.Method == l.method
	})
	if at < 0 {
		return nil
	}
	return &d.Operations[at]
}

// For returns what a link gives a parameter.
func (l Link) For(p Parameter) (any, bool) {
	value, ok := l.Parameters[p.In+"."+p.Name]
	if !ok {
		value, ok = l.Parameters[p.Name]
	}
	return value, ok
}
