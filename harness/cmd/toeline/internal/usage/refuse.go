package usage

import (
	"errors"
	"fmt"
	"net"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

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
	switch {
	case strings.Contains(args[0], "://"): // not repeated: it may contain a password
		return errors.New("a URL is not a command: write toeline verify --target URL")
	case slices.Contains(documents, path.Ext(args[0])):
		return fmt.Errorf("a file is not a command: write toeline lint %s, or toeline verify "+
			"--document %s --target URL", args[0], args[0])
	}
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	near := meant(args[0], names)
	for command, others := range commands {
		if near == "" && slices.Contains(others, args[0]) && slices.Contains(names, command) {
			near = fmt.Sprintf(" (did you mean %s?)", command)
		}
	}
	return fmt.Errorf("no command %q%s; see toeline --help", args[0], near)
}

// UnknownHelp refuses the help of what is no command: cobra shows that of the root, and passes.
func UnknownHelp(root *cobra.Command, args []string) error {
	for _, flag := range []string{"-h", "--help", "--" + AllFlag} {
		if !slices.Contains(args, flag) || strings.HasPrefix(args[0], "-") ||
			args[0] == "help" || strings.HasPrefix(args[0], "__complete") {
			continue
		}
		if found, _, err := root.Find(args); err == nil && found == root {
			return UnknownCommand(root, args)
		}
	}
	return nil
}

// documents are the extensions of files that may describe an interface.
var documents = []string{".yaml", ".yml", ".json"}

// commands are what other tools, and people, call the commands.
var commands = map[string][]string{
	"verify":   {"test", "run", "check", "judge", "conform", "conformance"},
	"serve":    {"mock", "server", "start", "stub", "prism"},
	"lint":     {"validate", "vet"},
	"init":     {"generate", "gen", "new", "scaffold", "derive"},
	"compare":  {"diff", "changes"},
	"client":   {"sdk", "clients"},
	"waive":    {"waiver", "waivers", "ignore", "baseline"},
	"list":     {"ls", "show", "cases", "requirements", "documents"},
	"selftest": {"self-test", "doctor"},
	"matrix":   {"join", "merge"},
	"docs":     {"doc", "documentation", "man", "manual"},
}

// NoArgs refuses arguments, and says where a URL belongs.
func NoArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if strings.ContainsAny(args[0], "@") {
		return fmt.Errorf("%s takes flags alone, and no argument; see %s --help", cmd.CommandPath(),
			cmd.CommandPath())
	}
	if strings.Contains(args[0], "://") && cmd.Flags().Lookup("target") != nil {
		// The URL is not repeated: it may contain a password.
		return errors.New("no argument is a target: it is given by --target URL")
	}
	// In --report html out.html the value has to be joined to its format.
	if f := cmd.Flags().Lookup("report"); f != nil && f.Changed && path.Ext(args[0]) != "" {
		all, _ := cmd.Flags().GetStringArray(f.Name)
		for _, format := range all {
			if !strings.Contains(format, "=") {
				return fmt.Errorf("--report %s: write FORMAT=FILE, as %s=%s", format, format,
					args[0])
			}
		}
	}
	hint := ""
	switch f := belongsTo(cmd, args[0]); {
	case args[0] == "help":
		return fmt.Errorf("write %s --help", cmd.CommandPath())
	case f != nil:
		hint = fmt.Sprintf(": write --%s %s", f.Name, args[0])
	case slices.Contains([]string{"true", "false", "yes", "no", "on", "off"}, args[0]):
		hint = ": a flag that is on or off is given without a value, or as --FLAG=false"
	}
	return fmt.Errorf("%s takes flags alone, and no argument like %q%s; see %s --help",
		cmd.CommandPath(), args[0], hint, cmd.CommandPath())
}

// belongsTo returns the flag that takes what was given as an argument, by its form; nil: none.
func belongsTo(cmd *cobra.Command, arg string) *pflag.Flag {
	of := func(names ...string) *pflag.Flag {
		for _, name := range names {
			if f := cmd.Flags().Lookup(name); f != nil {
				return f
			}
		}
		return nil
	}
	switch extension := path.Ext(arg); {
	case slices.Contains(documents, extension):
		return of("from", "document")
	case extension == ".har":
		return of("replay")
	}
	host, _, _ := strings.Cut(arg, "/")
	if _, port, err := net.SplitHostPort(host); err == nil && port != "" {
		return of("target", "addr")
	}
	return nil
}

// OneOf refuses arguments beyond one of those that a command takes.
func OneOf(cmd *cobra.Command, args []string) error {
	takes := cmd.CommandPath() + " takes one of " + strings.Join(cmd.ValidArgs, ", ")
	switch f := belongsTo(cmd, append(args, "")[0]); {
	case len(args) == 1 && f != nil:
		return fmt.Errorf("%s, not %q: write --%s %s", takes, args[0], f.Name, args[0])
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
	case errors.As(err, &strange):
		name := strange.GetSpecifiedName()
		written := "--" + name
		if utf8.RuneCountInString(name) == 1 {
			written = "-" + name
		}
		return exit.Usage(fmt.Errorf("no flag %s%s%s", written, meantFlag(cmd, name), see))
	case errors.As(err, &missing):
		f := missing.GetFlag()
		return exit.Usage(fmt.Errorf("--%s needs a value: %s%s", f.Name, flag.Written(f), see))
	case errors.As(err, &wrong):
		if strings.TrimSpace(wrong.GetValue()) == "" {
			return exit.Usage(emptyFlag(wrong.GetFlag().Name))
		}
		value := " " + wrong.GetValue()
		if strings.Contains(value, "@") { // a URL with a password
			value = ""
		}
		return exit.Usage(fmt.Errorf("--%s%s: %s%s", wrong.GetFlag().Name, value,
			flag.Takes(wrong), see))
	}
	return exit.Usage(fmt.Errorf("%w%s", err, see))
}

// RefuseShells makes the command that completes refuse a shell that it does not know: cobra prints
// its help instead, and passes.
func RefuseShells(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Short = "Write a completion script for a shell"
		for _, shell := range c.Commands() {
			c.ValidArgs = append(c.ValidArgs, shell.Name())
			shell.Args = NoArgs
			if f := shell.Flags().Lookup("no-descriptions"); f != nil {
				flag.Declare(shell.Flags(), f.Name, flag.Call)
			}
		}
		c.Args = OneOf
		c.RunE = func(cmd *cobra.Command, _ []string) error {
			return exit.Usage(fmt.Errorf("%s takes one of %s, and none is given", cmd.CommandPath(),
				strings.Join(cmd.ValidArgs, ", ")))
		}
	}
}

// ForShells takes the marks of values out of what flags mean, for command lines that shells ask for
// completions by: they show it as it is.
func ForShells(root *cobra.Command, args []string) {
	if len(args) == 0 || !strings.HasPrefix(args[0], "__complete") {
		return
	}
	for _, c := range append(root.Commands(), root) {
		c.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") })
	}
}

// meantFlag is a hint at the flag that is meant by a name that is none; one of verify, where no
// command is given; or that documents are arguments here.
func meantFlag(cmd *cobra.Command, name string) string {
	if f := flag.Meant(name, cmd.Flags()); f != nil {
		return " (did you mean " + flag.Written(f) + "?)"
	}
	verify, _, err := cmd.Root().Find([]string{"verify"})
	if err != nil {
		return ""
	}
	f := verify.Flags().Lookup(name)
	if f == nil {
		f = flag.Meant(name, verify.Flags())
	}
	switch {
	case f == nil:
	case cmd == cmd.Root():
		return " (did you mean " + verify.CommandPath() + " " + flag.Written(f) + "?)"
	case f.Name == "document" && strings.Contains(cmd.Use, " "):
		return " (did you mean " + cmd.Root().Name() + " " + cmd.Use + "?)"
	}
	return elsewhere(cmd, name)
}

// elsewhere says what does what a flag that no command has is likely meant to do, or which commands
// have it.
func elsewhere(cmd *cobra.Command, name string) string {
	switch {
	case strings.Contains(name, "color") || strings.Contains(name, "colour"):
		return ": there is colour on a terminal alone, and none where NO_COLOR is set"
	case slices.Contains([]string{"out", "output", "o"}, name):
		return ": what it writes goes to stdout, as in " + cmd.CommandPath() + " > FILE"
	}
	var having []string
	for _, other := range cmd.Root().Commands() {
		if other != cmd && other.IsAvailableCommand() && other.Flags().Lookup(name) != nil {
			having = append(having, other.CommandPath())
		}
	}
	if len(having) == 0 {
		return ""
	}
	return " here; it is one of " + strings.Join(having, ", ")
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
			f.Value.Type() == "stringSlice" && f.Value.String() == "[]" ||
			f.Value.Type() == "stringArray" && holdsEmpty(cmd.Flags(), f.Name) {
			empty = f.Name
		}
	})
	if empty != "" {
		return exit.Usage(emptyFlag(empty))
	}
	return nil
}

func emptyFlag(name string) error {
	return fmt.Errorf("--%s is empty: is the variable that should hold it set? Leave the flag out "+
		"for its default", name)
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
