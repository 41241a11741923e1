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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:], app{stdout: os.Stdout, stderr: os.Stderr, getenv: os.LookupEnv})
	stop()
	os.Exit(code)
}
