package suites

import (
	"fmt"
	"strings"
	"unicode"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// telling is a result in words.
type telling struct {
	plan   *plan.Plan
	result plan.Result
	report *report.Report // nil when there is nothing to tell
}

// tell makes the telling of one result. Its texts are the report's: bounded,
// and without secrets.
func tell(p *plan.Plan, result plan.Result) telling {
	t := telling{plan: p, result: result}
	if len(result.Findings) > 0 {
		one := &plan.Outcome{Plan: p, Results: []plan.Result{result}}
		for _, r := range p.Scope() { // for its order
			one.Coverage = append(one.Coverage, plan.Coverage{Requirement: r})
		}
		t.report = report.New(one, report.Facts{Target: p.Options.Target.URL})
	}
	return t
}

// failure is the whole message of a failed spec.
func (t telling) failure() string {
	id := t.result.Case.ID
	if t.result.Verdict == plan.Undecided {
		return visible(fmt.Sprintf("%s is undecided: %s (%d of %d requests not judged)",
			id, t.result.Reason, t.result.Unjudged, len(t.result.Case.Probes)))
	}
	findings, broken := t.findings(true)
	text := fmt.Sprintf("%s breaks %s\n%s", id, strings.Join(broken, ", "), findings)
	if t.result.Unjudged > 0 {
		text += visible(fmt.Sprintf("\n\n%d of %d requests are undecided: %s", t.result.Unjudged, len(t.result.Case.Probes), t.result.Reason))
	}
	return text
}

// notGated tells the findings that do not fail the run, waived ones included;
// empty: there is none.
func (t telling) notGated() string {
	text, _ := t.findings(false)
	return strings.TrimPrefix(text, "\n")
}

// findings tells every finding, a requirement at a time, and lists the
// requirements.
func (t telling) findings(gated bool) (text string, broken []string) {
	if t.report == nil {
		return "", nil
	}
	var b strings.Builder
	last := ""
	for _, cause := range t.report.Causes {
		if cause.Fails() != gated {
			continue
		}
		if cause.Requirement != last {
			last = cause.Requirement
			broken = append(broken, last)
			fmt.Fprintf(&b, "\n%s\n", t.requirement(last))
		}
		t.write(&b, cause)
	}
	return strings.TrimRight(b.String(), "\n"), broken
}

func (t telling) requirement(id string) string {
	r, _ := t.plan.Options.Doc.Requirement(id)
	return fmt.Sprintf("%s (%s) %s [%s]", id, r.Level, r.Text, strings.Join(r.Source, "; "))
}

// write tells the findings of a cause; those that look the same once, with the
// first of their requests.
func (t telling) write(b *strings.Builder, cause report.Cause) {
	type look struct{ expected, got string }
	times := map[look]int{}
	for _, f := range t.of(cause) {
		times[look{f.Expected, f.Got}]++
	}
	told := map[look]bool{}
	for _, f := range t.of(cause) {
		l := look{f.Expected, f.Got}
		if told[l] {
			continue
		}
		told[l] = true
		fmt.Fprintf(b, "  %s: %s\n", visible(f.Where), f.Reason)
		fmt.Fprintf(b, "    expected: %s\n    got:      %s\n    request:  %s", visible(f.Expected), visible(f.Got), visible(f.Repeat))
		if n := times[l]; n > 1 {
			fmt.Fprintf(b, " (and %d more)", n-1)
		}
		b.WriteString("\n")
	}
}

// of lists the findings of a cause.
func (t telling) of(cause report.Cause) []report.Finding {
	var all []report.Finding
	for _, f := range t.report.Cases[0].Findings {
		if f.Requirement == cause.Requirement && f.Reason == cause.Reason && f.Waiver == cause.Waiver && strings.EqualFold(f.Where, cause.Where) {
			all = append(all, f)
		}
	}
	return all
}

// visible replaces what a terminal would act on: a target may send anything.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
