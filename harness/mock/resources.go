package mock

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// spare is how many ids of a kind are known beyond those that cases use up.
const spare = 3

// resources are the ids that are known from the beginning.
type resources struct {
	kinds map[string]string   // the kind that a parameter names, by the path up to it
	ids   map[string][]string // by the name of the kind
	order []string            // names of the kinds
	keys  map[string]string   // the property of the id, by the name of the kind
}

// newResources takes the ids of the fixtures; without any it makes some.
func newResources(o Options) *resources {
	r := &resources{
		kinds: map[string]string{}, ids: map[string][]string{}, keys: map[string]string{},
	}
	used := map[string]int{}
	for i := range o.Contract.Operations {
		r.note(o.Contract, &o.Contract.Operations[i], used)
	}
	for _, kind := range o.Contract.Kinds {
		r.order = append(r.order, kind.Name)
		r.keys[kind.Name] = kind.ID
		if o.Fixtures != nil {
			for _, one := range o.Fixtures.Resources(kind.Name) {
				r.ids[kind.Name] = append(r.ids[kind.Name], one.ID)
			}
		}
	}
	if len(r.ids) > 0 {
		return r
	}
	for i := range o.Contract.Operations {
		op := &o.Contract.Operations[i]
		for _, p := range op.Parameters {
			if kind := r.kinds[upTo(op.Path, p)]; kind != "" {
				r.make(o.Contract, kind, p, used[kind]+spare)
			}
		}
	}
	return r
}

// note finds the kinds that the cases of an operation name by its parameters, and how many
// resources they use up.
func (r *resources) note(doc *spec.Contract, op *spec.Operation, used map[string]int) {
	for i := range op.Cases {
		c := &op.Cases[i]
		for _, v := range c.Request.Values {
			kind, ok := doc.Kind(v.Kind)
			p, isParameter := op.Parameter(v.Parameter)
			if !ok || !isParameter || p.In != "path" {
				continue
			}
			r.kinds[upTo(op.Path, p)] = kind.Name
			if c.Effect == spec.Executes && v.Role != spec.Absent {
				used[kind.Name] += max(c.Repeat, 1)
			}
		}
	}
}

// make adds ids of a kind until there are as many as wanted: some that its schema and that of the
// parameter take.
func (r *resources) make(doc *spec.Contract, name string, p openapi.Parameter, wanted int) {
	i := slices.IndexFunc(doc.Kinds, func(k spec.Kind) bool { return k.Name == name })
	if i < 0 || len(r.ids[name]) > 0 {
		return
	}
	for _, id := range sample.IDs(p, wanted) {
		if len(doc.Kinds[i].CheckID(id)) == 0 && id != doc.Kinds[i].Absent {
			r.ids[name] = append(r.ids[name], id)
		}
	}
}

// upTo returns a path up to the end of one of its parameters.
func upTo(path string, p openapi.Parameter) string {
	before, _, _ := strings.Cut(path, "{"+p.Name+"}")
	return before + "{" + p.Name + "}"
}

// of returns the ids that a parameter may have; where no case names its kind some are known too.
func (r *resources) of(path string, p openapi.Parameter) []string {
	if kind := r.kinds[upTo(path, p)]; kind != "" {
		return r.ids[kind]
	}
	return sample.IDs(p, spare)
}

// has reports whether ids are known. Where the description lists them, all are.
func (r *resources) has(path string, p openapi.Parameter, ids []string) bool {
	kind := r.kinds[upTo(path, p)]
	if kind == "" && (p.Schema == nil || len(p.Schema.Shape().Enum) > 0) {
		return true
	}
	known := r.of(path, p)
	return !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(known, id) })
}

// Resources is how many ids are known.
func (h *Handler) Resources() int {
	n := 0
	for _, ids := range h.known.ids {
		n += len(ids)
	}
	return n
}

// Fixtures returns the ids that are known as a file of fixtures, in YAML; empty: there are none.
func (h *Handler) Fixtures() string {
	var b strings.Builder
	for _, kind := range h.known.order {
		for i, id := range h.known.ids[kind] {
			if i == 0 {
				fmt.Fprintf(&b, "%s:\n", yamlText(kind))
			}
			fmt.Fprintf(&b, "  - {%s: %s}\n", yamlText(cmp.Or(h.known.keys[kind], "id")),
				yamlText(id))
		}
	}
	return b.String()
}

var plainWord = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{3,}$`)

// yamlText writes a text so that YAML reads it as one: JSON is YAML.
func yamlText(text string) string {
	data, err := json.Marshal(text)
	if err != nil || plainWord.MatchString(text) && text != "true" && text != "null" {
		return text
	}
	return string(data)
}
