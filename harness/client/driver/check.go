package driver

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Check reports whether the command could be started, without starting it. The error says what to
// do about it.
func (c Command) Check() error {
	if len(c) == 0 {
		return errors.New("no command is given")
	}
	name := c[0]
	if info, err := os.Stat(name); err == nil && info.IsDir() &&
		strings.ContainsAny(name, `/\\`) {
		return fmt.Errorf("%s: is a folder, and not a program", name)
	}
	path, err := exec.LookPath(name)
	file := filepath.Base(name) != name
	switch {
	case err == nil, errors.Is(err, exec.ErrDot):
	case errors.Is(err, fs.ErrPermission) && file:
		return fmt.Errorf("%s: may not be executed: chmod +x %s, or name what runs it, as "+
			"toeline client -- sh %s", name, name, name)
	case file:
		return fmt.Errorf("%s: no such program here", name)
	default:
		hint := ""
		if _, err := os.Stat(name); err == nil {
			hint = ": write ./" + name
		}
		return fmt.Errorf("%s: no such program in PATH%s", name, hint)
	}
	if runtime.GOOS == "windows" {
		return nil
	}
	return interpreted(name, path)
}

// interpreted checks the first line of a script, without which the system does not start it.
func interpreted(name, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return nil // it may be executed and not read
	}
	defer file.Close()
	first, _ := bufio.NewReaderSize(file, 512).Peek(512)
	line, _, _ := bytes.Cut(first, []byte("\n"))
	after, script := bytes.CutPrefix(line, []byte("#!"))
	switch {
	case script:
		with, _, _ := strings.Cut(strings.Trim(string(after), " \t"), " ")
		if _, err := os.Stat(with); err == nil {
			return nil
		}
		hint := ""
		if strings.HasSuffix(with, "\r") {
			hint = ": its lines end as those of Windows do; write them with LF alone"
		}
		return fmt.Errorf("%s: its first line names %q, which does not exist%s", name,
			strings.TrimRight(with, "\r"), hint)
	case len(first) == 0:
		return fmt.Errorf("%s: the file is empty", name)
	case !bytes.ContainsRune(first, 0):
		return fmt.Errorf("%s: is a script without a first line that names what runs it: begin "+
			"it with #!/bin/sh, or write toeline client -- sh %s", name, name)
	}
	return nil
}
