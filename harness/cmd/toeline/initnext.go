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
		fmt.Fprintf(w, "%s: what was made is invalid yet, most likely because of what stands in "+
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
	if len(doc.Kinds) > 0 {
		fmt.Fprintf(w,
			"fixtures.yaml says what the target holds; without it what needs an id is skipped:\n")
		for _, kind := range doc.Kinds {
			fmt.Fprintf(w, "    %s: [{id: ...}]%s\n", kind.Name, neededOf(doc, kind))
		}
	}
	flags := judged
	fmt.Fprintf(w, "next: toeline lint --explain %s\n      toeline verify --document %s "+
		"--fixtures fixtures.yaml --target URL\n", judged, flags)
}

// neededOf says how many resources of a kind the cases need: each case with an effect carries it
// out on one of its own, and all others share one.
func neededOf(doc *spec.Contract, kind spec.Kind) string {
	executing, sharing := 0, 0
	for i := range doc.Operations {
		for j := range doc.Operations[i].Cases {
			c := &doc.Operations[i].Cases[j]
			if !names(c, kind) {
				continue
			}
			if c.Effect == spec.Executes || len(c.Steps) > 0 && c.Effect != spec.None {
				executing++
			} else {
				sharing = 1
			}
		}
	}
	switch {
	case executing+sharing > 1:
		return fmt.Sprintf("  # %d of them: %s with an effect, each on one of its own",
			executing+sharing, text.Plural(executing, "case"))
	case executing+sharing == 0:
		return "  # none is needed"
	}
	return "  # one"
}

// names reports whether a case names a resource of a kind that exists.
func names(c *spec.Case, kind spec.Kind) bool {
	values := c.Request.Values
	for i := range c.Steps {
		values = append(values[:len(values):len(values)], c.Steps[i].Request.Values...)
	}
	return slices.ContainsFunc(values, func(v spec.Value) bool {
		return v.Kind == kind.Singular && v.Role != spec.Absent
	})
}
