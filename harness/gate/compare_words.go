package gate

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/plan"
	"example.com/toeline/harness/report"
)

// titles say what a kind of change is, in capitals and in words.
var titles = map[Kind]struct {
	word, about string
	mood        report.Mood
}{
	Broken:   {"BROKEN", "newly broken", report.Bad},
	Unproven: {"UNPROVEN", "newly unproven", report.Doubt},
	Vanished: {"VANISHED", "there before, and no longer", report.Doubt},
	Unjudged: {"UNJUDGED", "judged before, and undecided or skipped now", report.Doubt},
	Failing:  {"NEW AND FAILING", "cases that were not there before", report.Doubt},
	Reworded: {"CHANGED", "another text, level or source", report.Plain},
	New:      {"NEW", "not there before", report.Plain},
	Healed:   {"HEALED", "fails no longer", report.Good},
}

// WriteJSON writes the comparison for programs.
func (c *Comparison) WriteJSON(w io.Writer) error { return writeJSON(w, c) }

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// of lists the changes of a kind.
func (c *Comparison) of(kind Kind) []*Change {
	return those(c.Changes, func(change *Change) bool { return change.Kind == kind })
}

// those lists the elements of which something is true.
func those[T any](elements []T, is func(*T) bool) []*T {
	var all []*T
	for i := range elements {
		if is(&elements[i]) {
			all = append(all, &elements[i])
		}
	}
	return all
}

// Summary says in a line what changed.
func (c *Comparison) Summary() string {
	var parts []string
	for _, kind := range Kinds() {
		requirements, cases := 0, 0
		for _, change := range c.of(kind) {
			if change.Requirement != "" {
				requirements++
			} else {
				cases += len(change.Cases)
			}
		}
		var counts []string
		if requirements > 0 {
			counts = append(counts, plan.Plural(requirements, "requirement"))
		}
		if cases > 0 {
			counts = append(counts, plan.Plural(cases, "case"))
		}
		if len(counts) > 0 {
			parts = append(parts, strings.Join(counts, " and ")+" "+map[Kind]string{
				Broken: "newly broken", Unproven: "newly unproven", Vanished: "vanished", Unjudged: "no longer judged",
				Failing: "new and failing", Reworded: "with another text", New: "new", Healed: "healed",
			}[kind])
		}
	}
	if len(parts) == 0 {
		return "nothing changed"
	}
	return strings.Join(parts, ", ")
}

// WriteText writes the comparison for people.
func (c *Comparison) WriteText(w io.Writer, t report.Text) error {
	p := t.NewPage()
	p.Title("What changed", c.New.Document)
	for _, s := range []struct {
		name string
		Side
	}{{"old", c.Old}, {"new", c.New}} {
		p.Hanging(report.Quiet, s.name, s.about(), 6)
	}
	for _, note := range c.Notes {
		p.Hanging(report.Doubt, "note", note, 6)
	}
	for _, kind := range Kinds() {
		if all := c.of(kind); len(all) > 0 {
			p.Heading(titles[kind].mood, titles[kind].word, titles[kind].about)
			for _, change := range all {
				change.write(p)
			}
		}
	}
	p.Blank()
	word, mood := "PASS", report.Good
	if c.Failing > 0 {
		word, mood = "FAIL", report.Bad
	}
	p.Hanging(mood, word, c.verdict(), len(word)+2)
	_, err := p.WriteTo(w)
	return err
}

func (s Side) about() string {
	return fmt.Sprintf("%s  %s  %s  exit %d: %s", s.File, s.Target, s.Started.UTC().Format("2006-01-02 15:04"), s.ExitCode, s.Reason)
}

func (c *Comparison) verdict() string {
	if c.Failing == 0 {
		return "nothing got worse; " + c.Summary()
	}
	return c.Summary()
}

// write tells one change.
func (change *Change) write(p *report.Page) {
	if change.Requirement == "" {
		p.Prose(2, "", fmt.Sprintf("%s: %s", plan.Plural(len(change.Cases), "case"), report.Some(change.Cases, 6)))
		return
	}
	mood := report.Plain
	if change.Fails {
		mood = report.Bad
	}
	p.Line(2, report.Word{Mood: mood, Text: change.Requirement}, report.Word{Text: "  " + change.Level + change.mark()})
	if change.Kind == Reworded {
		p.Hanging(report.Quiet, "    old", change.Old, 14)
		p.Hanging(report.Quiet, "    new", change.New, 14)
		return
	}
	p.Prose(4, "", change.Text)
	for _, field := range change.fields() {
		p.Hanging(report.Quiet, "    "+field[0], field[1], 14)
	}
	if change.Verify != "" {
		p.Line(4, report.Word{Text: change.Verify})
	}
}

// mark says why a change that looks bad fails nothing.
func (change *Change) mark() string {
	switch {
	case change.Fails || change.Kind == New || change.Kind == Healed || change.Kind == Reworded:
		return ""
	case change.Waived:
		return "  waived"
	case !change.Gated:
		return "  does not gate"
	}
	return ""
}

// fields are what is told of a change of a requirement.
func (change *Change) fields() [][2]string {
	var all [][2]string
	add := func(name, text string) {
		if text != "" {
			all = append(all, [2]string{name, text})
		}
	}
	switch change.Kind {
	case Broken:
		add("was", change.Old)
		add("where", change.Where)
		add("expected", change.Expected)
		add("got", change.Got)
	case Healed:
		add("now", change.New)
	case Unproven:
		add("was", change.Old)
		add("because", change.New)
	default:
		add("was", change.Old)
		add("now", change.New)
	}
	if len(change.Cases) > 0 {
		add("in", fmt.Sprintf("%s: %s", plan.Plural(len(change.Cases), "case"), report.Some(change.Cases, 4)))
	}
	return all
}
