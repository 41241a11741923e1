//go:build !unix

package driver

import "os/exec"

func ownGroup(*exec.Cmd) {}

// killGroup ends the command alone: there are no groups here.
func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

// EndedBySignal reports false: there are no signals here.
func EndedBySignal(*exec.ExitError) bool { return false }
