// Package docs owns the page that shows a document to people: requirements,
// sources, cases, and what is not tested and why. It never judges and never
// reads a file.
package docs

import (
	_ "embed"
	"fmt"
	html "html/template"
	"io"
	"strings"
	text "text/template"

	"example.com/toeline/harness/plan"
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
	Doc    *spec.Document
	Groups []group
	Cases  []*plan.Case
}

// group are the requirements of one level.
type group struct {
	Level        spec.Level
	Meaning      string
	Requirements []requirement
}

type requirement struct {
	spec.Requirement
	// Cases are the ids of those that can break it; Everywhere says that a
	// rule on every answer does.
	Cases      []string
	Everywhere bool
}

var meanings = map[spec.Level]string{
	spec.Must:   "A broken one fails a run.",
	spec.Should: "A broken one is told; with --strict it fails a run.",
	spec.May:    "A broken one is told, and never fails a run.",
}

func newPage(p *plan.Plan) page {
	doc := p.Options.Doc
	always := map[string]bool{}
	for _, check := range doc.Always {
		always[check.ID] = true
	}
	made := page{Doc: doc, Cases: p.Cases}
	for _, level := range []spec.Level{spec.Must, spec.Should, spec.May} {
		g := group{Level: level, Meaning: meanings[level]}
		for _, r := range doc.Requirements {
			if r.Level == level {
				g.Requirements = append(g.Requirements, requirement{r, situations(p, r.ID), always[r.ID]})
			}
		}
		if len(g.Requirements) > 0 {
			made.Groups = append(made.Groups, g)
		}
	}
	return made
}

// situations folds the cases that can break a requirement by their situation.
func situations(p *plan.Plan, id string) []string {
	var names []string
	count := map[string]int{}
	for _, c := range p.Cases {
		for _, own := range c.Requirements {
			if own != id {
				continue
			}
			if count[c.Situation]++; count[c.Situation] == 1 {
				names = append(names, c.Situation)
			}
		}
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%s (%d)", name, count[name])
	}
	return names
}

// Markdown writes the page as Markdown.
func Markdown(w io.Writer, p *plan.Plan) error {
	funcs := text.FuncMap{"join": strings.Join, "cell": func(s string) string { return strings.ReplaceAll(s, "|", `\|`) }}
	return text.Must(text.New("page").Funcs(funcs).Parse(markdownPage)).Execute(w, newPage(p))
}

// HTML writes the page as one HTML file that loads nothing.
func HTML(w io.Writer, p *plan.Plan) error {
	funcs := html.FuncMap{"join": strings.Join}
	return html.Must(html.New("page").Funcs(funcs).Parse(htmlPage)).Execute(w, newPage(p))
}
