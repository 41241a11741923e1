package client

import (
	"bufio"
	"bytes"
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

// shownLong is what is kept of a line that is too long, in bytes.
const shownLong = 1 << 10

// blank says that the line says nothing.
func (l line) blank() bool { return l.err == nil && len(bytes.TrimSpace(l.text)) == 0 }

// answer reads the line as one. The error says why it is none, and shows it.
func (l line) answer() (Answer, error) {
	a, err := Answer{}, l.err
	if err == nil {
		a, err = ParseAnswer(l.text)
	}
	if err != nil {
		return a, fmt.Errorf("no answer, %w: %s", err, l.text)
	}
	return a, nil
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

var errLong = fmt.Errorf("the line has more than %d bytes, cut its detail", MaxLine)

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
			return text[:min(len(text), shownLong)], errLong
		}
		return []byte(strings.TrimRight(string(text), "\r\n")), err
	}
}
