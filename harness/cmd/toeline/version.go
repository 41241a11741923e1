package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
)

// newVersion prints what --version does: people look for either. The version of cobra would do for
// the latter, but is a template, for which the linker keeps megabytes: see package markup.
func newVersion(a app.App) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  usage.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Stdout, "toeline %s\n", a.Version)
			return err
		},
	}
}
