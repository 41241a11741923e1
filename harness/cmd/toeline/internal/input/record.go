package input

import (
	"fmt"

	"example.com/toeline/harness/cmd/toeline/internal/exit"
	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/report"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/result"
)

// Report reads a JSON report of verify. The error is wrong usage, with the file.
func Report(file string) (*result.Report, error) {
	in, err := infile.Open(file)
	if err != nil {
		return nil, exit.Usage(err)
	}
	defer in.Close()
	r, err := report.Read(in)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s: %w", file, err))
	}
	return r, nil
}

// Recording reads what --report har wrote.
func Recording(name string) (har.Recorded, error) {
	in, err := infile.Open(name)
	if err != nil {
		return har.Recorded{}, fmt.Errorf("--replay: %w", err)
	}
	defer in.Close()
	recorded, err := har.Read(in)
	if err != nil {
		return recorded, fmt.Errorf("--replay %s: %w", name, err)
	}
	return recorded, nil
}
