// Command toeline reports whether a server conforms to a published HTTP contract. It owns flags,
// files, signals and exit codes; judging is the work of the packages that it calls, and it has
// no rule of a contract.
package main

import (
	"context"
	"os"
	"os/signal"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
)

// ballast lets the heap grow to twice its size before the garbage collector runs for the
// first time, which is later than most runs end. It is never touched, and takes no memory.
var ballast []byte

func main() {
	ballast = make([]byte, 48<<20)
	exit.IgnoreFileLimit()
	exit.CrashApart()
	ctx, interrupt := context.WithCancelCause(context.Background())
	ctx, cleanup := exit.WithCleanup(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, exit.Ending()...)
	go exit.EndBy(signals, interrupt, cleanup)
	os.Exit(execute(ctx, os.Args[1:], app.App{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.LookupEnv, Environ: os.Environ(),
	}))
}
