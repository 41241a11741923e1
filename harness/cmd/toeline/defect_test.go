package main

import (
	"strings"
	"testing"

	"example.com/toeline/harness/exchange"
	"example.com/toeline/harness/plan"
)

func TestDefectTellsNoToken(t *testing.T) {
	const token = "canary-7f3a9c51d2-of-a-panic"
	target := &plan.Target{Token: token, Headers: exchange.Header{{Name: "X-Key", Value: "key-canary-55aa-77bb"}}}
	run := func(header string) (err error) {
		defer tellDefect(target, &err)
		panic("not expected: " + header + " key-canary-55aa-77bb")
	}
	err := run("Authorization: Bearer " + token)
	if exitCodeOf(err) != plan.ExitUnknown || strings.Contains(err.Error(), "7f3a9c51d2") || strings.Contains(err.Error(), "55aa-77bb") {
		t.Errorf("exit %d: %v", exitCodeOf(err), err)
	}
	if !strings.Contains(err.Error(), "please report it: not expected: Authorization: Bearer [redacted] [redacted]") || !strings.Contains(err.Error(), "defect_test.go") {
		t.Errorf("it does not tell what and where: %v", err)
	}
}
