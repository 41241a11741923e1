package flag

import (
	"strings"

	"github.com/spf13/pflag"
)

// A File is a file that a flag names.
type File struct{ Flag, Path string }

// Files returns the files that the flags of a set name: those that are read, and those that are
// written. Of FORMAT=FILE it is the file; - is stdout, and no file;
// and the default of a flag is a name of something embedded.
func Files(set *pflag.FlagSet) (reads, writes []File) {
	set.VisitAll(func(f *pflag.Flag) {
		if ScopeOf(f)&(Reads|Writes) == 0 {
			return
		}
		values := []string{f.Value.String()}
		if several, ok := f.Value.(pflag.SliceValue); ok {
			values = several.GetSlice()
		}
		for _, path := range values {
			if _, file, ok := strings.Cut(path, "="); ok && Is(f, Writes) &&
				f.Value.Type() == "stringArray" {
				path = file
			}
			switch {
			case path == "" || path == "-" || path == f.DefValue:
			case Is(f, Writes):
				writes = append(writes, File{f.Name, path})
			default:
				reads = append(reads, File{f.Name, path})
			}
		}
	})
	return reads, writes
}
