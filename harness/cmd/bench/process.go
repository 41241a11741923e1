package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"example.com/toeline/harness/verify"
)

// command is the package of toeline itself.
const command = "./harness/cmd/toeline"

func build(ctx context.Context, program, source string) error {
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program,
		source).CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", source, err, out)
	}
	return nil
}

// startup compares verify against the embedded reference server, from process
// start to exit, with an empty Go program.
func startup(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "toeline-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	empty := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(empty, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		return err
	}
	for name, source := range map[string]string{"toeline": command, "empty": empty} {
		if err := build(ctx, filepath.Join(dir, name), source); err != nil {
			return err
		}
	}
	var whole, nothing []time.Duration
	for range 2*rounds + 1 {
		for _, run := range []struct {
			times *[]time.Duration
			args  []string
		}{{&whole, []string{"toeline", "verify"}}, {&nothing, []string{"empty"}}} {
			begin := time.Now()
			if err := exec.CommandContext(ctx, filepath.Join(dir, run.args[0]),
				run.args[1:]...).Run(); err != nil {
				return fmt.Errorf("running %v: %w", run.args, err)
			}
			*run.times = append(*run.times, time.Since(begin))
		}
	}
	a, b := median(whole), median(nothing)
	fmt.Printf("process start to exit: verify %v, an empty Go program %v\n",
		a.Round(time.Millisecond), b.Round(time.Millisecond))
	return nil
}

// slowTarget compares a run with one exchange after another, where the target
// answers after 50 ms.
func slowTarget(ctx context.Context) error {
	slow := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(50 * time.Millisecond)
			h.ServeHTTP(w, r)
		})
	}
	var times [2]time.Duration
	for i, concurrency := range []int{concurrency, 1} {
		r, err := newRig(verify.Config{Concurrency: concurrency}, slow)
		if err != nil {
			return err
		}
		o, err := judged(ctx, r.session)
		r.close()
		if err != nil {
			return err
		}
		times[i] = time.Duration(o.Run.Milliseconds * float64(time.Millisecond))
	}
	fmt.Printf("a target that answers after 50 ms: verify %v, one exchange after another %v, "+
		"%.1f times as fast\n",
		times[0].Round(time.Millisecond), times[1].Round(time.Millisecond),
		ratio(times[1], times[0]))
	return nil
}
