//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// peakMiB is the most memory that a process that has ended held, where it is counted in KiB, as
// on Linux.
func peakMiB(ended *os.ProcessState) (float64, error) {
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, errors.New("this system does not report the memory of a process")
	}
	return float64(usage.Maxrss) / 1024, nil
}
