// Command bench prints what toeline costs, as ratios measured within one run.
// It never asserts: timings of a shared machine are no contract.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	ctx := context.Background()
	for _, measure := range []func(context.Context) error{
		throughput, startup, slowTarget, manyTargets,
	} {
		if err := measure(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
	}
}
