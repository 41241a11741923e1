package cases

import (
	"slices"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
)

// lacksCredentials says why a request that needs credentials is not sent; empty: all are.
func (d *builder) lacksCredentials(o *Options) string {
	for i, s := range d.Steps {
		auth := s.Auth
		if i == 0 {
			auth = d.auth
		}
		if !auth.Carries() {
			continue
		}
		if why := o.lacking(s.Operation, auth.Scheme); why != "" {
			return why
		}
	}
	return ""
}

// roles lists the parameters that take an item of the fixtures. Steps name the same item by the
// same role of the same parameter.
func (d *builder) roles() []spec.Value {
	var roles []spec.Value
	for _, part := range d.parts {
		for _, v := range part.Case.Request.Values {
			known := func(other spec.Value) bool { return d.resourceKey(other) == d.resourceKey(v) }
			if v.Kind != "" && v.Role != spec.Absent && !slices.ContainsFunc(roles, known) {
				roles = append(roles, v)
			}
		}
	}
	return roles
}

// resourceKey is the key of the resource that a value of a request names.
func (d *builder) resourceKey(v spec.Value) string {
	if len(d.Steps) == 1 {
		return v.Parameter
	}
	return v.Parameter + " " + v.Kind + "." + v.Role
}

// hasProperties says whether an item has all that the case sends of it.
func (d *builder) hasProperties(v spec.Value, item fixtures.Resource) bool {
	return !slices.ContainsFunc(d.parts, func(part spec.Part) bool {
		return slices.ContainsFunc(part.Case.Request.Values, func(other spec.Value) bool {
			return other.Of == v.Parameter && other.Of != "" &&
				item.Properties[other.Property] == ""
		})
	})
}

// timesNamed is how many items of a role one request of a case names.
func (d *builder) timesNamed(v spec.Value) int {
	n := 0
	for _, other := range d.roles() {
		if other.Kind == v.Kind && other.Role == v.Role {
			n++
		}
	}
	return n
}
