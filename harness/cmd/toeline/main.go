// Command toeline reports whether a server conforms to a published HTTP contract. It owns flags,
// files, signals and exit codes; judging is the work of the packages that it calls, and it has
// no rule of a contract.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
)

// ballast is how many bytes of the heap are never touched, and so take no memory: the garbage
// collector runs for the first time when the heap has grown to twice that, which is later than most
// runs end.
const ballast = 48 << 20

func main() {
	heap := make([]byte, ballast)
	exit.IgnoreFileLimit()
	exit.CrashApart()
	ctx, interrupt := context.WithCancelCause(context.Background())
	ctx, cleanup := exit.WithCleanup(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, exit.Ending()...)
	go exit.EndBy(signals, interrupt, cleanup)
	code := execute(ctx, os.Args[1:], app.App{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.LookupEnv, Environ: os.Environ(),
	})
	runtime.KeepAlive(heap)
	os.Exit(code)
}
