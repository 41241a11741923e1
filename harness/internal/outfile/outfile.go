// Package outfile writes files that appear whole or not at all. It knows nothing of what they
// hold.
package outfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Usable returns an error if no file can be saved at path, so that a run fails before it starts
// and not when it has ended. It leaves nothing behind.
func Usable(path string) error {
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s: is a folder: name a file in it", path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return cannotBe(path, err) // links in a circle, or a folder that may not be looked into
	case err == nil && !info.Mode().IsRegular():
		return nil // a pipe is not opened before there is something to write
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	trial, err := temporary(path)
	if err != nil {
		return err
	}
	return errors.Join(trial.Close(), os.Remove(trial.Name()))
}

// cannotBe wraps the error of a file that cannot be written. It names the file and not the
// temporary one.
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

// Save writes to a temporary file beside path and renames it, so that a reader finds either the
// old file or the new one, complete. On an error the old file stays. A path that is not a
// regular file, such as /dev/null or a pipe, is written to directly.
func Save(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s: is a folder: name a file in it", path)
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
	file, err := temporary(path)
	if err != nil {
		return err
	}
	err = fill(file, write)
	if err == nil && info != nil {
		err = os.Chmod(file.Name(), info.Mode().Perm())
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), os.Remove(file.Name()))
	}
	return nil
}

// writeThrough writes to a device or a pipe as it is. A pipe that is not read from is an error:
// opening it would wait for ever.
func writeThrough(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) {
		return fmt.Errorf("%s: is a pipe that no program reads from", path)
	}
	if err != nil {
		return err
	}
	return errors.Join(through(patient{file}, write), file.Close())
}

// patience is how long a device or a pipe may take for a part.
const patience = 30 * time.Second

// patient is a device or a pipe that is waited for so long.
type patient struct{ *os.File }

// Write implements io.Writer. What cannot have a deadline is written without.
func (p patient) Write(data []byte) (int, error) {
	_ = p.SetWriteDeadline(time.Now().Add(patience))
	return p.File.Write(data)
}

// through writes to file through a buffer.
func through(file io.Writer, write func(io.Writer) error) error {
	buffered := bufio.NewWriter(file)
	if err := write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// fill writes, syncs and closes file before it is renamed: some disks report only on sync that
// they are full.
func fill(file *os.File, write func(io.Writer) error) error {
	err := through(file, write)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
