package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is the most characters of a line of help: a terminal's.
const helpWidth = 80

// groupKey is the annotation of a flag that names the group it stands in.
const groupKey = "toeline-group"

// addGroup adds flags that help shows under a title of their own, in the order
// in which they were added.
func addGroup(flags *pflag.FlagSet, title string, add func(*pflag.FlagSet)) {
	group := pflag.NewFlagSet(title, pflag.ContinueOnError)
	group.SortFlags, flags.SortFlags = false, false
	add(group)
	group.VisitAll(func(f *pflag.Flag) { f.Annotations = map[string][]string{groupKey: {title}} })
	flags.AddFlagSet(group)
}

// printHelp is the manual page of a command.
func printHelp(cmd *cobra.Command, _ []string) {
	w := cmd.OutOrStdout()
	if text := strings.TrimSpace(cmd.Long); text != "" {
		fmt.Fprintf(w, "%s\n\n", text)
	}
	_ = printUsage(cmd) // it never fails
}

// printUsage is what follows the description: commands, flags, exit codes,
// examples.
func printUsage(cmd *cobra.Command) error {
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "USAGE\n  %s\n", cmd.UseLine())
	printCommands(w, cmd)
	printFlags(w, cmd)
	if cmd.Name() == "verify" || cmd.Name() == "client" {
		fmt.Fprintf(w, "\n%s\n", exitCodes)
	}
	if cmd.HasExample() {
		fmt.Fprintf(w, "\nEXAMPLES\n%s\n", cmd.Example)
	}
	return nil
}

func printCommands(w io.Writer, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	fmt.Fprint(w, "\nCOMMANDS\n")
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			fmt.Fprintf(w, "  %-11s %s\n", c.Name(), c.Short)
		}
	}
	fmt.Fprintf(w, "\n%s COMMAND --help tells more of one.\n", cmd.CommandPath())
}

func printFlags(w io.Writer, cmd *cobra.Command) {
	var titles []string
	groups := map[string]*pflag.FlagSet{}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		title := "FLAGS"
		if named := f.Annotations[groupKey]; len(named) > 0 {
			title = "FLAGS: " + named[0]
		} else if len(groups) > 0 && groups["FLAGS"] == nil {
			title = "FLAGS: help"
		}
		if groups[title] == nil {
			titles = append(titles, title)
			groups[title] = pflag.NewFlagSet(title, pflag.ContinueOnError)
			groups[title].SortFlags = false
		}
		groups[title].AddFlag(f)
	})
	for _, title := range titles {
		fmt.Fprintf(w, "\n%s\n%s", title, groups[title].FlagUsagesWrapped(helpWidth))
	}
}

// newHelp is cobra's help command, but that what it does not find is wrong
// usage.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Tell more of a command",
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range cmd.Root().Commands() {
				if c.IsAvailableCommand() {
					names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usageError(unknownCommand(cmd.Root(), args))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}
