package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/waiver"
)

// waiversFlag is the file of known failures; empty: there is none.
type waiversFlag struct{ name string }

func (f *waiversFlag) add(set *pflag.FlagSet) {
	flag.Add(set, &f.name, "waivers", "", flag.Target|flag.Replay,
		"`FILE` of known failures: they do not fail the run, and what heals does; see toeline waive")
}

// load returns the file; without one, a file that waives nothing.
func (f *waiversFlag) load() (*waiver.File, error) {
	if f.name == "" {
		return &waiver.File{}, nil
	}
	data, err := os.ReadFile(f.name)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--waivers: %w", err))
	}
	file, err := waiver.Load(f.name, data)
	if err != nil {
		return nil, exit.Usage(err)
	}
	return file, nil
}
