package check

import (
	"encoding/json"
	"maps"
	"slices"

	"example.com/toeline/harness/internal/content"
)

// maxSent bounds how many values of a request a shape looks for.
const maxSent = 64

// sentValues returns the values of the request that a response may repeat: its parameters, the
// properties of what they name, and the texts and numbers of its content.
func (j *judge) sentValues() []string {
	if j.values != nil {
		return j.values
	}
	j.values = []string{}
	for _, name := range slices.Sorted(maps.Keys(j.in.Bound)) {
		bound := j.in.Bound[name]
		j.values = append(append(j.values, bound.Value), bound.Members...)
		for _, property := range slices.Sorted(maps.Keys(bound.Properties)) {
			j.values = append(j.values, bound.Properties[property])
		}
	}
	body, _, _ := content.ReadJSON(j.in.Exchange.Request.Body)
	j.values = append(j.values, scalars(body)...)
	j.values = j.values[:min(len(j.values), maxSent)]
	return j.values
}

// scalars returns the texts and numbers of a JSON value, in the order of their names.
func scalars(value any) []string {
	var all []string
	switch v := value.(type) {
	case string:
		all = append(all, v)
	case json.Number:
		all = append(all, v.String())
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, scalars(v[name])...)
		}
	case []any:
		for _, item := range v {
			all = append(all, scalars(item)...)
		}
	}
	return all
}
