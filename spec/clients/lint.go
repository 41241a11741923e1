package clients

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/toeline/spec/strict"
)

var (
	caseID      = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)
	placeholder = regexp.MustCompile(`\{([A-Za-z_]+)(\+[0-9a-z]+)?\}`)
)

func (l *loader) lintRequirements() {
	seen := map[string]strict.Pos{}
	for i, r := range l.doc.Requirements {
		at := fmt.Sprintf("requirements[%d]", i)
		if first, ok := seen[r.ID]; ok {
			l.problem(r.Pos, at, fmt.Sprintf("requirement %q is there already, in line %d; give each its own id", r.ID, first.Line), "")
		}
		if r.ID != "" && !caseID.MatchString(r.ID) {
			l.problem(r.Pos, at, fmt.Sprintf("requirement id %q: use letters, digits, hyphens, underscores and dots", r.ID), "")
		}
		seen[r.ID] = r.Pos
	}
}

// lintCoverage reports requirements that no check can break.
func (l *loader) lintCoverage() {
	checked := map[string]bool{}
	for _, c := range l.doc.Always {
		checked[c.ID] = true
	}
	for i := range l.doc.Cases {
		for _, c := range l.doc.Cases[i].Checks {
			checked[c.ID] = true
		}
	}
	for i, r := range l.doc.Requirements {
		if r.ID != "" && !checked[r.ID] {
			l.problem(r.Pos, fmt.Sprintf("requirements[%d]", i),
				fmt.Sprintf("requirement %q has no check: give a case one, or move the sentence to excluded with its reason", r.ID), "")
		}
	}
}

func (l *loader) lintCheck(c *Check, at string) {
	for _, id := range []string{c.ID, c.PartOf} {
		if _, ok := l.doc.Requirement(id); !ok && id != "" {
			l.unknownName(c.Pos, at, "requirement", id, l.requirementIDs())
		}
	}
	if c.PartOf != "" && c.PartOf == c.ID {
		l.problem(c.Pos, at+".partOf", "a requirement is no part of itself", "")
	}
	switch operators := c.operators(); {
	case len(operators) == 0:
		l.problem(c.Pos, at, "asserts nothing: give it an operator, such as outcome, reported, request or header", "")
	case len(operators) > 1:
		l.problem(c.Pos, at, fmt.Sprintf("asserts both %s and %s: make two checks of it", operators[0], operators[1]), "")
	}
	for name, h := range map[string]*Header{"header": c.Header, "elsewhere": c.Elsewhere} {
		if h != nil {
			l.lintHeader(h, at+"."+name)
		}
	}
	for name, r := range map[string]*Range{"requests": c.Requests, "executed": c.Executed} {
		if r != nil && r.AtLeast <= 0 && r.AtMost == nil {
			l.problem(r.Pos, at+"."+name, "any number is in this range: give atLeast or atMost", "")
		}
	}
	if c.Wait != nil && c.Wait.AtLeast <= 0 {
		l.problem(c.Wait.Pos, at+".wait", "every wait is as long as that: give atLeast a time above zero", "")
	}
}

func (l *loader) requirementIDs() []string {
	var ids []string
	for _, r := range l.doc.Requirements {
		ids = append(ids, r.ID)
	}
	return ids
}

func (l *loader) lintHeader(h *Header, at string) {
	forbids := h.Present != nil && !*h.Present
	if forbids && (h.Optional || h.Lines != 0 || h.Token || h.Schema != "" || h.Pattern != "") {
		l.problem(h.Pos, at, "a field that must not be there has no other rule", "")
	}
	if h.Optional && h.Lines == 0 && !h.Token && h.Schema == "" && h.Pattern == "" {
		l.problem(h.Pos, at, "asserts nothing: an optional field needs a rule for where it is there", "")
	}
	if h.Schema != "" {
		if _, ok := l.doc.Contract.Schema(h.Schema); !ok {
			l.problem(h.Pos, at+".schema", fmt.Sprintf("the contract has no component schema %q", h.Schema), "")
		}
	}
	if _, err := regexp.Compile(h.Pattern); err != nil {
		l.problem(h.Pos, at+".pattern", "no regular expression: "+err.Error(), "")
	}
}

// lintPlay resolves the response of an answer and looks at its parts.
func (l *loader) lintPlay(p *Play, at string) {
	if p.Response != "" {
		l.resolveResponse(p, at)
	}
	if p.Status.Code == 0 && p.Response == "" && p.Fault != CloseBefore {
		l.problem(p.Pos, at, "has no status: give response or status", "")
	}
	if p.Response != "" && p.Status.text != "" {
		l.problem(p.Pos, at, "response and status are two ways to say one thing", "")
	}
	if p.Text != nil && (p.Example != "" || p.Merge != nil) {
		l.problem(p.Pos, at, "text is the whole content: it goes with neither example nor merge", "")
	}
	if p.Keep != nil && (*p.Keep < 0 || !p.HasContent()) {
		l.problem(p.Pos, at+".keep", "keep cuts content: it needs some, and a number of bytes", "")
	}
	if p.Delay < 0 || p.Drip < 0 || p.Delay > time.Minute || p.Drip > time.Minute {
		l.problem(p.Pos, at, "delay and drip are times of a minute at most", "")
	}
	own := append([]string{placeEach}, slices.Collect(maps.Keys(p.Fill))...)
	for name, r := range p.Repeat {
		own = append(own, name)
		if r.Times < 1 || r.Times*max(1, len(r.Text)) > maxRepeated {
			l.problem(p.Pos, at+".repeat."+name, fmt.Sprintf("a text of %d bytes at most", maxRepeated), "")
		}
	}
	l.lintExample(p, at, own)
	l.lintTexts(p.Merge, p.Pos, at+".merge", own)
	if p.Text != nil {
		l.lintPlaceholders(*p.Text, p.Pos, at+".text", append(own, placeNames...))
	}
	l.lintHeaders(p.Headers, at+".headers", own)
}

func (l *loader) resolveResponse(p *Play, at string) {
	statuses, ok := l.doc.Operations[0].Response(p.Response)
	switch {
	case !ok:
		l.problem(p.Pos, at+".response", fmt.Sprintf("the operation has no response %q among its components", p.Response), "")
	case len(statuses) != 1 || statuses[0].Code == 0:
		l.problem(p.Pos, at+".response", fmt.Sprintf("response %q stands for more than one status; give status", p.Response), "")
	case p.Status.text == "":
		p.Status.Code = statuses[0].Code
	}
}

// lintExample reports an example that is not there, and placeholders of it
// that nothing fills.
func (l *loader) lintExample(p *Play, at string, own []string) {
	if p.Example == "" {
		if len(p.Fill) > 0 {
			l.problem(p.Pos, at+".fill", "fill replaces placeholders of an example, and there is none", "")
		}
		return
	}
	example, ok := l.doc.Contract.Example(p.Example)
	if !ok {
		l.problem(p.Pos, at+".example", fmt.Sprintf("the contract has no example %q", p.Example), "")
		return
	}
	l.lintTexts(example, p.Pos, at+".example", append(own, PlaceID))
}

func (l *loader) lintHeaders(headers strict.Ordered[string], at string, own []string) {
	for _, h := range headers.Entries {
		l.lintPlaceholders(h.Value, h.Pos, at+"."+h.Key, append(own, placeNames...))
		if strings.ContainsAny(h.Key, " :\r\n") || strings.ContainsAny(h.Value, "\r\n") {
			l.problem(h.Pos, at+"."+h.Key, "no header field", "")
		}
	}
}

// lintTexts looks at the placeholders in all texts of a value.
func (l *loader) lintTexts(value any, pos strict.Pos, at string, own []string) {
	Fill(value, func(s string) string {
		l.lintPlaceholders(s, pos, at, append(own, placeNames...))
		return s
	})
}

func (l *loader) lintPlaceholders(text string, pos strict.Pos, at string, known []string) {
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(known, match[1]) {
			l.unknownName(pos, at, "placeholder", match[1], slices.Compact(slices.Sorted(slices.Values(known))))
			continue
		}
		if match[2] == "" {
			continue
		}
		if _, err := time.ParseDuration(match[2][1:]); err != nil || match[1] != PlaceHTTPDate {
			l.problem(pos, at, fmt.Sprintf("placeholder %s: only {%s+3s} takes a time", match[0], PlaceHTTPDate), "")
		}
	}
}
