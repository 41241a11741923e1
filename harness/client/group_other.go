//go:build !unix

package client

import "os/exec"

func ownGroup(*exec.Cmd) {}

// killGroup ends the command alone: there are no groups here.
func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

func bySignal(*exec.ExitError) bool { return false }
