// Command toeline reports whether a server conforms to a published HTTP contract. It owns flags,
// files, signals and exit codes; judging is the work of the packages that it calls, and it has
// no rule of a contract.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
)

// ballast is how many bytes of the heap are never touched, and so take no memory. The garbage
// collector runs for the first time when the heap has grown by half of that, which is later than
// most runs end; then whenever it has grown by growth percent. Where a run needs large bytes of
// its own, the ballast is given up, so that a large description takes little more than it needs.
const (
	ballast = 96 << 20
	growth  = 50
	large   = 64 << 20
)

// settleHeap makes the heap grow as ballast says.
func settleHeap() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(growth)
	}
	afterNextCollection(make([]byte, ballast))
}

// afterNextCollection keeps the ballast until a collection leaves a large heap.
func afterNextCollection(heap []byte) {
	runtime.AddCleanup(new([16]byte), func(heap []byte) {
		var m runtime.MemStats
		if runtime.ReadMemStats(&m); m.HeapAlloc < ballast+large {
			afterNextCollection(heap)
		}
	}, heap)
}

func main() {
	settleHeap()
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
