package input

import (
	"fmt"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/waiver"
)

// Waivers is the file of known failures; empty: no failure is waived.
type Waivers struct{ Name string }

// Add declares --waivers.
func (f *Waivers) Add(set *pflag.FlagSet) {
	flag.Add(
		set,
		&f.Name,
		"waivers",
		"",
		flag.Target|flag.Reads|flag.Open|flag.Replay|flag.Often,
		"`FILE` of known failures, which do not fail the run; one that is fixed does; see "+
			"toeline waive",
	)
}

// Load returns the file; without one, a file that waives nothing.
func (f *Waivers) Load() (*waiver.File, error) {
	if f.Name == "" {
		return &waiver.File{}, nil
	}
	data, err := infile.Read(f.Name, infile.Contract)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--waivers: %w", err))
	}
	file, err := waiver.Load(f.Name, data)
	if err != nil {
		return nil, exit.Usage(exit.Mistaken(err, f.Name, data, "a file of waivers"))
	}
	return file, nil
}
