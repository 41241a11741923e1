// Package docs owns the page that shows a document to people: requirements,
// sources, cases, and what is not tested and why. It never judges and never
// reads a file.
package docs

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/markup"
	shown "example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

var (
	//go:embed page.md.tmpl
	markdownPage string
	//go:embed page.html.tmpl
	htmlPage string
)

// page is what both templates show.
type page struct {
	Doc        *spec.Contract
	Groups     []group
	Situations []situation
	Cases      []result.PlannedCase
}

// situation has the cases of one name; under a requirement, those that can break it.
type situation struct {
	Name  string
	Cases []result.PlannedCase
}

// String is the name, and how many cases it has.
func (s situation) String() string { return fmt.Sprintf("%s (%d)", s.Name, len(s.Cases)) }

// group are the requirements of one level.
type group struct {
	Level        spec.Level
	Meaning      string
	Requirements []requirement
}

type requirement struct {
	spec.Requirement
	// Cases are those that can break it, by situation; Everywhere says that a
	// rule on every response does.
	Cases      []situation
	Everywhere bool
}

var meanings = map[spec.Level]string{
	spec.Must:   "A broken one fails a run.",
	spec.Should: "A failed one is reported; with --strict it fails a run.",
	spec.May:    "A failed one is reported, and never fails a run.",
}

func newPage(p result.Planned) page {
	doc, cases := p.Contract, p.Cases
	always := map[string]bool{}
	for _, check := range doc.Always {
		always[check.ID] = true
	}
	made := page{Doc: doc, Cases: cases, Situations: situations(cases)}
	for _, level := range []spec.Level{spec.Must, spec.Should, spec.May} {
		g := group{Level: level, Meaning: meanings[level]}
		for _, r := range doc.Requirements {
			if r.Level == level {
				g.Requirements = append(g.Requirements,
					requirement{r, situations(breaking(cases, r.ID)), always[r.ID]})
			}
		}
		if len(g.Requirements) > 0 {
			made.Groups = append(made.Groups, g)
		}
	}
	return made
}

// breaking are the cases that can break a requirement.
func breaking(cases []result.PlannedCase, id string) []result.PlannedCase {
	var all []result.PlannedCase
	for _, c := range cases {
		if slices.Contains(c.Requirements, id) {
			all = append(all, c)
		}
	}
	return all
}

// situations gathers cases by situation, in the order of the first of each.
func situations(cases []result.PlannedCase) []situation {
	var all []situation
	for _, c := range cases {
		i := slices.IndexFunc(all, func(one situation) bool { return one.Name == c.Situation })
		if i < 0 {
			i, all = len(all), append(all, situation{Name: c.Situation})
		}
		all[i].Cases = append(all[i].Cases, c)
	}
	return all
}

// Markdown writes the page as Markdown.
func Markdown(w io.Writer, p result.Planned) error {
	funcs := markup.Funcs{
		"join": strings.Join,
		"md":   func(v any) string { return shown.Markdown(fmt.Sprint(v)) },
		"code": func(words ...string) string {
			return shown.MarkdownCode(strings.Join(words, " "))
		},
	}
	return markup.Text(funcs, markdownPage).Execute(w, newPage(p))
}

// HTML writes the page as one HTML file that loads nothing.
func HTML(w io.Writer, p result.Planned) error {
	made := markup.HTML(nil, htmlPage)
	return shown.Lines(w, func(w io.Writer) error { return made.Execute(w, newPage(p)) })
}
