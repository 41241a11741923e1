// Command toeline says whether a server keeps to a published HTTP contract.
// It owns flags, files, signals and exit codes; judging is the work of the
// packages that it calls, and it holds no rule of a contract.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ignoreFileLimit()
	ctx, interrupt := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go endBy(signals, interrupt)
	os.Exit(execute(ctx, os.Args[1:], app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.LookupEnv}))
}
