package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"time"

	"example.com/toeline/harness/reference"
)

// The limits of a run over many targets.
const (
	parallel = 16
	answer   = 50 * time.Millisecond
)

// manyTargets judges 100 targets and then 1,000 that answer after 50 ms, by
// the command itself, and compares the time with what the limits allow, and
// the memory of the two.
func manyTargets(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "toeline-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "toeline")
	if err := build(ctx, program, command); err != nil {
		return err
	}
	var memory [2]float64
	for i, targets := range []int{100, 1000} {
		took, requests, resident, err := judgeMany(ctx, program, targets)
		if err != nil {
			return err
		}
		memory[i] = resident
		ideal := time.Duration(requests) * answer / (parallel * concurrency)
		fmt.Printf("%d targets that answer after %v, %d at a time with %d exchanges each: %d "+
			"requests in %v, the limits allow %v, ratio %.2f; %.0f MiB\n",
			targets, answer, parallel, concurrency, requests, took.Round(time.Millisecond),
			ideal.Round(time.Millisecond), ratio(took, ideal), resident)
	}
	fmt.Printf("memory of ten times as many targets: %.2f times\n", memory[1]/memory[0])
	return nil
}

// judgeMany returns how long a run took, how many requests came, and the most
// memory that it had resident, in MiB.
func judgeMany(
	ctx context.Context, program string, targets int,
) (time.Duration, int64, float64, error) {
	_, _, handler, err := referenceHandler()
	if err != nil {
		return 0, 0, 0, err
	}
	var requests atomic.Int64
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		time.Sleep(answer)
		handler.ServeHTTP(w, r)
	})
	var file bytes.Buffer
	file.WriteString("targets:\n")
	for i := range targets { // a service each: a run executes each task of a service once
		server, err := reference.Start(slow, reference.Listen{})
		if err != nil {
			return 0, 0, 0, err
		}
		defer server.Close()
		fmt.Fprintf(&file, "  - {name: t%d, target: %q}\n", i, server.URL)
	}
	name := filepath.Join(filepath.Dir(program), "targets.yaml")
	if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil {
		return 0, 0, 0, err
	}
	cmd := exec.CommandContext(ctx, program, "verify", "--targets", name, "--parallel",
		fmt.Sprint(parallel), "--concurrency", fmt.Sprint(concurrency))
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, 0, 0, fmt.Errorf("judging %d targets: %w\n%s", targets, err, out)
	}
	took := time.Since(begin)
	memory, err := peakMiB(cmd.ProcessState)
	return took, requests.Load(), memory, err
}
