package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/cmd/toeline/internal/usage"
	"example.com/toeline/harness/cmd/toeline/internal/verifycmd"
	"example.com/toeline/harness/internal/text"
)

// version is set by the linker (make build); else it is that of the module.
var version = ""

func toolVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// execute runs a command line and returns the exit code.
func execute(ctx context.Context, args []string, a app.App) int {
	err := executeRoot(ctx, args, a)
	if err == nil {
		return 0
	}
	var e exit.Error
	if !errors.As(err, &e) {
		// What cobra itself refuses is wrong usage.
		e = exit.Usage(err)
	}
	if e.Message() != "" {
		fmt.Fprintf(a.Stderr, "toeline: %s\n", strings.Join(text.VisibleLines(e.Message()), "\n"))
	}
	return e.Code
}

func executeRoot(ctx context.Context, args []string, a app.App) (err error) {
	defer exit.OnPanic(func(defect error) { err = defect })
	root := newRoot(a)
	if err := usage.UnknownHelp(root, args); err != nil {
		return exit.Usage(err)
	}
	usage.ForShells(root, args)
	args = manual(root, args)
	root.SetArgs(args)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	return root.ExecuteContext(ctx)
}

// manual makes --help of --help-all, for which help has all flags. What else is wrong with the line
// does not matter then.
func manual(root *cobra.Command, args []string) []string {
	end := slices.Index(args, "--")
	if end < 0 {
		end = len(args)
	}
	if !slices.Contains(args[:end], "--"+usage.AllFlag) {
		return args
	}
	root.SetHelpFunc(usage.All)
	if cmd, _, err := root.Find(args[:end]); err == nil && cmd != root {
		return []string{cmd.Name(), "--help"}
	}
	return []string{"--help"}
}

func newRoot(a app.App) *cobra.Command {
	a.Version = toolVersion()
	root := &cobra.Command{
		Use:   "toeline",
		Short: "Does this server conform to an HTTP contract?",
		Long: `toeline reports whether a server or a client conforms to an HTTP contract: any
OpenAPI document, or an embedded one, of which the first is the action
executeResponseAction of Microsoft Graph (beta).

  toeline verify                               judge the embedded server
  toeline verify --target URL --document FILE  judge yours by your document`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          usage.UnknownCommand,

		PersistentPreRunE: usage.RefuseEmpty,
	}
	version := newVersion(a)
	shown := root.Flags().BoolP("version", "v", false, "version for toeline")
	flag.Declare(root.Flags(), "version", flag.Call)
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if *shown {
			return version.RunE(version, args)
		}
		return cmd.Help()
	}
	var all bool // see manual
	flag.Add(root.PersistentFlags(), &all, usage.AllFlag, false, flag.Call,
		"all flags of a command, and what they mean")
	root.SetFlagErrorFunc(usage.FlagError)
	root.SetHelpFunc(usage.Help)
	root.SetUsageFunc(usage.Print)
	root.SetHelpCommand(usage.NewHelp())
	commands := []*cobra.Command{
		verifycmd.New(a),
		newClient(a),
		newJournal(a),
		newServe(a),
		newList(a),
		newLint(a),
		newWaive(a),
		newCompare(a),
		newHistory(a),
		newBadge(a),
		newMatrix(a),
		newSelftest(a),
		newInit(a),
		newDocs(a),
		version,
	}
	for _, c := range commands {
		if !slices.Contains([]string{"journal", "selftest", "version"}, c.Name()) {
			c.Annotations = map[string]string{usage.Often: ""}
		}
	}
	root.AddCommand(commands...)
	usage.RefuseShells(root)
	return root
}
