package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/client/starter"
	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/outfile"
	"example.com/toeline/harness/internal/reproduce"
	"example.com/toeline/spec/clients"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// clientInit are the flags of the command.
type clientInit struct {
	clientFlags
	out   string
	flags string // that name the contract, for a command line, with a space behind them
}

// newClientInit returns the command that writes a driver to begin with.
func newClientInit(a app.App) *cobra.Command {
	c := &clientInit{clientFlags: clientFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "init LANGUAGE",
		Short: "Write a driver to begin with, in " + strings.Join(starter.Names(), ", "),
		Long: `Writes a driver that runs as it is: it reads the calls, makes them with what the
language has, and prints the answers. Put your client in the place marked EDIT.

The file is new: one that is there is left alone.`,
		Example: `  toeline client init python
  toeline client -- python3 client.py`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if words := flag.Repeated(cmd.Flags()); len(words) > 0 {
				c.flags = reproduce.Line(words) + " "
			}
			if err := c.run(args); err != nil {
				return exit.Usage(err)
			}
			return nil
		},
	}
	set := cmd.Flags()
	flag.Add(set, &c.out, "out", "", flag.Call|flag.Writes,
		"write to `FILE` instead of the language's usual one; -: to stdout")
	c.addDocument(set)
	return cmd
}

func (c *clientInit) run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("client init: give one language of %s, as toeline client init python",
			strings.Join(starter.Names(), ", "))
	}
	i := slices.IndexFunc(
		starter.Languages,
		func(l starter.Language) bool { return l.Name == args[0] },
	)
	if i < 0 {
		near := strict.Suggest(args[0], starter.Names())
		if near != "" {
			near = fmt.Sprintf(" (did you mean %s?)", near)
		}
		return fmt.Errorf("client init: there is no driver for %q%s: use one of %s",
			args[0], near, strings.Join(starter.Names(), ", "))
	}
	language := starter.Languages[i]
	doc, err := c.contract()
	if err != nil {
		return err
	}
	driver, err := starter.Write(language, c.call(doc))
	if err != nil {
		return err
	}
	return c.write(language, driver)
}

// call returns what the driver calls.
func (c *clientInit) call(doc *clients.Contract) starter.Call {
	call := starter.Call{
		Method: doc.Operations[0].Method, Path: doc.Operations[0].Path,
		ID: doc.Parameter, Flags: c.flags,
	}
	call.Header, call.Prefix = "Authorization", "Bearer "
	if doc.Described == nil {
		return call
	}
	call.Header, call.Prefix = credentials(doc.Described)
	for _, p := range doc.Described.Parameters {
		switch p.In {
		case "query":
			call.Query = append(call.Query, p.Name)
		case "header":
			call.Headers = append(call.Headers, p.Name)
		}
	}
	return call
}

// credentials returns the header that the token of an operation is sent in, and what comes before
// it there; empty: it needs none, or not in one header as it is.
func credentials(op *openapi.Operation) (header, prefix string) {
	if len(op.Security) == 0 || len(op.Security[0]) != 1 {
		return "", ""
	}
	switch s := op.Security[0][0]; {
	case s.Bearer():
		return "Authorization", "Bearer "
	case s.Type == "apiKey" && s.In == "header":
		return s.Parameter, ""
	case s.Type == "apiKey" && s.In == "cookie":
		return "Cookie", s.Parameter + "="
	}
	return "", ""
}

// write writes the driver, to a file that is not there yet, and says what comes next.
func (c *clientInit) write(language starter.Language, driver []byte) error {
	if c.out == "-" {
		_, err := c.app.Stdout.Write(driver)
		return err
	}
	file := cmp.Or(c.out, language.File)
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("client init: %s is there already: move it away, or give another --out",
			file)
	}
	err := outfile.Save(file, func(w io.Writer) error {
		_, err := w.Write(driver)
		return err
	})
	if err != nil {
		return err
	}
	next := strings.ReplaceAll(language.Next, language.File, file)
	next = strings.ReplaceAll(next, "{flags}", c.flags)
	_, err = fmt.Fprintf(c.app.Stderr, "%s is written; next:\n  %s\n", file, next)
	return err
}
