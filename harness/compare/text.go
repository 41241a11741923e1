package compare

import (
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/page"
)

// words has the words for a kind of change: a heading, a description, and the words after a
// number of changes.
var words = map[Kind]struct {
	heading, about, counted string
	style                   page.Style
}{
	Failed:   {"FAILED", "newly failed", "newly failed", page.Red},
	Changed:  {"CHANGED", "fails in another way than before", "failing in another way", page.Red},
	Untested: {"UNTESTED", "newly untested", "newly untested", page.Yellow},
	Vanished: {"VANISHED", "there before, and no longer", "vanished", page.Yellow},
	Inconclusive: {
		"UNJUDGED", "judged before, and inconclusive or skipped now", "no longer judged",
		page.Yellow,
	},
	NewFailing: {
		"NEW AND FAILING", "cases that were not there before", "new and failing", page.Yellow,
	},
	Reworded: {"REWORDED", "another text, level or source", "with another text", page.Bold},
	New:      {"NEW", "not there before", "new", page.Bold},
	Fixed:    {"FIXED", "fails no longer", "fixed", page.Green},
}

// WriteJSON writes the comparison for programs.
func (c *Comparison) WriteJSON(w io.Writer) error { return report.EncodeJSON(w, c) }

// Summary returns in one line what changed.
func (c *Comparison) Summary() string {
	var parts []string
	for _, kind := range Kinds() {
		requirements, cases := 0, 0
		seen := map[string]bool{} // a requirement may have changed in several ways
		for _, change := range c.of(kind) {
			if change.Requirement != "" {
				if !seen[change.Requirement] {
					seen[change.Requirement] = true
					requirements++
				}
			} else {
				cases += len(change.Cases)
			}
		}
		var counts []string
		if requirements > 0 {
			counts = append(counts, text.Plural(requirements, "requirement"))
		}
		if cases > 0 {
			counts = append(counts, text.Plural(cases, "case"))
		}
		if len(counts) > 0 {
			parts = append(parts, strings.Join(counts, " and ")+" "+words[kind].counted)
		}
	}
	if len(parts) == 0 {
		return "nothing changed"
	}
	return strings.Join(parts, ", ")
}

// WriteText writes the comparison for people.
func (c *Comparison) WriteText(w io.Writer, o page.Options) error {
	p := page.New(o)
	p.Title("What changed", c.New.Document)
	for _, s := range []struct {
		name string
		Side
	}{{"old", c.Old}, {"new", c.New}} {
		p.Hanging(page.Dim, s.name, s.about(), 6)
	}
	for _, note := range c.Notes {
		p.Hanging(page.Yellow, "note", note, 6)
	}
	for _, kind := range Kinds() {
		if all := c.of(kind); len(all) > 0 {
			p.Heading(words[kind].style, words[kind].heading, words[kind].about)
			for _, change := range all {
				change.write(p)
			}
		}
	}
	p.Blank()
	word, style := "PASS", page.Green
	if c.Failing > 0 {
		word, style = "FAIL", page.Red
	}
	p.Hanging(style, word, c.verdict(), len(word)+2)
	_, err := p.WriteTo(w)
	return err
}

func (s Side) about() string {
	return fmt.Sprintf("%s  %s  %s  exit %d: %s", s.File, s.Target,
		s.Started.UTC().Format("2006-01-02 15:04"), s.ExitCode, s.Reason)
}

func (c *Comparison) verdict() string {
	if c.Failing == 0 {
		return "nothing got worse; " + c.Summary()
	}
	return c.Summary()
}

// write writes one change.
func (change *Change) write(p *page.Page) {
	if change.Requirement == "" {
		p.Prose(2, "", change.inCases(6))
		return
	}
	style := page.Bold
	if change.Fails {
		style = page.Red
	}
	p.Line(2, page.Span{Style: style, Text: change.Requirement},
		page.Span{Text: "  " + change.Level + change.mark()})
	if change.Kind == Reworded {
		p.Hanging(page.Dim, "    old", change.Old, 14)
		p.Hanging(page.Dim, "    new", change.New, 14)
		return
	}
	p.Prose(4, "", change.Text)
	for _, field := range change.fields() {
		p.Hanging(page.Dim, "    "+field[0], field[1], 14)
	}
	if change.Verify != "" {
		p.Line(4, page.Span{Text: change.Verify})
	}
}

// mark returns why a change that looks bad fails nothing.
func (change *Change) mark() string {
	switch {
	case change.Fails || change.Kind == New || change.Kind == Fixed || change.Kind == Reworded:
		return ""
	case change.Waived:
		return "  waived"
	case !change.Gating:
		return "  does not gate"
	}
	return ""
}

// fields returns what is written about a change of a requirement.
func (change *Change) fields() [][2]string {
	var all [][2]string
	add := func(name, text string) {
		if text != "" {
			all = append(all, [2]string{name, text})
		}
	}
	switch change.Kind {
	case Failed, Changed:
		add("was", change.Old)
		add("where", change.Where)
		add("expected", change.Expected)
		add("got", change.Got)
	case Fixed:
		add("now", change.New)
	case Untested:
		add("was", change.Old)
		add("because", change.New)
	default:
		add("was", change.Old)
		add("now", change.New)
	}
	if len(change.Cases) > 0 {
		add("in", change.inCases(4))
	}
	return all
}

// inCases returns how many cases there are, and the first of them.
func (change *Change) inCases(shown int) string {
	n := text.Plural(len(change.Cases), "case")
	return n + ": " + text.Some(change.Cases, shown)
}
