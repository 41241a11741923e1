package main

import (
	"bytes"
	"strings"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/rig"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

func TestDefectTellsNoToken(t *testing.T) {
	const token = "canary-7f3a9c51d2-of-a-panic"
	session := rig.Prepare(t, verify.Target{
		URL: "http://127.0.0.1:1/beta", Token: token,
		Headers: []result.Field{{Name: "X-Key", Value: "key-canary-55aa-77bb"}},
	}, nil)
	defer session.Close()
	run := func(header string) (err error) {
		defer exit.ReportPanic(session, &err)
		panic("not expected: " + header + " key-canary-55aa-77bb")
	}
	err := run("Authorization: Bearer " + token)
	reported := err.Error()
	if exit.CodeOf(err) != result.ExitCrashed || strings.Contains(reported, "7f3a9c51d2") ||
		strings.Contains(reported, "55aa-77bb") {
		t.Errorf("exit %d: %v", exit.CodeOf(err), err)
	}
	want := "please report it: not expected: Authorization: Bearer [redacted] [redacted]"
	if !strings.Contains(reported, want) || !strings.Contains(reported, "defect_test.go") {
		t.Errorf("the error does not say what and where: %v", err)
	}
}

// A panic without a known target is not wrong usage, and its output contains nothing from the
// environment.
func TestDefectOfACommand(t *testing.T) {
	t.Setenv("MY_API_TOKEN", "canary-7f3a9c51d2-of-a-command")
	var out, errs bytes.Buffer
	code := execute(t.Context(), []string{"verify"}, app.App{
		Stdout: &out, Stderr: &errs,
		Getenv: func(string) (string, bool) {
			panic("not expected: canary-7f3a9c51d2-of-a-command")
		},
	})
	reported := out.String() + errs.String()
	if code != result.ExitCrashed || strings.Contains(reported, "7f3a9c51d2") ||
		!strings.Contains(reported,
			"toeline: a defect of toeline, please report it: not expected: [redacted]\n") {
		t.Errorf("exit %d: %s", code, reported)
	}
}
