package suites

import (
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/spec"
)

// tree is a plan on its way to being specs.
type tree struct {
	plan    *plan.Plan
	results source
	waivers *waiver.File // nil: nothing is waived
}

// group is the cases of a situation.
type group struct {
	situation string
	cases     []*plan.Case
}

// build makes the containers, a situation each, inside an outer one.
func (t tree) build() {
	own := t.situations()
	for _, g := range t.groups() {
		if container, ok := own[g.situation]; ok {
			container(g)
		} else {
			t.anySituation(g)
		}
	}
}

// situations are those that have a file here, by the first component of their
// cases' ids.
func (t tree) situations() map[string]func(group) {
	return map[string]func(group){
		"success":            t.success,
		"unsupported-action": t.unsupportedAction,
		"invalid-guid":       t.invalidGUID,
		"valid-guid":         t.validGUID,
		"not-found":          t.notFound,
		"authorization":      t.authorization,
		"methods":            t.methods,
		"qualified-path":     t.qualifiedPath,
		"headers":            t.headers,
	}
}

// groups are the plan's cases by situation, in the document's order.
func (t tree) groups() []group {
	var all []group
	at := map[string]int{}
	for _, c := range t.plan.Cases {
		if _, known := at[c.Situation]; !known {
			at[c.Situation] = len(all)
			all = append(all, group{situation: c.Situation})
		}
		g := &all[at[c.Situation]]
		g.cases = append(g.cases, c)
	}
	return all
}

// container makes the container of a situation. It stands at its first case.
func (t tree) container(g group, text string, body func()) {
	ginkgo.Describe(text, t.location(g.cases[0]), ginkgo.Label(label(g.situation)), body)
}

// specText is the text of a case's spec; the id makes it unique.
func specText(c *plan.Case) string { return c.ID + ": " + c.Text }

// about are the decorators of a case's spec.
func (t tree) about(c *plan.Case) []any {
	decorators := []any{t.location(c), t.labels(c)}
	if c.Effect != spec.None {
		decorators = append(decorators, ginkgo.Serial)
	}
	return decorators
}

// labels are the case, the requirements that it exercises, their levels, and
// its effect.
func (t tree) labels(c *plan.Case) ginkgo.Labels {
	labels := ginkgo.Labels{label(c.ID)}
	levels := map[spec.Level]bool{}
	for _, r := range t.plan.Exercises(c) {
		labels = append(labels, label(r.ID))
		levels[r.Level] = true
	}
	for _, level := range []spec.Level{spec.Must, spec.Should, spec.May} {
		if levels[level] {
			labels = append(labels, string(level))
		}
	}
	return append(labels, "effect-"+string(c.Effect))
}

// label leaves out what Ginkgo refuses in a label: the values of another
// document may have it.
func label(id string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("&|!,()/: \t\r\n", r) {
			return '-'
		}
		return r
	}, id)
}

// location is where a case stands in the document: Ginkgo orders specs by it,
// and shows it.
func (t tree) location(c *plan.Case) types.CodeLocation {
	doc := t.plan.Options.Doc
	at, longest := types.CodeLocation{FileName: doc.File}, -1
	for _, op := range doc.Operations {
		for i := range op.Cases {
			id := op.Cases[i].ID
			if len(id) > longest && (c.ID == id || strings.HasPrefix(c.ID, id+".")) {
				longest, at.LineNumber = len(id), op.Cases[i].Pos.Line
			}
		}
	}
	return at
}
