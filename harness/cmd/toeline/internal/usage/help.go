// Package usage prints the help of commands, and refuses what no command takes. It knows flags by
// what they declare, and none by name.
package usage

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
)

// Width is the most characters of a line of help: a terminal's.
const Width = 80

// AllFlag is the flag that asks for the manual page of a command.
const AllFlag = "help-all"

// Often is the annotation of a command that the help of the root lists with its description.
const Often = "toeline-often"

// Help prints what people use most, on a screen of 24 lines: the commands of the root, and the
// flags of a command; where it has few, the manual page.
func Help(cmd *cobra.Command, args []string) {
	if !cmd.HasParent() {
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n", strings.TrimSpace(cmd.Long))
		printCommands(cmd.OutOrStdout(), cmd, true)
		return
	}
	if !hasGroups(cmd) {
		All(cmd, args)
		return
	}
	w := cmd.OutOrStdout()
	first, _, _ := strings.Cut(strings.TrimSpace(cmd.Long), "\n\n")
	fmt.Fprintf(w, "%s\n\nUSAGE\n  %s\n\nFLAGS that most runs need\n", first, cmd.UseLine())
	often := pflag.NewFlagSet("often", pflag.ContinueOnError)
	often.SortFlags = false
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if flag.Is(f, flag.Often) {
			short := *f
			short.Usage, _, _ = strings.Cut(f.Usage, "; ")
			often.AddFlag(&short)
		}
	})
	fmt.Fprint(w, often.FlagUsagesWrapped(Width))
	fmt.Fprintf(w, "\nEXIT CODES  0 passed, 1 failed, 2 wrong usage, 3 could not tell, 4 a "+
		"defect.\n%s --%s has all flags, their meaning, and examples.\n", cmd.CommandPath(),
		AllFlag)
}

// hasGroups reports whether a command has so many flags that they are in groups.
func hasGroups(cmd *cobra.Command) (has bool) {
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { has = has || flag.GroupOf(f) != "" })
	return has
}

// All prints the manual page of a command.
func All(cmd *cobra.Command, _ []string) {
	w := cmd.OutOrStdout()
	if text := strings.TrimSpace(cmd.Long); text != "" {
		fmt.Fprintf(w, "%s\n\n", text)
	}
	_ = Print(cmd) // it never fails
}

// Print prints what follows the description: commands, flags, exit codes,
// examples.
func Print(cmd *cobra.Command) error {
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "USAGE\n  %s\n", cmd.UseLine())
	printCommands(w, cmd, false)
	printFlags(w, cmd)
	if cmd.Name() == "verify" || cmd.Name() == "client" {
		fmt.Fprintf(w, "\n%s", exitCodes)
	}
	if cmd.HasExample() {
		fmt.Fprintf(w, "\nEXAMPLES\n%s\n", strings.TrimSuffix(cmd.Example, "\n"))
	}
	return nil
}

// printCommands lists the commands below one; short: of those that few people need, the names.
func printCommands(w io.Writer, cmd *cobra.Command, short bool) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	fmt.Fprint(w, "\nCOMMANDS\n")
	var others []string
	for _, c := range cmd.Commands() {
		switch _, often := c.Annotations[Often]; {
		case !c.IsAvailableCommand() && c.Name() != "help":
		case short && !often:
			others = append(others, c.Name())
		default:
			fmt.Fprintf(w, "  %-11s %s\n", c.Name(), c.Short)
		}
	}
	if short {
		fmt.Fprintf(w, "  and %s\n", strings.Join(others, ", "))
	}
	fmt.Fprintf(w, "\n%s COMMAND --help describes one, --%s all of its flags.\n", cmd.CommandPath(),
		AllFlag)
}

func printFlags(w io.Writer, cmd *cobra.Command) {
	var titles []string
	groups := map[string]*pflag.FlagSet{}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		title := "FLAGS"
		if group := flag.GroupOf(f); group != "" {
			title = "FLAGS: " + group
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
		fmt.Fprintf(w, "\n%s\n%s", title, groups[title].FlagUsagesWrapped(Width))
	}
}

// NewHelp returns cobra's help command, for which an unknown command is wrong usage.
func NewHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Describe a command",
		ValidArgsFunction: func(
			cmd *cobra.Command, _ []string, _ string,
		) ([]string, cobra.ShellCompDirective) {
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
			if err == nil && len(rest) > 0 && found != cmd.Root() {
				return exit.Usage(fmt.Errorf("no command %q; see toeline --help",
					strings.Join(args, " ")))
			}
			if err != nil || len(rest) > 0 {
				return exit.Usage(UnknownCommand(cmd.Root(), args))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}
