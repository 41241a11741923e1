package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/plan"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// listedDocuments is the argument of list that shows the embedded documents.
const listedDocuments = "documents"

// listDocuments shows what --document takes by name.
func listDocuments(a app.App, flags *pflag.FlagSet, markdown bool) error {
	for _, name := range []string{
		"document", "operation", "overlay", "fixtures", "only", "skip", "level",
	} {
		if flags.Changed(name) {
			return exit.Usage(fmt.Errorf("list documents shows all that are embedded, so --%s "+
				"says nothing here; leave it out", name))
		}
	}
	out := bufio.NewWriter(a.Stdout)
	var rows [][]string
	for i, name := range spec.Documents() {
		p, err := offlinePlan(&input.Inputs{Document: name}, "", input.Narrow{})
		if err != nil {
			return err
		}
		if markdown {
			rows = append(rows, documentRow(name, p))
			continue
		}
		if i > 0 {
			fmt.Fprintln(out)
		}
		documentEntry(out, name, p)
	}
	for _, name := range clients.Documents() {
		p, err := clientPlan(&input.Inputs{Document: name}, "", input.Narrow{})
		if err != nil {
			return err
		}
		if markdown {
			rows = append(rows, documentRow(name, p))
			continue
		}
		fmt.Fprintln(out)
		documentEntry(out, name, p)
	}
	if markdown {
		return plan.Markdown(a.Stdout,
			[]string{"name", "title", "version", "endpoint", "requirements", "cases"}, rows)
	}
	return out.Flush()
}

func documentRow(name string, p result.Planned) []string {
	doc := p.Contract
	return []string{
		name, doc.Title, doc.Version, strings.Join(endpoints(doc), ", "),
		strconv.Itoa(len(doc.Requirements)), strconv.Itoa(len(p.Cases)),
	}
}

func documentEntry(w io.Writer, name string, p result.Planned) {
	doc := p.Contract
	note := ""
	switch name {
	case spec.Default:
		note = "  (the default)"
	case clients.Default:
		note = "  (for clients: toeline client)"
	}
	fmt.Fprintf(w, "%s%s\n    %s, version %s\n", name, note, doc.Title, doc.Version)
	for _, endpoint := range endpoints(doc) {
		fmt.Fprintf(w, "    %s\n", endpoint)
	}
	count := map[spec.Level]int{}
	for _, r := range doc.Requirements {
		count[r.Level]++
	}
	var levels []string
	for _, level := range []spec.Level{spec.Must, spec.Should, spec.May} {
		if count[level] > 0 {
			levels = append(levels, fmt.Sprintf("%d %s", count[level], level))
		}
	}
	fmt.Fprintf(w, "    %s (%s), %s\n", text.Plural(len(doc.Requirements), "requirement"),
		strings.Join(levels, ", "), text.Plural(len(p.Cases), "case"))
}

func endpoints(doc *spec.Contract) []string {
	var all []string
	for _, op := range doc.Operations {
		all = append(all, op.Method+" "+op.Path)
	}
	return all
}
