package selftest

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"testing"

	"example.com/toeline/harness/selftest/defects"
	"example.com/toeline/spec"
)

var removal = flag.Bool("removal", false,
	"take each check out of the document, one at a time, and demand that a defect is missed (a "+
		"minute)")

// redundant are checks that others repeat, request for request.
var redundant = map[string]string{
	"not-found.absent-guid ERA-NF-2 equal": "valid-guid.letter-case.lower and " +
		"valid-guid.layout.version-4 send the same",
	"not-found.absent-guid ERA-NF-3 template": "likewise",
}

// Each check of the document is needed: without it a defect is missed.
func TestEveryCheckIsNeeded(t *testing.T) {
	if !*removal {
		t.Skip("give -removal")
	}
	for at := 0; ; at++ {
		l, err := NewLab()
		if err != nil {
			t.Fatal(err)
		}
		c, name := takeOut(l.Doc, at)
		if c == nil {
			return
		}
		t.Run(fmt.Sprint(at, " ", name), func(t *testing.T) {
			_, explained := redundant[name]
			if needed := missed(t, l, c.ID); needed == explained {
				t.Errorf("taken out, a defect is missed: %v; explained as redundant: %v", needed,
					explained)
			}
		})
	}
}

// missed says whether a defect that breaks a requirement is not found as it is
// named.
func missed(t *testing.T, l *Lab, requirement string) bool {
	var jobs []Job
	for _, d := range defects.Defects() {
		if slices.Contains(d.Breaks, requirement) {
			jobs = append(jobs, func(ctx context.Context) Row { return l.defectRow(ctx, d) })
		}
	}
	return slices.ContainsFunc(RunJobs(t.Context(), 4, jobs), func(r Row) bool { return !r.OK })
}

// takeOut removes the check of an index from a contract; nil: it has no more checks.
func takeOut(doc *spec.Contract, at int) (*spec.Check, string) {
	n := 0
	take := func(list *[]spec.Check, from string) (*spec.Check, string) {
		i := at - n
		n += len(*list)
		if i < 0 || i >= len(*list) {
			return nil, ""
		}
		c := (*list)[i]
		*list = slices.Delete(slices.Clone(*list), i, i+1)
		return &c, fmt.Sprintf("%s %s %s", from, c.ID, c.Operator())
	}
	for i := range doc.Operations {
		for j := range doc.Operations[i].Cases {
			one := &doc.Operations[i].Cases[j]
			if c, name := take(&one.Checks, one.ID); c != nil {
				return c, name
			}
		}
	}
	return take(&doc.Always, "always")
}
