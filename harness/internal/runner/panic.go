package runner

import (
	"fmt"
	"runtime"
	"strings"

	"example.com/toeline/harness/internal/text"
)

// survive passes the reason to settle if toeline itself panicked: a defect of its own is no
// verdict on the target, and does not end a run that may have executed something. The runtime
// would print the value of the panic unchanged; here it is a reason like any other, and so
// redacted. Of the stack only names and lines are kept.
func (r *Run) survive(settle func(reason string)) {
	if value := recover(); value != nil {
		settle("a defect of toeline, please report it: " +
			text.Line(r.redactor.String(fmt.Sprint(value))) + whereItPanicked())
	}
}

// whereItPanicked names the functions of toeline that a panic came through, the
// innermost first.
func whereItPanicked() string {
	const most, deep = 3, 32
	var frames [deep]uintptr
	var all []string
	walk := runtime.CallersFrames(frames[:runtime.Callers(3, frames[:])])
	for {
		frame, more := walk.Next()
		if name, own := strings.CutPrefix(frame.Function, "example.com/toeline/"); own &&
			len(all) < most && !strings.HasSuffix(name, ".survive") {
			all = append(all, fmt.Sprintf("%s:%d", name, frame.Line))
		}
		if !more {
			break
		}
	}
	return " (in " + strings.Join(all, ", ") + ")"
}
