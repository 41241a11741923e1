package exit

import (
	"context"
	"fmt"
	"os"
	"time"

	"example.com/toeline/harness/result"
)

// Patience is how long winding up may take after an interruption: a pipe without a reader would
// block a report for ever.
const Patience = 1600 * time.Millisecond

// EndBy interrupts the run at the first signal, and ends the program at the
// second, or when the run is not wound up in time.
func EndBy(signals <-chan os.Signal, interrupt context.CancelCauseFunc) {
	defer OnPanic(By)
	interrupt(fmt.Errorf("%v signal received", <-signals))
	select {
	case <-signals:
	case <-time.After(Patience):
		told := make(chan struct{})
		go func() {
			defer close(told)
			fmt.Fprintln(os.Stderr, "toeline: interrupted; not everything could be written in time")
		}()
		select {
		case <-told:
		case <-time.After(Patience / 8): // that may have no reader either
		}
	}
	os.Exit(result.ExitInconclusive)
}
