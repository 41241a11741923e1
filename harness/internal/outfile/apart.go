package outfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Named is a file with what names it, as --report json.
type Named struct {
	By, Path string
	// File is the file itself where it is open already, as stdout; then Path is not read.
	File *os.File
}

// Apart returns an error if an output is an input or another output, however its path is spelt:
// through links, by another name of the same file, in other letter case. What is not a regular
// file, such as /dev/null, may be given twice, except for a pipe.
func Apart(inputs, outputs []Named) error {
	var known []identity
	for _, in := range inputs {
		known = append(known, identify(in))
	}
	for _, out := range outputs {
		id := identify(out)
		for _, other := range known {
			if id.same(other) {
				return fmt.Errorf("%s: %s is the file of %s too, which would be lost: name another",
					out.By, out.Path, other.by)
			}
		}
		known = append(known, id)
	}
	return nil
}

// identity is what two spellings of one file share.
type identity struct {
	by   string
	path string // without links, in lower case; empty: only the file counts
	info fs.FileInfo
}

func identify(f Named) identity {
	id := identity{by: f.By}
	if f.File != nil {
		id.info, _ = f.File.Stat() // one that cannot be read has no identity
		return id
	}
	id.info, _ = os.Stat(f.Path)
	id.path = strings.ToLower(real(f.Path, maxLinks))
	return id
}

func (id identity) same(other identity) bool {
	if id.info != nil && other.info != nil {
		kind := id.info.Mode().Type()
		return os.SameFile(id.info, other.info) && kind&(fs.ModeDevice|fs.ModeCharDevice) == 0 ||
			kind.IsRegular() && id.path != "" && id.path == other.path
	}
	return id.path != "" && id.path == other.path
}

// maxLinks is how many links that lead nowhere are followed.
const maxLinks = 40

// real returns the absolute path of a file without links, also of one that is not there yet.
func real(path string, links int) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	if to, err := os.Readlink(path); err == nil && links > 0 {
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		return real(to, links-1)
	}
	folder := filepath.Dir(path)
	if folder == path {
		return path
	}
	return filepath.Join(real(folder, links), filepath.Base(path))
}

// Within returns an error unless a file is in a folder, or below it, links followed, and neither
// it nor a folder on the way is hidden: version control and shells keep what they run there.
func Within(folder, path string) error {
	inside, err := filepath.Rel(real(folder, maxLinks), real(path, maxLinks))
	if err != nil || !filepath.IsLocal(inside) {
		return fmt.Errorf("%s: is not in the folder %s", path, folder)
	}
	for part := range strings.SplitSeq(filepath.ToSlash(inside), "/") {
		if strings.HasPrefix(part, ".") {
			return fmt.Errorf("%s: is hidden, or in a hidden folder", path)
		}
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New(path + ": is not a regular file")
	}
	return nil
}
