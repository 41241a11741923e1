package judge

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/client/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// unique evaluates whether each of the calls that send a header field has values of
// its own there, without regard to letter case. The first call that does not gets
// the finding.
func (k Contract) unique(check *clients.Check, calls []*lab.Call, judgements []*Judgement) {
	owner := map[string]*lab.Call{}
	var sending, sharing []int
	found := result.Finding{
		Requirement: check.ID, PartOf: check.PartOf,
		Reason: "not unique", Where: "header " + strings.ToLower(check.Unique),
	}
	for i, c := range calls {
		values := c.Values(k.Doc, check.Unique)
		if len(values) == 0 || slices.Contains(c.Without, check.ID) {
			continue
		}
		sending = append(sending, i)
		at := slices.IndexFunc(values, func(v lab.Value) bool { return owner[v.Key()] != nil })
		if at >= 0 {
			if sharing = append(sharing, i); len(sharing) == 1 {
				found.Instance, found.Got = values[at].Request, values[at].Text
				found.With = []string{owner[values[at].Key()].ID}
			}
		}
		for _, v := range values {
			owner[v.Key()] = c
		}
	}
	switch {
	case len(sending) < 2: // there is nothing to differ from
	case len(sharing) == 0:
		for _, i := range sending {
			judgements[i].Held[check.ID] = true
		}
	default:
		found.Expected = fmt.Sprintf("a value of its own in each of %d calls", len(sending))
		found.Got = fmt.Sprintf("%d calls with a value that another has, as %s, which %s has too",
			len(sharing), text.Cut(found.Got), found.With[0])
		first := judgements[sharing[0]]
		first.Findings = append(first.Findings, found)
	}
}

// Inapplicable returns why requirements do not apply to a client, by their id: there are no two
// calls with a field whose values must differ.
func (k Contract) Inapplicable(calls []*lab.Call) map[string]string {
	why := map[string]string{}
	for i := range k.Doc.Always {
		check := &k.Doc.Always[i]
		if check.Unique == "" {
			continue
		}
		sending := 0
		for _, c := range calls {
			if len(c.Values(k.Doc, check.Unique)) > 0 {
				sending++
			}
		}
		if sending < 2 {
			why[check.ID] = "no two calls of the client send " + check.Unique
		}
	}
	return why
}
