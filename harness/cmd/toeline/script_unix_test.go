//go:build unix

package main

import "syscall"

// interruption interrupts a command of a script, and not this process.
const interruption = syscall.SIGUSR1
