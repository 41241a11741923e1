package infile

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"example.com/toeline/spec/strict"
)

// absentError is the error of a file that does not exist.
type absentError struct{ name string }

func (e *absentError) Unwrap() error { return fs.ErrNotExist }

// Error says what may have been meant. A URL is not repeated: it may hold a password.
func (e *absentError) Error() string {
	switch folder, name := filepath.Split(e.name); {
	case strings.Contains(e.name, "://"):
		return "a URL is given, and a file is wanted: download it, and name the file"
	case strings.ContainsAny(e.name, "*?"):
		return fmt.Sprintf("%s: no file has such a name", e.name)
	default:
		extension := filepath.Ext(name)
		near := strict.Suggest(strings.TrimSuffix(name, extension), stemsIn(folder, extension))
		if near == "" {
			return fmt.Sprintf("%s: no such file", e.name)
		}
		return fmt.Sprintf("%s: no such file (did you mean %s?)", e.name, folder+near+extension)
	}
}

// mostNames bounds how many names of a folder are looked at.
const mostNames = 1000

// stemsIn returns the names in a folder that have an extension, without it.
func stemsIn(folder, extension string) (stems []string) {
	if folder == "" {
		folder = "."
	}
	open, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer open.Close()
	names, _ := open.Readdirnames(mostNames) // a hint needs no more than there is
	for _, name := range names {
		if stem, ok := strings.CutSuffix(name, extension); ok {
			stems = append(stems, stem)
		}
	}
	return stems
}
