package outfile

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Update replaces the content of a file by what change returns: of two processes that do so at
// once, neither loses what the other wrote. read reads the file; old is nil if the file does not
// exist yet. If change returns nil, the file is not changed.
func Update(
	path string, read func(string) ([]byte, error), change func(old []byte) ([]byte, error),
) error {
	path = real(path, maxLinks)
	for {
		done, err := updateOnce(path, read, change)
		if done || err != nil {
			return err
		}
	}
}

// updateOnce reports whether it is done: it is not where the file was replaced meanwhile.
func updateOnce(
	path string, read func(string) ([]byte, error), change func([]byte) ([]byte, error),
) (done bool, err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return true, fmt.Errorf("%s: is not a regular file", path)
	}
	locked, err := lockedfile.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path, change)
	}
	if err != nil {
		return true, cannotBe(path, err)
	}
	defer locked.Close()
	mine, err := locked.Stat()
	if err != nil {
		return true, err
	}
	if there, err := os.Stat(path); err != nil || !os.SameFile(mine, there) {
		return false, nil // who held the lock before put another file there
	}
	old, err := read(path)
	if err != nil {
		return true, err
	}
	text, err := change(old)
	if err != nil || text == nil {
		return true, err
	}
	if now, err := read(path); err != nil || !bytes.Equal(now, old) {
		return false, err // an editor wrote meanwhile, which takes no lock
	}
	if runtime.GOOS == "windows" { // a file that is open is not replaced there
		_ = locked.Close()
	}
	return true, Save(path, bytesOf(text))
}

// create makes a file that is not there, and is not done where it is there meanwhile.
func create(path string, change func([]byte) ([]byte, error)) (done bool, err error) {
	text, err := change(nil)
	if err != nil || text == nil {
		return true, err
	}
	temporary, err := temporary(path)
	if err != nil {
		return true, err
	}
	defer os.Remove(temporary.Name())
	if err := fill(temporary, bytesOf(text)); err != nil {
		return true, fmt.Errorf("%s: %w", path, err)
	}
	switch err := os.Link(temporary.Name(), path); {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrExist):
		return false, nil
	}
	return true, Save(path, bytesOf(text)) // this disk has no links
}

func bytesOf(text []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
}

// temporary creates a file beside path, by a name that no other process has: two in containers may
// have one number. The umask applies to it, as to any file.
func temporary(path string) (*os.File, error) {
	for {
		name := fmt.Sprintf(".%.64s.%s.tmp", filepath.Base(path), rand.Text())
		file, err := os.OpenFile(filepath.Join(filepath.Dir(path), name),
			os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, cannotBe(path, err)
		}
		return file, nil
	}
}
