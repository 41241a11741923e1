package clients

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

var placeholder = regexp.MustCompile(`\{([A-Za-z_]+)(\+[0-9a-z]+)?\}`)

func (l *loader) requirementProblem(i int, message string) {
	l.problem(l.requirements[i].at, message, "")
}

// lintCoverage reports requirements that no check can break.
func (l *loader) lintCoverage() {
	lists := [][]Check{l.doc.Always}
	for i := range l.cases {
		if len(l.cases[i].value.Checks) == 0 {
			return // the decoder reports that they are missing
		}
		lists = append(lists, l.cases[i].value.Checks)
	}
	spec.Requirements(l.doc.Requirements).LintCoverage(idsOf(lists...), l.requirementProblem)
}

func (l *loader) lintCheck(c *Check, at string) {
	for where, id := range map[string]string{at: c.ID, at + ".partOf": c.PartOf} {
		if _, ok := l.doc.Requirement(id); !ok && id != "" {
			l.unknownName(where, "requirement", id, spec.Requirements(l.doc.Requirements).IDs())
		}
	}
	if c.PartOf != "" && c.PartOf == c.ID {
		l.problem(at+".partOf", "a requirement is not part of itself", "")
	}
	switch operators := c.Operators(); {
	case len(operators) == 0 && l.reported(at, ""):
	case len(operators) == 0:
		l.problem(at,
			"asserts nothing: give it an operator, such as outcome, reported, request or header",
			"")
	case len(operators) > 1:
		l.problem(at, fmt.Sprintf("asserts both %s and %s: make two checks of it", operators[0],
			operators[1]), "")
	}
	for name, h := range map[string]*Header{"header": c.Header, "elsewhere": c.Elsewhere} {
		if h != nil {
			l.lintHeader(h, at+"."+name)
		}
	}
	for name, r := range map[string]*Range{"requests": c.Requests, "executed": c.Executed} {
		if r != nil && r.AtLeast <= 0 && r.AtMost == nil && !l.reported(at+"."+name, "atMost") {
			l.problem(at+"."+name, "any number is in this range: give atLeast or atMost", "")
		}
	}
	if f := c.Followed; f != nil && f.AtMost == nil && !f.SameMethod &&
		!l.reported(at+".followed", "") {
		l.problem(at+".followed", "asserts nothing: give atMost or sameMethod", "")
	}
	if c.Wait != nil && c.Wait.AtLeast <= 0 && !l.reported(at+".wait", "atLeast") {
		l.problem(at+".wait", "every wait is as long as that: give atLeast a time above zero", "")
	}
}

// lintReported reports checks on parts that no response has: they could not fail.
func (l *loader) lintReported() {
	for name, pointer := range map[string]string{
		"code": l.doc.Pointers.Code, "message": l.doc.Pointers.Message,
	} {
		if pointer != "" && !strings.HasPrefix(pointer, "/") {
			l.problem("pointers."+name,
				fmt.Sprintf("%q is not a JSON pointer: it begins with a slash", pointer), "")
		}
	}
	look := func(c *Check, where string) {
		switch r := c.Reported; {
		case r == ReportedCode && l.doc.Pointers.Code == "",
			r == ReportedMessage && l.doc.Pointers.Message == "":
			l.problem(where, fmt.Sprintf("where an error has it is not known: give its "+
				"pointer, as pointers: {%s: /error/%s}", r, r), "")
		case r == ReportedRequestID && !l.tellsRequestID:
			l.problem(where, fmt.Sprintf("no response has one: put {%s} into headers or envelope",
				PlaceRequestID), "")
		}
	}
	for i := range l.rules {
		look(&l.rules[i].value, l.rules[i].at+".reported")
	}
	for _, c := range l.cases {
		for i := range c.value.Checks {
			look(&c.value.Checks[i], fmt.Sprintf("%s.checks[%d].reported", c.at, i))
		}
	}
}

// idsOf are the requirements that checks break.
func idsOf(lists ...[]Check) []string {
	var ids []string
	for _, c := range slices.Concat(lists...) {
		ids = append(ids, c.ID)
	}
	return ids
}

func (l *loader) lintHeader(h *Header, at string) {
	forbids := h.Present != nil && !*h.Present
	if forbids && (h.Optional || h.Lines != 0 || h.Token || h.Schema != "" || h.Pattern != "") {
		l.problem(at, "a field that must not be there has no other rule", "")
	}
	if h.Optional && !l.reported(at, "") && h.Lines == 0 && !h.Token && h.Schema == "" &&
		h.Pattern == "" {
		l.problem(at, "asserts nothing: an optional field needs a rule for where it is there", "")
	}
	if h.Schema != "" && l.doc.Contract != nil {
		if _, ok := l.doc.Contract.Schema(h.Schema); !ok {
			l.unknownName(at+".schema", "component schema of the contract", h.Schema,
				l.doc.Contract.Schemas())
		}
	}
	if _, err := regexp.Compile(h.Pattern); err != nil {
		l.problem(at+".pattern", "no regular expression: "+err.Error(), "")
	}
}

// lintPlay resolves the response of an answer and looks at its parts.
func (l *loader) lintPlay(p *Play, at string) {
	if p.Response != "" && len(l.doc.Operations) > 0 {
		l.resolveResponse(p, at)
	}
	if p.Status.text == "" && p.Response == "" && p.Fault != CloseBefore &&
		!l.reported(at, "fault") {
		l.problem(at, "has no status: give response or status", "")
	}
	if p.Response != "" && p.Status.text != "" {
		l.problem(at, "response and status are two ways to say one thing", "")
	}
	if p.Text != nil && (p.Example != "" || p.Merge != nil) {
		l.problem(at, "text is the whole content: it goes with neither example nor merge", "")
	}
	if p.Keep != nil && (*p.Keep < 0 || !p.HasContent()) {
		l.problem(at+".keep", "keep cuts content: it needs some, and a number of bytes", "")
	}
	if p.Delay < 0 || p.Drip < 0 || p.Delay > time.Minute || p.Drip > time.Minute {
		l.problem(at, "delay and drip are times of a minute at most", "")
	}
	for _, status := range p.Interim {
		if status/100 != 1 || status == http.StatusSwitchingProtocols {
			l.problem(at+".interim", fmt.Sprintf("%d is not the status of an interim response: "+
				"write 100, or 102 to 199", status), "")
		}
	}
	own := append([]string{placeEach}, slices.Collect(maps.Keys(p.Fill))...)
	for name, r := range p.Repeat {
		own = append(own, name)
		if r.Times < 1 || r.Times*max(1, len(r.Text)) > maxRepeated {
			l.problem(at+".repeat."+name, fmt.Sprintf("a text of %d bytes at most", maxRepeated),
				"")
		}
	}
	l.lintExample(p, at, own)
	l.lintTexts(p.Merge, at+".merge", own)
	if p.Text != nil {
		l.lintPlaceholders(*p.Text, at+".text", append(own, placeNames...))
	}
	l.lintHeaders(p.Headers, at+".headers", own)
}

func (l *loader) resolveResponse(p *Play, at string) {
	statuses, ok := l.doc.Operations[0].Response(p.Response)
	switch {
	case !ok:
		l.unknownName(at+".response", "response of the operation", p.Response,
			l.doc.Operations[0].Responses())
	case len(statuses) != 1 || statuses[0].Code == 0:
		l.problem(at+".response",
			fmt.Sprintf("response %q means more than one status; give status", p.Response), "")
	case p.Status.text == "":
		p.Status.Code = statuses[0].Code
	}
}

// lintExample reports an example that is not there, and placeholders of it
// that nothing fills.
func (l *loader) lintExample(p *Play, at string, own []string) {
	if p.Example == "" {
		if len(p.Fill) > 0 {
			l.problem(at+".fill", "fill replaces placeholders of an example, and there is none",
				"")
		}
		return
	}
	if l.doc.Contract == nil {
		return
	}
	example, ok := l.doc.Contract.Example(p.Example)
	if !ok {
		l.unknownName(at+".example", "example of the contract", p.Example,
			l.doc.Contract.Examples())
		return
	}
	l.lintTexts(example, at+".example", append(own, PlaceID))
}

func (l *loader) lintHeaders(headers strict.Ordered[string], at string, own []string) {
	for _, h := range headers.Entries {
		l.lintPlaceholders(h.Value, at+"."+h.Key, append(own, placeNames...))
		if strings.ContainsAny(h.Key, " :\r\n") || strings.ContainsAny(h.Value, "\r\n") {
			l.problem(at+"."+h.Key, "no header field", "")
		}
	}
}

// lintTexts looks at the placeholders in all texts of a value.
func (l *loader) lintTexts(value any, at string, own []string) {
	Fill(value, func(s string) string {
		l.lintPlaceholders(s, at, append(own, placeNames...))
		return s
	})
}

func (l *loader) lintPlaceholders(text, at string, known []string) {
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(known, match[1]) {
			l.unknownName(at, "placeholder", match[1],
				slices.Compact(slices.Sorted(slices.Values(known))))
			continue
		}
		l.tellsRequestID = l.tellsRequestID || match[1] == PlaceRequestID
		if match[1] == PlaceClientRequestID && l.source.ClientRequestID == "" {
			l.problem(at, fmt.Sprintf("placeholder %s repeats a header of the request: name it, "+
				"as clientRequestId: x-correlation-id", match[0]), "")
		}
		if match[2] == "" {
			continue
		}
		if _, err := time.ParseDuration(match[2][1:]); err != nil || match[1] != PlaceHTTPDate {
			l.problem(at,
				fmt.Sprintf("placeholder %s: only {%s+3s} takes a time", match[0], PlaceHTTPDate),
				"")
		}
	}
}
