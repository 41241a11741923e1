package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
	"example.com/toeline/spec"
	"example.com/toeline/spec/changes"
	"example.com/toeline/spec/strict"
)

// lintCommand are the flags of the command.
type lintCommand struct {
	app     app.App
	against string
	// overlays are applied to each document, those of the older one to that.
	overlays, againstOverlays []string
	explain, anywhere         bool
	strict                    bool
}

func newLint(a app.App) *cobra.Command {
	l := &lintCommand{app: a}
	cmd := &cobra.Command{
		Use:   "lint FILE...",
		Short: "Find mistakes in documents and contracts",
		Long: `Reads documents and prints, each with its place, all that is wrong with them:
keys that are not known, names that lead nowhere, requirements that no check
can break, examples that their schemas reject. Exit 2 if one is invalid. What
is left out of a run, as it cannot be judged, is listed too.

--explain also says what would prove more. --against prints what changed since
an older document, before any request is sent; exit 1 when a "must" got weaker,
and with --strict when a "should" did. A document is weaker where a target may
answer what it might not before, or refuse what it had to take: schemas are
compared by what they allow. That less need be refused is a weaker "should".
Both documents are files, or names of embedded ones; a file may be an overlay,
which is applied to the document that it extends. What is compared are the
documents with their overlays.`,
		Example: `  toeline lint spec/execute-response-action.yaml --explain
  toeline lint new.yaml --against old.yaml
  toeline lint openapi.yaml --overlay contract.overlay.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("lint takes documents: toeline lint contract.yaml")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, files []string) error { return l.run(files) },
	}
	flag.Add(cmd.Flags(), &l.against, "against", "", flag.Call|flag.Reads,
		"print what changed since the document `OLD`")
	input.AddOverlays(cmd.Flags(), &l.overlays, flag.Call)
	input.AddRemote(cmd.Flags(), &l.anywhere, flag.Consent)
	flag.Add(cmd.Flags(), &l.againstOverlays, "against-overlay", nil, flag.Call|flag.Reads,
		"overlay `FILE` of OLD; without it those of --overlay are applied to both")
	flag.Add(cmd.Flags(), &l.strict, "strict", false, flag.Call,
		"with --against: a weaker \"should\" is exit 1 too")
	flag.Add(cmd.Flags(), &l.explain, "explain", false, flag.Call,
		"say what would prove more")
	return cmd
}

func (l *lintCommand) run(files []string) error {
	if l.against != "" && len(files) > 1 {
		return exit.Usage(fmt.Errorf("--against compares with one document, and %d are given",
			len(files)))
	}
	if len(l.againstOverlays) > 0 && l.against == "" {
		return exit.Usage(errors.New("--against-overlay is applied to the document of --against, " +
			"and none is given"))
	}
	if l.strict && l.against == "" {
		return exit.Usage(errors.New("--strict goes with --against, and judges what got weaker"))
	}
	return text.Lines(l.app.Stdout, func(w io.Writer) error {
		printing := *l
		printing.app.Stdout = w
		return printing.judge(files)
	})
}

// judge prints what is wrong with documents, as they have it.
func (l *lintCommand) judge(files []string) error {
	invalid, problems := 0, 0
	for _, file := range files {
		if valid, err := l.lintClient(file); valid || err != nil {
			if err != nil {
				invalid++
				problems += countProblems(err)
				fmt.Fprintln(l.app.Stdout, err)
			}
			continue
		}
		doc, err := l.load(file, l.overlays)
		if err != nil {
			invalid++
			problems += countProblems(err)
			fmt.Fprintln(l.app.Stdout, err)
			continue
		}
		l.print(file, doc)
		if l.against != "" {
			return l.compare(doc)
		}
	}
	if invalid > 0 {
		return exit.Usage(fmt.Errorf("%d of %s invalid, for %s", invalid,
			text.Plural(len(files), "document"), text.Plural(problems, "reason")))
	}
	return nil
}

// countProblems is how many lines an error of a document has.
func countProblems(err error) int {
	var problems strict.Problems
	if errors.As(err, &problems) {
		return len(problems)
	}
	return 1
}

func makes(changes int) string {
	if changes == 1 {
		return "1 change makes"
	}
	return text.Plural(changes, "change") + " make"
}

// print says that a file is valid, and what of it is not judged. An overlay is named with what it
// extends.
func (l *lintCommand) print(name string, doc *spec.Contract) {
	cases := 0
	for _, op := range doc.Operations {
		cases += len(op.Cases)
	}
	if input.IsOverlay(name) {
		name += " on " + doc.File
	} else {
		name = doc.File
	}
	fmt.Fprintf(l.app.Stdout, "%s: valid: %s, %s on %s\n", name,
		text.Plural(len(doc.Requirements), "requirement"), text.Plural(cases, "case"),
		text.Plural(len(doc.Operations), "operation"))
	hints, most := doc.Hints(), math.MaxInt
	if !l.explain {
		hints, most = doc.Lost(), 10
	}
	for i, hint := range hints {
		if i == most {
			fmt.Fprintf(l.app.Stdout, "%s: %d more are not judged: --explain lists all\n", doc.File,
				len(hints)-i)
			return
		}
		fmt.Fprintln(l.app.Stdout, hint)
	}
}

// compare prints what changed since the older document.
func (l *lintCommand) compare(doc *spec.Contract) error {
	overlays := l.againstOverlays
	if len(overlays) == 0 && !input.IsOverlay(l.against) {
		overlays = l.overlays
	}
	old, err := l.load(l.against, overlays)
	if err != nil {
		if len(overlays) > len(l.againstOverlays) {
			err = fmt.Errorf("%w\n--overlay is applied to both: give the overlay of %s by "+
				"--against-overlay", err, l.against)
		}
		return exit.Usage(fmt.Errorf("--against: %w", err))
	}
	weaker := 0
	for _, c := range changes.Between(old, doc) {
		file := doc.File
		if c.What == "removed" {
			file = old.File
		}
		mark := ""
		if c.Weaker == spec.Must || l.strict && c.Weaker == spec.Should {
			weaker++
			mark = fmt.Sprintf("  (a %s got weaker)", c.Weaker)
		}
		fmt.Fprintf(l.app.Stdout, "%s:%s: %s %s: %s%s\n", cmp.Or(c.Pos.File, file),
			c.Pos.Where(), c.What, c.ID, c.Text, mark)
	}
	if weaker > 0 {
		return exit.Error{
			Code: result.ExitFailed,
			Err:  fmt.Errorf("%s what gates a run weaker than %s has it", makes(weaker), l.against),
		}
	}
	return nil
}

// load returns a valid document, or all that is wrong with it. A name
// without a dot or slash is an embedded document's.
func (l *lintCommand) load(name string, overlays []string) (*spec.Contract, error) {
	given := input.Document{Name: name, Overlays: overlays, Anywhere: l.anywhere}
	doc, err := given.Contract()
	if err != nil || !input.IsFile(name) && len(overlays) == 0 {
		return doc, err
	}
	return doc, verify.CorpusProblems(doc).Err()
}
