package suites

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// message is what a case came to, in words. Its texts are the report's: bounded,
// and without secrets.
type message struct {
	contract *spec.Contract
	size     int // how many requests the case sends
	came     result.Case
}

func (t tree) message(c result.PlannedCase, came result.Case) message {
	return message{contract: t.planned.Contract, size: c.Size, came: came}
}

// failure is the whole message of a failed spec.
func (m message) failure() string {
	id := m.came.ID
	if m.came.Verdict == result.Inconclusive {
		return visible(fmt.Sprintf("%s is inconclusive: %s (%d of %d requests not judged)",
			id, m.came.Reason, m.came.Unjudged, m.size))
	}
	findings, broken := m.findings(true)
	text := fmt.Sprintf("%s breaks %s\n%s", id, strings.Join(broken, ", "), findings)
	if m.came.Unjudged > 0 {
		text += visible(fmt.Sprintf("\n\n%d of %d requests are inconclusive: %s", m.came.Unjudged,
			m.size, m.came.Reason))
	}
	return text
}

// warnings returns the findings that do not fail the run, waived ones included; empty without
// any.
func (m message) warnings() string {
	text, _ := m.findings(false)
	return strings.TrimPrefix(text, "\n")
}

// findings writes the findings, a requirement at a time, and lists the
// requirements.
func (m message) findings(failing bool) (text string, broken []string) {
	causes := result.Causes([]result.Case{m.came}, nil)
	result.SortCauses(causes, m.contract.Requirements)
	var b strings.Builder
	last := ""
	for i := range causes {
		if causes[i].Fails() != failing {
			continue
		}
		if causes[i].Requirement != last {
			last = causes[i].Requirement
			broken = append(broken, last)
			fmt.Fprintf(&b, "\n%s\n", m.requirement(last))
		}
		m.write(&b, &causes[i])
	}
	return strings.TrimRight(b.String(), "\n"), broken
}

func (m message) requirement(id string) string {
	r, _ := m.contract.Requirement(id)
	return fmt.Sprintf("%s (%s) %s [%s]", id, r.Level, r.Text, strings.Join(r.Source, "; "))
}

// write writes the findings of a cause; those that look the same once, with the
// first of their requests.
func (m message) write(b *strings.Builder, cause *result.Cause) {
	type look struct{ expected, got string }
	times := map[look]int{}
	var order []result.Finding
	for i := range m.came.Findings {
		f := &m.came.Findings[i]
		if !cause.Explains(f) {
			continue
		}
		l := look{f.Expected, f.Got}
		if times[l]++; times[l] == 1 {
			order = append(order, *f)
		}
	}
	for _, f := range order {
		fmt.Fprintf(b, "  %s: %s\n", visible(f.Where), f.Reason)
		fmt.Fprintf(b, "    expected: %s\n    got:      %s\n    request:  %s", visible(f.Expected),
			visible(f.Got), visible(cmp.Or(f.Reproduce, f.Request)))
		if n := times[look{f.Expected, f.Got}]; n > 1 {
			fmt.Fprintf(b, " (and %d more)", n-1)
		}
		b.WriteString("\n")
	}
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
