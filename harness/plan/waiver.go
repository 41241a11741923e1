package plan

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/result"
)

// Waive adds known failures to the outcome, once its findings carry the numbers
// of those that cover them. What is waived stays broken, and does not fail the
// run.
func (o *Outcome) Waive(all []result.Waiver) {
	o.Waivers = all
	open := map[string]bool{}
	for i := range o.Results {
		for _, f := range o.Results[i].Findings {
			open[f.Requirement] = open[f.Requirement] || f.Waiver == 0
		}
	}
	for i := range o.Coverage {
		c := &o.Coverage[i]
		isOpen, found := open[c.Requirement.ID]
		c.Waived = c.Standing == Broken && found && !isOpen
	}
}

// failingWaivers says in a line which waivers fail the run; empty: none.
func (o *Outcome) failingWaivers() string {
	const shown = 3
	var places []string
	n := 0
	for i := range o.Waivers {
		w := &o.Waivers[i]
		if !w.Fails() {
			continue
		}
		if n++; n <= shown {
			places = append(places, fmt.Sprintf("%s %s", w.Place(), w.State))
		}
	}
	switch {
	case n == 0:
		return ""
	case n > shown:
		places = append(places, fmt.Sprintf("%d more", n-shown))
	}
	return fmt.Sprintf("%s to be mended: %s", Plural(n, "waiver"), strings.Join(places, ", "))
}
