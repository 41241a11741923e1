package client

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec/clients"
)

// judgeCalls judges each call, and then all of them together.
func (r *run) judgeCalls() []*judgement {
	doc := r.options.Doc
	var all []*judgement
	for _, c := range r.calls {
		all = append(all, judgeCall(doc, basePath(doc), r.lab.token, c))
	}
	for i := range doc.Always {
		if doc.Always[i].Unique != "" {
			unique(&doc.Always[i], r.calls, all)
		}
	}
	return all
}

// unique judges whether each of the calls that send a header field has values
// of its own there, letter case ignored. Of those that do not, the first in the
// document's order gets the finding.
func unique(check *clients.Check, calls []*call, judgements []*judgement) {
	owner := map[string]*call{}
	var sending, sharing []int
	found := finding{
		requirement: check.ID, partOf: check.PartOf,
		reason: "not unique", where: "header " + strings.ToLower(check.Unique),
	}
	for i, c := range calls {
		values := c.values(check.Unique)
		if len(values) == 0 || slices.Contains(c.Without, check.ID) {
			continue
		}
		sending = append(sending, i)
		at := slices.IndexFunc(values, func(v sentValue) bool { return owner[v.key()] != nil })
		if at >= 0 {
			if sharing = append(sharing, i); len(sharing) == 1 {
				found.request, found.got, found.with = values[at].request, values[at].text, []string{owner[values[at].key()].ID}
			}
		}
		for _, v := range values {
			owner[v.key()] = c
		}
	}
	switch {
	case len(sending) < 2: // there is nothing to differ from
	case len(sharing) == 0:
		for _, i := range sending {
			judgements[i].held[check.ID] = true
		}
	default:
		found.expected = fmt.Sprintf("a value of its own in each of %d calls", len(sending))
		found.got = fmt.Sprintf("%d calls with a value that another has, as %s, which %s has too", len(sharing), visibleText(found.got), found.with[0])
		first := judgements[sharing[0]]
		first.findings = append(first.findings, found)
	}
}

// sentValue is the value of a line of a request of a call.
type sentValue struct {
	text    string
	request int
}

func (v sentValue) key() string { return strings.ToLower(v.text) }

// values are those of a header field, of requests that are this call's beyond
// doubt: a late one of another would make the two share what they do not.
func (c *call) values(name string) []sentValue {
	var all []sentValue
	for i, r := range c.requests {
		if r.kind != direct || r.answer == nil || guidIn(r.target) != c.guid {
			continue
		}
		for _, text := range r.header.Values(name) {
			if text != "" {
				all = append(all, sentValue{text, i})
			}
		}
	}
	return all
}
