package usage

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/spec/strict"
)

// UnknownCommand refuses arguments of the root, which takes commands alone.
func UnknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return fmt.Errorf("no command %q%s; see toeline --help", args[0], meant(args[0], names))
}

// NoArgs refuses arguments, and says where a URL belongs.
func NoArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if strings.ContainsAny(args[0], "@") {
		return fmt.Errorf(
			"%s takes flags alone, and no argument; see %s --help",
			cmd.CommandPath(),
			cmd.CommandPath(),
		)
	}
	if strings.Contains(args[0], "://") && cmd.Flags().Lookup("target") != nil {
		// The URL is not repeated: it may contain a password.
		return errors.New("a target is given by --target URL")
	}
	return fmt.Errorf(
		"%s takes flags alone, and no argument like %q; see %s --help",
		cmd.CommandPath(),
		args[0],
		cmd.CommandPath(),
	)
}

// OneOf refuses arguments beyond one of those that a command takes.
func OneOf(cmd *cobra.Command, args []string) error {
	takes := cmd.CommandPath() + " takes one of " + strings.Join(cmd.ValidArgs, ", ")
	switch {
	case len(args) > 1:
		return fmt.Errorf("%s, not %d arguments", takes, len(args))
	case len(args) == 1 && !slices.Contains(cmd.ValidArgs, args[0]):
		return fmt.Errorf("%s, not %q%s", takes, args[0], meant(args[0], cmd.ValidArgs))
	}
	return nil
}

// FlagError says what is wrong with a flag, and what it takes.
func FlagError(cmd *cobra.Command, err error) error {
	see := "; see " + cmd.CommandPath() + " --help"
	var strange *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &strange) && len(strange.GetSpecifiedName()) > 1:
		name := strange.GetSpecifiedName()
		return exit.Usage(
			fmt.Errorf("no flag --%s%s%s", name, meant("--"+name, flagNames(cmd)), see),
		)
	case errors.As(err, &missing):
		f := missing.GetFlag()
		kind, _ := pflag.UnquoteUsage(f)
		return exit.Usage(fmt.Errorf("--%s needs a value: --%s %s%s", f.Name, f.Name, kind, see))
	case errors.As(err, &wrong):
		return exit.Usage(
			fmt.Errorf(
				"--%s %s: %s%s",
				wrong.GetFlag().Name,
				wrong.GetValue(),
				flag.Takes(wrong),
				see,
			),
		)
	}
	return exit.Usage(fmt.Errorf("%w%s", err, see))
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

// meant is a hint at what was mistyped, if anything is near.
func meant(got string, known []string) string {
	if near := strict.Suggest(got, known); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

// RefuseEmpty refuses a flag with an empty value. In --target "$URL" the variable may be unset:
// a run of the embedded server instead would pass.
func RefuseEmpty(cmd *cobra.Command, _ []string) error {
	var empty string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if strings.TrimSpace(f.Value.String()) == "" ||
			f.Value.Type() == "stringArray" && holdsEmpty(cmd.Flags(), f.Name) {
			empty = f.Name
		}
	})
	if empty != "" {
		return exit.Usage(
			fmt.Errorf(
				"--%s is empty: is the variable that should hold it set? Leave the flag out for "+
					"its default",
				empty,
			),
		)
	}
	return nil
}

func holdsEmpty(flags *pflag.FlagSet, name string) bool {
	values, err := flags.GetStringArray(name)
	if err != nil {
		return false
	}
	for _, v := range values {
		if strings.TrimSpace(v) == "" {
			return true
		}
	}
	return false
}
