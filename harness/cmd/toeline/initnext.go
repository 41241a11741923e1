package main

import (
	"fmt"
	"slices"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/start"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/overlay"
)

// summary says how much there is, what a person fills in, and which commands come next.
func (c *initCommand) summary(
	name, judged string, made *start.Start, source openapi.Source, overlays []overlay.Text,
) {
	w := c.app.Stderr
	doc, err := lint.LoadSource(source, overlays...)
	if err != nil {
		fmt.Fprintf(w, "%s: what was made is invalid yet, most likely because of what is in "+
			"%s; toeline lint %s says where\n", name, c.document, judged)
		return
	}
	cases := 0
	for _, op := range doc.Operations {
		cases += len(op.Cases)
	}
	fmt.Fprintf(w, "%s: %s, %s on %s\n", name, text.Plural(len(doc.Requirements), "requirement"),
		text.Plural(cases, "case"), text.Plural(len(doc.Operations), "operation"))
	if made.Edits > 0 {
		fmt.Fprintf(w, "fill in: %s that the document does not show, marked EDIT\n",
			text.Plural(made.Edits, "value"))
	}
	held := ""
	if c.fixtures(doc) {
		held = " --fixtures fixtures.yaml"
	}
	fmt.Fprintf(w, "next: toeline lint --explain %s\n      toeline verify --document %s%s "+
		"--target URL\n", judged, judged, held)
}

// fixtures says how many resources of each kind the cases need, and whether they need any.
func (c *initCommand) fixtures(doc *spec.Contract) (needed bool) {
	uses := usesOf(doc)
	if len(uses) == 0 {
		return false
	}
	w := c.app.Stderr
	fmt.Fprintf(w,
		"fixtures.yaml says what the target holds; without it what needs an id is skipped:\n")
	const most = 20
	for i, kind := range doc.Kinds {
		if i == most {
			fmt.Fprintf(w, "    # and %d kinds more\n",
				len(doc.Kinds)-most)
			break
		}
		fmt.Fprintf(w, "    %s: [{id: ...}]%s\n", kind.Name, uses[kind.Singular].needed())
	}
	return true
}

// uses are how many cases name a resource of a kind: each with an effect carries it out on one of
// its own, and all others share one.
type uses struct{ executing, sharing int }

// usesOf counts the cases by the kinds that they name.
func usesOf(doc *spec.Contract) map[string]uses {
	all := map[string]uses{}
	for i := range doc.Operations {
		for j := range doc.Operations[i].Cases {
			c := &doc.Operations[i].Cases[j]
			parts := c.Parts(&doc.Operations[i])
			executes := slices.ContainsFunc(parts, func(p spec.Part) bool {
				return p.Case.Effect == spec.Executes
			})
			for kind := range named(parts) {
				u := all[kind]
				if executes {
					u.executing++
				} else {
					u.sharing = 1
				}
				all[kind] = u
			}
		}
	}
	return all
}

// needed says how many resources that takes.
func (u uses) needed() string {
	switch all := u.executing + u.sharing; all {
	case 0:
		return "  # none is needed"
	case 1:
		return "  # one"
	default:
		return fmt.Sprintf("  # %d of them: %s with an effect, each on one of its own",
			all, text.Plural(u.executing, "case"))
	}
}

// named returns the kinds of which a case names a resource that exists.
func named(parts []spec.Part) map[string]bool {
	all := map[string]bool{}
	for _, p := range parts {
		for _, v := range p.Case.Request.Values {
			if v.Kind != "" && v.Role != spec.Absent {
				all[v.Kind] = true
			}
		}
	}
	return all
}
