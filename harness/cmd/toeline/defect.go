package main

import (
	"fmt"
	"runtime/debug"

	"example.com/toeline/harness/exchange"
	"example.com/toeline/harness/plan"
)

// tellDefect makes a panic the error of a run, deferred by it. The runtime would
// print the panic's value as it is; here no secret of the target stands in it.
// (Of the arguments in a stack only addresses and lengths are printed.)
func tellDefect(target *plan.Target, err *error) {
	if value := recover(); value != nil {
		told := exchange.NewRedactor(target.Secrets()...).String(fmt.Sprintf("%v\n%s", value, debug.Stack()))
		*err = unknown(fmt.Errorf("a defect of toeline, please report it: %s", told))
	}
}
