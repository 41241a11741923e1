package summary

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// Cause is a cause with what a list says of it.
type Cause struct {
	*result.Cause
	// Number counts the causes of a report from 1, in the order of Causes.
	Number int
	// Title says what is wrong, as: 404: /error/message is "… found.", expected "… found".
	Title string
	// Anchor is the fragment of its entry in the HTML report, without "#".
	Anchor string
	// Exchange shows it; nil where the report did not keep it.
	Exchange *result.Exchange
	// Case is the case of that exchange; nil: it is not in the report.
	Case *result.Case
}

// Causes returns the causes: those that fail the run first, then those that are waived, then the
// others; of each, those of which more requests show a finding first.
func Causes(r *result.Report) []Cause {
	all := make([]Cause, len(r.Causes))
	titler := titlerOf(r)
	for i := range r.Causes {
		c := Cause{Cause: &r.Causes[i]}
		if example, ok := r.Case(c.Cases[0]); ok {
			c.Case, c.Exchange = example, example.Exchange(&c.Example)
		}
		c.Title = titler.title(&c, whatIsWrong(c.Cause))
		all[i] = c
	}
	titler.tellApart(r, all)
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		return cmp.Or(cmp.Compare(a.Rank(), b.Rank()), cmp.Compare(b.Requests, a.Requests)) < 0
	})
	titles, anchors := map[string]int{}, map[string]int{}
	for i := range all {
		titles[all[i].apart()]++
	}
	for i := range all {
		c := &all[i]
		c.Number = i + 1
		if titles[c.apart()] > 1 { // what sets it apart
			c.Title += " (" + text.Visible(c.Cases[0]) + ")"
		}
		c.Anchor = anchor(c.Cause)
		if anchors[c.Anchor]++; anchors[c.Anchor] > 1 {
			c.Anchor += fmt.Sprintf("-%d", anchors[c.Anchor])
		}
	}
	return all
}

// apart is what sets a cause apart in a list, which shows the requirement beside the title.
func (c *Cause) apart() string { return c.Requirement + " " + c.Title }

// anchor names a cause by its requirement and its first fingerprint, so that it is the same in
// another run of the same failure.
func anchor(c *result.Cause) string {
	_, print, _ := strings.Cut(c.Fingerprints[0], ":")
	return "cause-" + c.Requirement + "-" + print[:min(8, len(print))]
}

// titler makes titles. It names the operation of a request, but not that of most requests.
type titler struct {
	paths       bool   // there are several
	most, rests int    // requests of the most frequent operation, and of the others
	operation   string // the most frequent one
}

func titlerOf(r *result.Report) titler {
	paths, operations := map[string]bool{}, map[string]int{}
	var t titler
	for i := range r.Cases {
		for _, step := range r.Cases[i].Steps {
			paths[step.Path] = true
			operations[step.Method+" "+step.Path]++
			t.rests++
		}
	}
	for operation, n := range operations {
		if n > t.most || n == t.most && operation < t.operation {
			t.most, t.operation = n, operation
		}
	}
	t.paths, t.rests = len(paths) > 1, t.rests-t.most
	return t
}

// tellApart makes titles that causes of several requirements have say what each breaks: of each
// input that a server must refuse, it is the same status that is wrong.
func (t titler) tellApart(r *result.Report, all []Cause) {
	requirements := map[string][]string{}
	for i := range all {
		of := requirements[all[i].Title]
		if !slices.Contains(of, all[i].Requirement) {
			requirements[all[i].Title] = append(of, all[i].Requirement)
		}
	}
	for i := range all {
		c := &all[i]
		known, ok := r.Requirement(c.Requirement)
		if ok && c.Where == "status" && len(requirements[c.Title]) > 1 {
			status, _, _ := strings.Cut(c.Example.Got, " ")
			c.Title = t.title(c, status+", but "+clause(known.Text))
		}
	}
}

// clause is a sentence as a part of another.
func clause(sentence string) string {
	sentence = strings.TrimSuffix(strings.Join(strings.Fields(sentence), " "), ".")
	first, size := utf8.DecodeRuneInString(sentence)
	second, _ := utf8.DecodeRuneInString(sentence[size:])
	if unicode.IsUpper(second) || unicode.IsDigit(second) { // as GET
		return sentence
	}
	return string(unicode.ToLower(first)) + sentence[size:]
}

// title says what is wrong, and before it of what.
func (t titler) title(c *Cause, what string) string {
	if before := strings.TrimSpace(t.operationOf(c) + " " + statusOf(c)); before != "" {
		what = before + ": " + what
	}
	return text.Visible(what)
}

// operationOf names the operation of the request that shows a cause; empty: it is that of most.
func (t titler) operationOf(c *Cause) string {
	if c.Case == nil || c.Example.Step >= len(c.Case.Steps) {
		return ""
	}
	step := c.Case.Steps[c.Example.Step]
	switch {
	case step.Method+" "+step.Path == t.operation && t.most > t.rests:
		return ""
	case t.paths:
		return step.Method + " " + shortPath(step.Path)
	}
	return step.Method
}

// shortPath is the end of a path that is too long for a title.
func shortPath(path string) string {
	const most = 32
	for runes := []rune(path); len(runes) > most; {
		slash := strings.Index(path[1:], "/")
		if slash < 0 {
			return "…" + string(runes[len(runes)-most+1:])
		}
		path = path[slash+1:]
		if runes = []rune(path); len(runes) < most {
			return "…" + path
		}
	}
	return path
}

// statusOf is the status of the response that shows a cause, where it says more than the cause.
func statusOf(c *Cause) string {
	if c.Where == "status" || c.Exchange == nil || c.Exchange.Response == nil {
		return ""
	}
	return fmt.Sprint(c.Exchange.Response.Status)
}

// compared are the reasons that expected and got say in full.
var compared = map[string]bool{
	"wrong status": true, "wrong value": true, "wrong wording": true, "wrong media type": true,
	"wrong type": true, "wrong encoding": true, "not equal": true,
	"not the same": true, "wrong method": true, "another path": true, "another id": true,
	"another host": true,
}

// whatIsWrong says in a few words what a cause is.
func whatIsWrong(c *result.Cause) string {
	f := &c.Example
	schema := strings.HasPrefix(c.Reason, result.SchemaReason)
	switch {
	case c.Reason == "missing", schema && f.Got == "nothing":
		return c.Where + " is missing"
	case schema: // the value says more than its name
		return fmt.Sprintf("%s is %s, expected %s", c.Where, short(Marked{Before: f.Got}),
			short(Marked{Before: f.Expected}))
	case c.Reason == "wrong length": // in characters, or in items
		return fmt.Sprintf("%s has %s, expected %s", c.Where, short(Marked{Before: f.Got}),
			short(Marked{Before: f.Expected}))
	case c.Reason == "unwanted item": // which it is says more than all of it
		return fmt.Sprintf("%s: %s, expected %s", c.Where, c.Reason,
			short(Marked{Before: f.Expected}))
	case compared[c.Reason]:
		expected, got := Difference(f.Expected, f.Got)
		return fmt.Sprintf("%s is %s, expected %s", c.Where, short(got), short(expected))
	case c.Where == "outcome", c.Reason == "wrong number": // the rest says little
		what := c.Reason
		if c.Reason == "wrong number" {
			what = c.Where + ": " + short(Marked{Before: f.Got})
		}
		return what + ", expected " + short(Marked{Before: f.Expected})
	case c.Reason == "not reported":
		return strings.TrimPrefix(c.Where, "reported ") + " is not reported"
	case c.Reason == "value of another response":
		return c.Where + " is " + short(Marked{Before: f.Got}) + ", as in another response"
	}
	return fmt.Sprintf("%s: %s, got %s", c.Where, c.Reason, short(Marked{Before: f.Got}))
}

// shownTitle is how many characters of a value a title has.
const shownTitle = 60

// short is a value within the length of a title: without the pattern or the list behind it.
func short(m Marked) string {
	s := m.Text()
	if m.Mark != "" || m.After != "" {
		s = m.Short()
	} else if strings.Contains(s, " ") { // an id says little beside words
		s = longID.ReplaceAllString(s, "…")
	}
	if head, _, found := strings.Cut(s, " (^"); found {
		s = head
	}
	if head, _, found := strings.Cut(s, " matches ^"); found {
		s = head + " matches its pattern"
	}
	if runes := []rune(s); len(runes) > shownTitle {
		s = string(runes[:shownTitle-1]) + "…"
	}
	return s
}
