package selftest

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// maxHeap is how much memory a run may hold while a target floods it, with
// four runs at a time.
const maxHeap = 200 << 20

// TestHostileTargets holds that every null and hostile target ends in time,
// with exit 1 or 3 and a line that names the trouble, that the token went
// nowhere else and is told nowhere, that memory is bounded, and that nothing
// is left running.
func TestHostileTargets(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	l, err := newLab()
	if err != nil {
		t.Fatal(err)
	}
	// Garbage that is not collected yet is not held: near the bound it goes.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(maxHeap * 3 / 4))
	peak := watchHeap(t.Context())
	for _, row := range append(l.runNull(t.Context(), 2), l.runHostile(t.Context(), 4)...) {
		if !row.OK {
			t.Errorf("%s %s: %s (%s)", row.Kind, row.Name, row.Detail, row.Got)
		}
	}
	if most := peak(); most > maxHeap {
		t.Errorf("the heap grew to %d MiB, at most %d are allowed", most>>20, maxHeap>>20)
	}
}

// watchHeap samples the live heap until the returned function is called, which
// gives the most that it saw.
func watchHeap(ctx context.Context) (peak func() uint64) {
	ctx, stop := context.WithCancel(ctx)
	most := make(chan uint64)
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var highest uint64
		for {
			select {
			case <-ctx.Done():
				most <- highest
				return
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				highest = max(highest, m.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		stop()
		return <-most
	}
}
