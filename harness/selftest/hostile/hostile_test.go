package hostile

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"go.uber.org/goleak"

	"example.com/toeline/harness/selftest"
)

// maxHeap is how much memory may be in use while targets flood four runs at a
// time. Of each run, sixteen answers may be on their way, of 2 MiB with a copy of
// 4 at most, and one is judged: as JSON a megabyte takes fifty. The more processors,
// the more of that comes together.
const (
	floods  = 4
	maxHeap = floods * (16*(2+4) + 50) << 20
)

// TestHostileTargets checks that the run of every hostile target ends in time, with exit 1 or 3
// and a line that names the problem, that the token goes nowhere else and is in no output, that
// memory is bounded, and that nothing is left running.
func TestHostileTargets(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	l, err := selftest.NewLab()
	if err != nil {
		t.Fatal(err)
	}
	// Garbage that is not collected yet is not held: near the bound it goes.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(maxHeap * 3 / 4))
	peak := watchHeap(t.Context())
	rows := runHostile(t.Context(), l, floods)
	if len(rows) != 97 {
		t.Errorf("%d targets, want 97", len(rows))
	}
	for _, row := range rows {
		if !row.OK {
			t.Errorf("%s %s: %s (%s)", row.Kind, row.Name, row.Detail, row.Got)
		}
	}
	if most := peak(); most > maxHeap {
		t.Errorf("the heap grew to %d MiB, at most %d are allowed", most>>20, maxHeap>>20)
	}
}

// watchHeap samples what each garbage collection left until the returned function is called, which
// gives the most that it saw.
func watchHeap(ctx context.Context) (peak func() uint64) {
	ctx, stop := context.WithCancel(ctx)
	most := make(chan uint64)
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var highest uint64
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		for {
			select {
			case <-ctx.Done():
				most <- highest
				return
			case <-tick.C:
				metrics.Read(live)
				highest = max(highest, live[0].Value.Uint64())
			}
		}
	}()
	return func() uint64 {
		stop()
		return <-most
	}
}
