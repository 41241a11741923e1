package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/report"
	"example.com/toeline/spec"
)

func newInit(a app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "init FILE",
		Short: "Make a start from a plain OpenAPI document",
		Long: `Reads a plain OpenAPI 3.0 document and writes it again with requirements and
cases for what it documents already: statuses, media types and schemas of
answers, credentials, ids that name nothing, parameters that must be refused.
It is a start, to be edited: levels, texts and sources are yours to judge.`,
		Example: `  toeline init openapi.yaml --out contract.yaml
  toeline lint contract.yaml --explain
  toeline verify --document contract.yaml --target http://127.0.0.1:8080`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[0])
			if err != nil {
				return usageError(err)
			}
			made, err := spec.Skeleton(args[0], data)
			if err != nil {
				return usageError(err)
			}
			write := func(w io.Writer) error {
				_, err := w.Write(made)
				return err
			}
			if out == "" {
				return write(a.stdout)
			}
			if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
				return usageError(fmt.Errorf("--out %s: is there already, and would lose what you edited; name another", out))
			}
			if err := report.Save(out, write); err != nil {
				return usageError(fmt.Errorf("--out: %w", err))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`FILE` to write, which must not be there yet; without it stdout")
	return cmd
}
