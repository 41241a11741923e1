package main

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/input"
	"example.com/toeline/harness/cmd/toeline/internal/output"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/spec/derive/start"
	"example.com/toeline/spec/overlay"
	"example.com/toeline/spec/strict"
)

// initCommand are the flags of the command.
type initCommand struct {
	app      app.App
	document string
	overlays []string
	out      string
	anywhere bool
}

func newInit(a app.App) *cobra.Command {
	c := &initCommand{app: a}
	cmd := &cobra.Command{
		Use:   "init FILE",
		Short: "Start a contract from an OpenAPI document",
		Long: `Reads a plain OpenAPI document and writes an OpenAPI Overlay with requirements
and cases for what it documents already: statuses, media types and schemas of
answers, credentials, ids that name nothing, parameters that must be refused.
It is a start, to be edited: levels, texts and sources are yours to judge. The
document is left alone.

Where the document has changed, run it again with the same --out: what is new is
added, what was not edited follows the document, your edits are kept. What an
overlay names and the document no longer has is an error of lint and verify.

The output is an overlay on stdout, and in a file whose name has the word
overlay; any other file gets the whole document with the requirements in it.

What a request needs and the document does not show is marked by a comment,
EDIT; what the target holds is described by fixtures. The last lines, on stderr,
say how much of it there is, and what comes next.`,
		Example: `  toeline init openapi.yaml --out contract.overlay.yaml
  toeline lint openapi.yaml --overlay contract.overlay.yaml --explain
  toeline verify --document contract.overlay.yaml --target URL`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("init takes one OpenAPI document, and %s: toeline init "+
					"openapi.yaml", countGiven(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c.document = args[0]
			if err := output.Check(a, cmd.Flags(), args...); err != nil {
				return exit.Usage(err)
			}
			return c.run()
		},
	}
	input.AddOverlays(cmd.Flags(), &c.overlays, flag.Call)
	input.AddRemote(cmd.Flags(), &c.anywhere, flag.Consent)
	flag.Add(cmd.Flags(), &c.out, "out", "", flag.Call|flag.Writes,
		"`FILE` to write; an earlier one takes what is new, and keeps edits; without it stdout")
	return cmd
}

func (c *initCommand) run() error {
	if strings.EqualFold(filepath.Ext(c.out), ".json") {
		return exit.Usage(fmt.Errorf("--out %s: it is YAML, with comments that say what is to be "+
			"edited: name it .yaml", c.out))
	}
	given, err := input.Document{
		Name: c.document, Overlays: c.overlays, Anywhere: c.anywhere,
	}.Read()
	if err != nil {
		return exit.Usage(err)
	}
	source, err := overlay.Effective(given.Source, given.Overlays...)
	if err != nil {
		return exit.Usage(given.Mistaken(err))
	}
	if c.out == "" {
		made, err := start.New(source, start.Form{Extends: c.extends(given.Source.File)})
		if err != nil {
			return exit.Usage(given.Mistaken(err))
		}
		c.next(given, made, made.Text, false)
		return text.Lines(c.app.Stdout, func(w io.Writer) error {
			_, err := w.Write(made.Text)
			return err
		})
	}
	var made *start.Start
	var now []byte
	whole := false
	read := func(name string) ([]byte, error) { return infile.Read(name, infile.Contract) }
	err = outfile.Update(c.out, read, func(old []byte) (written []byte, err error) {
		whole = c.isWhole(old)
		form := start.Form{
			Whole: whole, File: c.out, Earlier: old, Extends: c.extends(given.Source.File),
			Anywhere: c.anywhere,
		}
		if made, err = start.New(source, form); err != nil {
			return nil, err
		}
		if now = made.Text; now == nil {
			now = old
		}
		return made.Text, nil
	})
	if err != nil {
		if made == nil {
			return exit.Usage(given.Mistaken(err))
		}
		return exit.Usage(fmt.Errorf("--out: %w", err))
	}
	c.next(given, made, now, whole)
	return nil
}

// isWhole reports whether the output is the whole document: as the file that is there already, else
// by its name.
func (c *initCommand) isWhole(old []byte) bool {
	if old != nil {
		root, _ := strict.Parse(c.out, old)
		return root == nil || !overlay.Is(root)
	}
	return !strings.Contains(strings.ToLower(filepath.Base(c.out)), "overlay")
}

// extends is the reference of the output to the document; empty: it has no name.
func (c *initCommand) extends(document string) string {
	if input.IsURL(document) {
		return document
	}
	if info, err := os.Stat(document); err != nil || !info.Mode().IsRegular() || document == "-" {
		return "" // stdin, a pipe, or an embedded one
	}
	if from, err := filepath.Abs(filepath.Dir(cmp.Or(c.out, "."))); err == nil && c.out != "" {
		if to, err := filepath.Abs(document); err == nil {
			if path, err := filepath.Rel(from, to); err == nil {
				document = path
			}
		}
	}
	return (&url.URL{Path: filepath.ToSlash(document)}).String()
}

// next says what was written, and what a person does next.
func (c *initCommand) next(given *input.Given, made *start.Start, written []byte, whole bool) {
	name := cmp.Or(c.out, "contract.overlay.yaml")
	judged := name
	source, overlays := given.Source, given.Overlays
	if whole {
		overlays = nil
		if read, err := input.Source(name, c.anywhere); err == nil {
			source = read // its references count from its own folder
		}
	} else {
		overlays = append(overlays, overlay.Text{File: name, Data: written})
		judged = c.document
		for _, file := range append(c.overlays[:len(c.overlays):len(c.overlays)], name) {
			judged += " --overlay " + file
		}
	}
	c.changed(name, made)
	c.summary(name, judged, made, source, overlays)
}

// changed says what became of an earlier start.
func (c *initCommand) changed(name string, made *start.Start) {
	for _, change := range []struct {
		keys []string
		what string
	}{
		{made.Changes.Added, "added"},
		{made.Changes.Updated, "follows the document"},
		{made.Changes.Removed, "removed: the document no longer has it"},
		{made.Changes.Kept, "kept as it was edited; the document says otherwise now"},
	} {
		const most = 20
		for i, key := range change.keys {
			if i == most {
				fmt.Fprintf(c.app.Stderr, "%s: %d more: %s\n", name, len(change.keys)-most,
					change.what)
				break
			}
			fmt.Fprintf(c.app.Stderr, "%s: %s: %s\n", name, key, change.what)
		}
	}
	for _, left := range made.Left {
		fmt.Fprintf(c.app.Stderr, "%s:%s: %s\n", c.document, left.Pos.Where(), left.Text)
	}
	if made.Text == nil {
		fmt.Fprintf(c.app.Stderr, "%s: nothing is new in %s\n", name, c.document)
	}
}
