package spec

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec/strict"
)

// nameOperations notes the operations that steps of a case name.
func (c *Case) nameOperations(named map[string]bool) {
	for _, list := range [][]Step{c.Steps, c.Finally} {
		for i := range list {
			if name := list[i].Operation; name != "" {
				named[name] = true
			}
		}
	}
}

// resolveSteps finds the operations of the steps of a case.
func (l *loader) resolveSteps(op *Operation, c *Case) {
	for k, list := range [][]Step{c.Steps, c.Finally} {
		for i := range list {
			of := op
			if name := list[i].Operation; name != "" {
				found, ok := l.doc.Operation(name)
				if !ok {
					l.unknownName(list[i].Pos, "case "+c.ID+c.StepName(len(c.parts))+": operation",
						"operation", name, l.operationNames())
				} else {
					of = found
				}
			}
			c.parts = append(c.parts, Part{
				Operation: of, Case: c.parted(&list[i], of), Step: &list[i], Finally: k == 1,
			})
		}
	}
}

// Operation returns an operation with cases, or of a step, by its operationId, or by its method
// and path.
func (d *Contract) Operation(name string) (*Operation, bool) {
	i, ok := d.byName[name]
	if !ok {
		return nil, false
	}
	return &d.Operations[i], true
}

// operationNames are those that a step can name.
func (l *loader) operationNames() []string {
	var all []string
	for i := range l.doc.api.Operations {
		op := &l.doc.api.Operations[i]
		if op.ID != "" {
			all = append(all, op.ID)
		}
		all = append(all, op.Method+" "+op.Path)
	}
	return all
}

// StepName is how a problem names a part of a case; empty for that of a case of one request.
func (c *Case) StepName(part int) string {
	switch n := len(c.Steps); {
	case !c.HasSteps():
		return ""
	case part < n:
		return fmt.Sprintf(": steps[%d]", part)
	default:
		return fmt.Sprintf(": finally[%d]", part-n)
	}
}

// lintSteps reports what a case of steps has beside them.
func (l *loader) lintSteps(c *Case, at string) {
	if !c.HasSteps() {
		return
	}
	if len(c.Steps) == 0 {
		l.problem(c.Pos, at, "finally cleans up after steps, and there are none", "")
	}
	if c.Request.Pos != (strict.Pos{}) || len(c.Checks) > 0 {
		l.problem(c.Pos, at, "request and checks are those of a case of one request: write them "+
			"in the steps", "")
	}
}

// saves are the names of values that requests can use.
type saves struct {
	// safe reports, by name, that a response to a safe method has it: it may name what the run did
	// not make.
	safe map[string]bool
}

func (s saves) names() []string { return slices.Sorted(maps.Keys(s.safe)) }

// lintFresh returns the names of the fresh values of a case.
func (l *loader) lintFresh(c *Case, at string) saves {
	saved := saves{safe: map[string]bool{}}
	for _, e := range c.Fresh.Entries {
		l.lintSavedName(e.Pos, at+": fresh."+e.Key, e.Key)
		l.lintPattern(e.Value.Pos, at+": fresh."+e.Key+".pattern", e.Value.Pattern)
		saved.safe[e.Key] = false
	}
	return saved
}

func (l *loader) lintSavedName(pos strict.Pos, at, name string) {
	if !savedName.MatchString(name) {
		l.problem(pos, at, fmt.Sprintf("%q is not a valid name of a saved value: use letters, "+
			"digits, hyphens and underscores, a letter first", name), "")
	}
}

func (l *loader) lintPattern(pos strict.Pos, at, pattern string) {
	if _, err := regexp.Compile(pattern); err != nil {
		l.problem(pos, at, "no regular expression: "+err.Error(), "")
	}
}

// lintStep reports mistakes of a step beside its request and its checks.
func (l *loader) lintStep(part Part, at string, saved saves) {
	s := part.Step
	if s == nil {
		return
	}
	l.knownRequirement(s.Pos, at+": rules", s.Always)
	for _, e := range s.Save.Entries {
		l.lintSave(e, at+": save."+e.Key)
	}
	if s.Each != nil {
		l.lintSavedName(s.Each.Pos, at+": forEach.as", s.Each.As)
		l.lintMost(s.Each.Pos, at+": forEach.most", s.Each.Most)
		if (s.Each.In.Name == "") == (len(s.Each.Values) == 0) {
			l.problem(s.Each.Pos, at+": forEach", "give either in or values", "")
		}
		saved.safe[s.Each.As] = saved.safe[s.Each.In.Name]
	}
	if u := s.Until; u != nil {
		l.knownRequirement(u.Pos, at+": until.id", u.ID)
		l.lintMost(u.Pos, at+": until.most", u.Most)
		if u.Every < 0 || u.Every > maxUntilPauses {
			l.problem(u.Pos, at+": until.every",
				fmt.Sprintf("%s is not from 0s to %s", u.Every, maxUntilPauses), "")
		}
		if len(u.Status) == 0 && u.Body == nil && u.Header == nil {
			l.problem(u.Pos, at+": until", "give one of status, body and header, which ends the "+
				"repetitions", "")
		}
		if u.Body != nil {
			l.lintXPath(u.Body.Pos, at+": until.body", u.Body.XPath)
		}
		if s.Each != nil {
			l.problem(u.Pos, at+": until", "a step has forEach or until, not both", "")
		}
	}
}

func (l *loader) lintMost(pos strict.Pos, at string, most int) {
	if most < 0 || most > maxRounds {
		l.problem(pos, at, fmt.Sprintf("%d is not from 0 to %d", most, maxRounds), "")
	}
}

func (l *loader) lintSave(e strict.Entry[Save], at string) {
	l.lintSavedName(e.Pos, at, e.Key)
	if countTrue(e.Value.Header != "", e.Value.Pointer != nil, e.Value.XPath != "", e.Value.Content,
		e.Value.Sent != nil) != 1 {
		l.problem(e.Value.Pos, at, "give exactly one of header, pointer, xpath, content and "+
			"sent", "")
	}
	for _, pointer := range []*string{e.Value.Pointer, e.Value.Sent} {
		if pointer != nil && *pointer != "" && !strings.HasPrefix(*pointer, "/") {
			l.problem(e.Value.Pos, at,
				fmt.Sprintf("%q is not a JSON pointer: it begins with a slash", *pointer), "")
		}
	}
	l.lintXPath(e.Value.Pos, at, e.Value.XPath)
	l.lintPattern(e.Value.Pos, at+".match", e.Value.Match)
}

// lintLate reports mistakes of a value that is known only when the request is sent.
func (l *loader) lintLate(v Value, at string) {
	if countTrue(v.Given, v.Saved.Name != "", v.Fresh != nil, v.Template != "", v.Count != nil,
		v.Like.Name != "") != 1 {
		l.problem(v.Pos, at, "give one of literal, saved, fresh, template, count and like", "")
	}
	if v.Fresh != nil {
		l.lintPattern(v.Fresh.Pos, at+".fresh.pattern", v.Fresh.Pattern)
	}
	if v.Optional && v.Saved.Name == "" {
		l.problem(v.Pos, at, "optional goes with saved", "")
	}
}

func countTrue(all ...bool) (n int) {
	for _, is := range all {
		if is {
			n++
		}
	}
	return n
}

// lintUses reports saved values that no earlier step saves, and notes what the step saves.
func (l *loader) lintUses(part Part, at string, saved saves) {
	s := part.Step
	uses := part.Case.Uses(part.Operation)
	if s != nil {
		if s.URL.Name != "" {
			uses = append(uses, Use{s.URL, "url", true})
		}
		if s.Each != nil && s.Each.In.Name != "" {
			uses = append(uses, Use{s.Each.In, "forEach.in", false})
		}
		if s.Until != nil { // what one repetition saves, the next can use
			for _, e := range s.Save.Entries {
				if _, ok := saved.safe[e.Key]; !ok {
					saved.safe[e.Key] = part.Operation.onlyReads(part.Case)
				}
			}
		}
	}
	for _, u := range uses {
		safe, ok := saved.safe[u.Saved.Name]
		switch {
		case !ok:
			l.unsaved(part, u, at, saved)
		case safe && u.Names && !part.Operation.onlyReads(part.Case):
			l.problem(u.Saved.Pos, at+": "+u.At, fmt.Sprintf(
				"%s comes from a response to a method that only reads, so it may name what the "+
					"run did not make, and %s could change it: save it from the step that makes "+
					"it", u.Saved, part.Operation.Method), "")
		}
	}
	if s == nil {
		return
	}
	for _, e := range s.Save.Entries {
		fromSent := e.Value.Sent != nil
		was, known := saved.safe[e.Key]
		saved.safe[e.Key] = known && was || !fromSent && part.Operation.onlyReads(part.Case)
	}
}

func (l *loader) unsaved(part Part, u Use, at string, saved saves) {
	what := "no earlier step saves it"
	if part.Step == nil {
		what = "the case has no fresh value of that name, and no steps that save one"
	}
	at += ": " + u.At
	message := fmt.Sprintf("%s is not known: %s", u.Saved, what)
	near := strict.Suggest(u.Saved.Name, saved.names())
	if near != "" {
		near = "saved." + near
	}
	l.problem(u.Saved.Pos, at, message, near)
}

// Use is a saved value that a request uses.
type Use struct {
	Saved SavedRef
	// At is where it is used, and Names reports that the URL of the request has it.
	At    string
	Names bool
}

var inText = regexp.MustCompile(`\{saved\.([A-Za-z][A-Za-z0-9_-]*)((?:/[^{}]*)?)\}`)

// FillSaved replaces each {saved.NAME} and {saved.NAME/POINTER} of a text.
func FillSaved(text string, value func(SavedRef) string) string {
	if !strings.Contains(text, "{saved.") {
		return text
	}
	return inText.ReplaceAllStringFunc(text, func(found string) string {
		m := inText.FindStringSubmatch(found)
		return value(SavedRef{Name: m[1], Pointer: m[2]})
	})
}

// usesIn returns what a text uses.
func usesIn(text string, pos strict.Pos, at string, names bool) []Use {
	var all []Use
	FillSaved(text, func(s SavedRef) string {
		s.Pos = pos
		all = append(all, Use{s, at, names})
		return ""
	})
	return all
}

// Uses returns the saved values that the request of a case of an operation uses.
func (c *Case) Uses(op *Operation) []Use {
	var all []Use
	for _, v := range c.Request.Values {
		at := "request." + v.Parameter
		p, _ := op.Parameter(v.Parameter)
		names := p.In == "path" || p.In == "query"
		for _, saved := range []SavedRef{v.Saved, v.Like} {
			if saved.Name != "" {
				all = append(all, Use{saved, at, names})
			}
		}
		all = append(all, usesIn(v.Template, v.Pos, at, names)...)
	}
	for _, e := range c.Request.Headers.Entries {
		all = append(all, usesIn(e.Value, e.Pos, "request.headers."+e.Key, false)...)
	}
	if b := c.Request.Body; b != nil {
		if b.Saved.Name != "" {
			all = append(all, Use{b.Saved, "request.body", false})
		}
		if b.Text != nil {
			all = append(all, usesIn(*b.Text, b.Pos, "request.body.text", false)...)
		}
	}
	return all
}

// Late reports whether the request of a case has values that are known only when it is sent.
func (c *Case) Late() bool {
	if c.sentElsewhere {
		return true
	}
	for _, v := range c.Request.Values {
		if v.Late() {
			return true
		}
	}
	for _, e := range c.Request.Headers.Entries {
		if len(usesIn(e.Value, e.Pos, "", false)) > 0 {
			return true
		}
	}
	b := c.Request.Body
	return b != nil && (b.Saved.Name != "" ||
		b.Text != nil && len(usesIn(*b.Text, b.Pos, "", false)) > 0)
}
