package suites

import (
	"cmp"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"example.com/toeline/harness/result"
	"example.com/toeline/harness/waiver"
	"example.com/toeline/spec"
)

// tree is a planned run on its way to being specs.
type tree struct {
	planned result.Planned
	results source
	waivers *waiver.File // nil: nothing is waived
}

// group is the cases of a situation.
type group struct {
	situation string
	cases     []result.PlannedCase
}

// build makes the containers, a situation each, inside an outer one.
func (t tree) build() {
	particular := map[string]func(group){
		"success":            t.success,
		"unsupported-action": t.unsupportedAction,
		"invalid-guid":       t.invalidGUID,
		"not-found":          t.notFound,
	}
	for _, g := range t.groups() {
		if container, ok := particular[g.situation]; ok {
			container(g)
		} else {
			t.situation(g)
		}
	}
}

// groups are the cases by situation, in the contract's order.
func (t tree) groups() []group {
	var all []group
	at := map[string]int{}
	for _, c := range t.planned.Cases {
		if _, known := at[c.Situation]; !known {
			at[c.Situation] = len(all)
			all = append(all, group{situation: c.Situation})
		}
		g := &all[at[c.Situation]]
		g.cases = append(g.cases, c)
	}
	return all
}

// specText is the text of the spec of a case; the id makes it unique.
func specText(c result.PlannedCase) string { return c.ID + ": " + c.Title }

// about are the decorators of the spec of a case.
func (t tree) about(c result.PlannedCase) []any {
	decorators := []any{t.location(c), labels(c)}
	if c.Effect != spec.None {
		decorators = append(decorators, ginkgo.Serial)
	}
	return decorators
}

// labels are the case, the requirements of its own checks, the levels of all that it shows, and
// its effect. Requirements of every response are no labels: nearly every spec would have them, and
// its name all of theirs.
func labels(c result.PlannedCase) ginkgo.Labels {
	all := ginkgo.Labels{label(c.ID)}
	for _, id := range c.Requirements {
		all = append(all, label(id))
	}
	for _, level := range c.Levels {
		all = append(all, string(level))
	}
	return append(all, "effect-"+string(c.Effect))
}

// label leaves out what Ginkgo refuses in a label: the values of another contract
// may have it.
func label(id string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("&|!,()/: \t\r\n", r) {
			return '-'
		}
		return r
	}, id)
}

// location is where a case is in the contract: Ginkgo orders specs by it, and
// shows it.
func (t tree) location(c result.PlannedCase) types.CodeLocation {
	return types.CodeLocation{
		FileName: cmp.Or(c.File, t.planned.Contract.File), LineNumber: c.Line,
	}
}
