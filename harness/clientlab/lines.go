package clientlab

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// line is a line of the client's output, or why there is none.
type line struct {
	text []byte
	err  error // too long
}

// readLines reads an output to its end.
func readLines(r io.Reader) <-chan line {
	lines := make(chan line, 64)
	go func() {
		defer close(lines)
		reader := bufio.NewReaderSize(r, 64<<10)
		for {
			text, err := readLine(reader)
			if len(text) > 0 || errors.Is(err, errLong) {
				lines <- line{text: text, err: onlyLong(err)}
			}
			if err != nil && !errors.Is(err, errLong) {
				return
			}
		}
	}()
	return lines
}

var errLong = fmt.Errorf("a line of more than %d bytes", MaxLine)

func onlyLong(err error) error {
	if errors.Is(err, errLong) {
		return err
	}
	return nil
}

// readLine reads a line without its end, at most MaxLine bytes of it.
func readLine(r *bufio.Reader) ([]byte, error) {
	var text []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if len(text)+len(part) <= MaxLine {
			text = append(text, part...)
		} else {
			long = true
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long {
			return text[:min(len(text), 100)], errLong
		}
		return []byte(strings.TrimRight(string(text), "\r\n")), err
	}
}
