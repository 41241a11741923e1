package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile saves a report.
func WriteFile(path string, h Handler, r *Report) error {
	return Save(path, func(w io.Writer) error { return h.Write(w, r) })
}

// Usable says whether a file can be saved at a path: a run should not find out
// when it has been carried out. It leaves nothing behind.
func Usable(path string) error {
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s: is a directory; name a file", path)
	case err == nil && !info.Mode().IsRegular():
		return nil // a pipe is not opened before there is something to write
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	trial, err := os.CreateTemp(filepath.Dir(path), ".toeline.*.tmp")
	if err != nil {
		return cannotBe(path, err)
	}
	return errors.Join(trial.Close(), os.Remove(trial.Name()))
}

// cannotBe says why a file cannot be written, by its own name and not by that
// of the temporary one.
func cannotBe(path string, err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no folder %s; make it first", path, filepath.Dir(path))
	}
	return fmt.Errorf("%s: cannot be written: %w", path, err)
}

// Save writes what write writes to a temporary name beside the file and renames
// it, so that whoever reads the file finds the old one or the new one,
// whole. On an error the old one stays. What is no regular file, such as
// /dev/null or a pipe, is written to as it is.
func Save(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s: is a directory; name a file", path)
	case err == nil && !info.Mode().IsRegular():
		return writeThrough(path, write)
	case err == nil:
		// A link stays a link: the file that it names is replaced.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	temporary := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d.tmp", filepath.Base(path), os.Getpid()))
	// Whatever a crashed run left there goes; nothing of anybody else's is
	// written through. 0o666 is less the umask, as for any file.
	_ = os.Remove(temporary)
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return cannotBe(path, err)
	}
	err = fill(file, write)
	if err == nil && info != nil {
		err = os.Chmod(temporary, info.Mode().Perm())
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), os.Remove(temporary))
	}
	return nil
}

func writeThrough(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(through(file, write), file.Close())
}

// through tells an error of the file once.
func through(file *os.File, write func(io.Writer) error) error {
	buffered := bufio.NewWriter(file)
	if err := write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// fill writes and closes a file. It is on the disk before it gets its name: a
// disk that is full may say so only now.
func fill(file *os.File, write func(io.Writer) error) error {
	err := through(file, write)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
